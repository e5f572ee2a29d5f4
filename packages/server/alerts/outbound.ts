/** Sends to addresses that a person typed in, within the guard. Addresses and secrets never reach a log or a message. */
import nodemailer from 'nodemailer'
import type { Guard } from '../outbound/guard.ts'
import { guardedFetch } from '../outbound/guarded-fetch.ts'

const TIMEOUT_MS = 10_000
const MOST_ANSWER_BYTES = 64 * 1024

export interface Posted {
  readonly status: number
  readonly text: string
}

/** Posts JSON; follows no redirects. Throws when nothing answers in time. */
export async function post(
  guard: Guard,
  url: string,
  body: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<Posted> {
  const response = await guardedFetch(guard)(url, {
    method: 'POST',
    body,
    headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
    signal: AbortSignal.timeout(TIMEOUT_MS),
  })
  return { status: response.status, text: (await response.text()).slice(0, MOST_ANSWER_BYTES) }
}

export interface Mail {
  readonly from: string
  readonly to: string
  readonly subject: string
  readonly text: string
}

/** Sends a mail through `smtp://` or `smtps://user:password@host:port`. */
export async function mail(guard: Guard, url: string, message: Mail): Promise<void> {
  const { hostname } = new URL(url)
  const address = await guard.check(hostname)
  const transport = nodemailer.createTransport({
    url,
    // To the address that was checked, under the name that its certificate must have.
    host: address,
    tls: { servername: hostname },
    connectionTimeout: TIMEOUT_MS,
    greetingTimeout: TIMEOUT_MS,
    socketTimeout: TIMEOUT_MS,
  } as never)
  try {
    await transport.sendMail(message)
  } finally {
    transport.close()
  }
}
