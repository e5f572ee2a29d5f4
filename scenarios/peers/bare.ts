/** A client that does nothing but call: what a peer itself takes for the calls that the joint has made. */
import { Agent, request } from 'node:http'
import type { Call } from './lossy.ts'

/**
 * Makes the same calls again, each as soon as those have been answered that had been answered when the joint made it: as many at
 * once as the joint had under way, and without its thinking. `said` makes of each body what is sent: a peer that is told what
 * it knows already has less to do. Answers the milliseconds.
 */
export async function callAgain(
  url: string,
  calls: readonly Call[],
  said: (body: string) => string = (body) => body,
): Promise<number> {
  const agent = new Agent({ keepAlive: true })
  const inOrder = [...calls].sort((a, b) => a.sentAt - b.sentAt)
  const begun = performance.now()
  const ended: Promise<void>[] = []
  for (const [i, call] of inOrder.entries()) {
    const before = inOrder.slice(0, i).flatMap((one, at) => (one.answeredAt <= call.sentAt ? [ended[at]] : []))
    ended.push(Promise.all(before).then(() => post(agent, url, { ...call, body: said(call.body) })))
  }
  await Promise.all(ended)
  const took = performance.now() - begun
  agent.destroy()
  return took
}

function post(agent: Agent, url: string, { path, body, headers }: Call): Promise<void> {
  return new Promise((resolve, reject) => {
    const method = body === '' ? 'GET' : 'POST'
    const onward = request(new URL(path, url), { agent, method, headers }, (response) => {
      const parts: Buffer[] = []
      response.on('data', (part: Buffer) => parts.push(part))
      response.on('end', () => {
        // As any client would: what it reads, it reads to the end.
        if (response.headers['content-type']?.includes('json')) JSON.parse(Buffer.concat(parts).toString())
        resolve()
      })
    })
    onward.on('error', reject)
    onward.end(body)
  })
}
