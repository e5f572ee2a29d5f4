/** `fetch` that keeps to a guard: the socket goes to an address that was checked. Follows no redirects by itself. */
import { request as overHttp } from 'node:http'
import { request as overHttps } from 'node:https'
import { isIP } from 'node:net'
import { Readable } from 'node:stream'
import { Fault } from '@tandem/kernel'
import type { Guard } from './guard.ts'

const IDLE_MS = 60_000
const EMPTY = new Set([101, 204, 205, 304])

export function guardedFetch(guard: Guard): typeof fetch {
  return async (input, init) => {
    const request = new Request(input, { ...init, redirect: 'manual' })
    const url = new URL(request.url)
    if (url.protocol !== 'http:' && url.protocol !== 'https:') throw new Fault(`only http and https, not ${url.protocol}`)
    const host = url.hostname.replace(/^\[|\]$/g, '')
    // A literal address is never looked up, so the socket would not ask.
    if (isIP(host)) await guard.check(host)
    const body = request.body ? Buffer.from(await request.arrayBuffer()) : undefined
    return send(guard, url, request, body)
  }
}

function send(guard: Guard, url: URL, { method, headers, signal }: Request, body: Buffer | undefined): Promise<Response> {
  const open = url.protocol === 'https:' ? overHttps : overHttp
  const own = { ...Object.fromEntries(headers), ...(body ? { 'content-length': String(body.length) } : {}) }
  return new Promise((resolve, reject) => {
    const sent = open(url, { method, headers: own, lookup: guard.lookup, signal, timeout: IDLE_MS, agent: false }, (answer) => {
      const status = answer.statusCode ?? 502
      const pairs = Object.entries(answer.headersDistinct).flatMap(([name, values]) =>
        (values ?? []).map((value): [string, string] => [name, value]),
      )
      if (EMPTY.has(status)) answer.resume()
      const stream = EMPTY.has(status) ? null : (Readable.toWeb(answer) as ReadableStream<Uint8Array>)
      resolve(new Response(stream, { status, statusText: answer.statusMessage ?? '', headers: pairs }))
    })
    sent.on('timeout', () => sent.destroy(new Fault('the other side has been silent for too long')))
    sent.on('error', reject)
    sent.end(body)
  })
}
