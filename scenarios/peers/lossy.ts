/** A wire between the joint and a peer that can be cut: after the peer has answered, or altogether for a while. */
import { type ChildProcess, spawn } from 'node:child_process'
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { PeerCompany } from './company.ts'

export interface Call {
  readonly path: string
  readonly body: string
  readonly headers: Readonly<Record<string, string>>
  /** Milliseconds of one clock. */
  readonly sentAt: number
  readonly answeredAt: number
}

export interface Wire {
  /** The peer's address as the joint shall know it. */
  readonly url: string
  /**
   * Once: the next call whose path or body fits is answered by the peer, and its answer is lost; `then` happens instead. `after`:
   * so many that fit come through before.
   */
  loseAnswer(fits: RegExp, then?: () => void, after?: number): void
  /** Whether an answer was lost since. */
  readonly lost: () => number
  cut(): void
  mend(): void
  /** Calls that have been answered, from the oldest. */
  readonly calls: readonly Call[]
  close(): void
}

export async function wireTo(peer: string): Promise<Wire> {
  let losing: { fits: RegExp; then: (() => void) | undefined; after: number } | undefined
  let [lost, isCut] = [0, false]
  const calls: Call[] = []
  const server = createServer((incoming, outgoing) => {
    if (isCut) return void incoming.socket.destroy()
    const sentAt = performance.now()
    forward(peer, incoming, (path, body, status, headers, answer) => {
      calls.push({ path, body, headers: sent(incoming.headers), sentAt, answeredAt: performance.now() })
      const isMeant = losing?.fits.test(`${path} ${body}`) ?? false
      if (losing && isMeant && losing.after > 0) losing.after -= 1
      else if (losing && isMeant) {
        const { then } = losing
        losing = undefined
        lost += 1
        then?.()
        return void incoming.socket.destroy()
      }
      reply(outgoing, status, headers, answer)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    loseAnswer: (fits, then, after = 0) => {
      losing = { fits, then, after }
    },
    lost: () => lost,
    calls,
    cut: () => {
      isCut = true
      server.closeAllConnections()
    },
    mend: () => {
      isCut = false
    },
    close: () => {
      server.closeAllConnections()
      server.close()
    },
  }
}

type Answered = (path: string, body: string, status: number, headers: IncomingMessage['headers'], answer: Buffer) => void

function forward(peer: string, incoming: IncomingMessage, answered: Answered): void {
  const parts: Buffer[] = []
  incoming.on('data', (part: Buffer) => parts.push(part))
  incoming.on('end', () => {
    const body = Buffer.concat(parts)
    const headers = sent(incoming.headers)
    const onward = request(new URL(incoming.url ?? '/', peer), { method: incoming.method ?? 'GET', headers }, (response) => {
      const answer: Buffer[] = []
      response.on('data', (part: Buffer) => answer.push(part))
      response.on('end', () =>
        answered(incoming.url ?? '', body.toString(), response.statusCode ?? 502, response.headers, Buffer.concat(answer)),
      )
    })
    onward.on('error', () => incoming.socket.destroy())
    onward.end(body)
  })
}

function sent({ connection: _, host: __, ...headers }: IncomingMessage['headers']): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]))
}

function reply(outgoing: ServerResponse, status: number, headers: IncomingMessage['headers'], answer: Buffer): void {
  const { connection: _, 'transfer-encoding': __, 'content-length': ___, ...kept } = headers
  outgoing.writeHead(status, { ...kept, 'content-length': answer.length })
  outgoing.end(answer)
}

/** The joint of a company as a process of its own, which can be killed: works until nothing is left to do. */
export function jointProcess(
  environment: Readonly<Record<string, string>>,
  company: string,
): { child: ChildProcess; ended: Promise<number | string> } {
  const tandem = new URL('../../packages/server/cli/tandem.ts', import.meta.url).pathname
  const child = spawn(process.execPath, [tandem, 'sync', 'run', '--company', company], {
    env: { ...process.env, ...environment },
    stdio: 'ignore',
  })
  const ended = new Promise<number | string>((resolve) => child.once('exit', (code, signal) => resolve(signal ?? code ?? 0)))
  return { child, ended }
}

/** Tries until it is so, for as long as a lost write keeps its lease and longer. */
export async function eventually<T>(work: () => Promise<T | undefined | false>, withinMs = 240_000): Promise<T> {
  const end = Date.now() + withinMs
  for (;;) {
    const found = await work()
    if (found) return found
    if (Date.now() > end) throw new Error('it did not become so in time')
    await new Promise((resolve) => setTimeout(resolve, 1_000))
  }
}

/**
 * The joint works as a process of its own, until the peer has answered a call that fits (`after` so many others): then it is
 * killed, and knows nothing.
 */
export async function killedAt(company: PeerCompany, wire: Wire, fits: RegExp, after = 0): Promise<void> {
  const before = wire.lost()
  await eventually(async () => {
    const { child, ended } = jointProcess(company.environment, 'Peer company')
    wire.loseAnswer(fits, () => child.kill('SIGKILL'), after)
    await ended
    return wire.lost() > before
  })
}

/** What the two sides do not agree about, and what waits for a person. Both are nothing when all is well. */
export async function disagreements(company: PeerCompany): Promise<{ differences: unknown[]; inbox: unknown[] }> {
  const proof = await company.proof()
  const inbox = await company.all('joint/inbox?filter[state]=open')
  return {
    differences: proof.kinds.flatMap(({ kind, differences }) => differences.map((one) => ({ kind, ...one }))),
    inbox: inbox.map(({ code, details }) => ({ code, details })),
  }
}

export const AGREED = { differences: [], inbox: [] }
