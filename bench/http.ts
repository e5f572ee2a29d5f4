/** A server in a process of its own, and a client that costs little: node:http with connections kept alive. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { Agent, request } from 'node:http'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { Shop } from './shop.ts'

export interface Client {
  /** The server's process. */
  readonly pid: number
  /** Sends JSON and answers JSON; rejects for a status of 400 and above. */
  send<T>(method: string, path: string, body?: object, headers?: Record<string, string>): Promise<T>
  stop(): Promise<void>
}

export async function startServer(shop: Shop, options: { joint?: boolean } = {}): Promise<Client> {
  const file = fileURLToPath(new URL('./server.ts', import.meta.url))
  // BENCH_PROFILE=folder leaves a CPU profile of the server there, to be opened in a browser's developer tools.
  const profile = process.env.BENCH_PROFILE ? ['--cpu-prof', `--cpu-prof-dir=${process.env.BENCH_PROFILE}`] : []
  const child = spawn(process.execPath, [...profile, file, shop.tenant, options.joint ? 'joint' : 'alone'], {
    env: { ...process.env, DATABASE_URL: shop.url },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [line] = (await once(createInterface({ input: child.stdout as NonNullable<ChildProcess['stdout']> }), 'line')) as [string]
  const { address, key } = JSON.parse(line) as { address: string; key: string }
  const agent = new Agent({ keepAlive: true, maxSockets: 64 })
  const { hostname, port } = new URL(address)
  return {
    pid: child.pid ?? 0,
    send: (method, path, body, headers = {}) =>
      new Promise((resolve, reject) => {
        const text = body === undefined ? '' : JSON.stringify(body)
        const sent = request({
          ...{ agent, hostname, port, method, path },
          headers: {
            authorization: `Bearer ${key}`,
            ...(text ? { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) } : {}),
            ...headers,
          },
        })
        sent.once('error', reject)
        sent.once('response', (answer) => {
          const pieces: Buffer[] = []
          answer.on('data', (piece: Buffer) => pieces.push(piece))
          answer.once('error', reject)
          answer.once('end', () => {
            const said = Buffer.concat(pieces).toString()
            if ((answer.statusCode ?? 500) >= 400) reject(new Error(`${method} ${path}: ${answer.statusCode} ${said}`))
            else resolve(said === '' ? undefined : JSON.parse(said))
          })
        })
        sent.end(text)
      }),
    async stop() {
      agent.destroy()
      child.kill('SIGTERM')
      await once(child, 'exit')
    },
  }
}
