/** Files are shown to a virus scanner of the operator's before they are kept: ClamAV's daemon, by its INSTREAM command. */
import { connect } from 'node:net'
import { Fault } from '@tandem/kernel'

/** What was found in it; null: nothing. Throws a Fault when the scanner gives no answer. */
export type Scan = (content: Uint8Array) => Promise<string | null>

const PATIENCE_MS = 30_000
/** Longer than any answer of one line. */
const LONGEST_ANSWER = 4_096

/** `address` is `host:port`. */
export function clamdAt(address: string): Scan {
  const [, host = '', port = ''] = /^(.*):(\d+)$/.exec(address) ?? []
  return async (content) => verdictOf(await ask(host, Number(port), content))
}

/** `stream: OK`, `stream: Eicar-Test-Signature FOUND`, or what went wrong. */
function verdictOf(answer: string): string | null {
  if (/^stream: OK\s*$/.test(answer)) return null
  const found = /^stream: (.+) FOUND\s*$/.exec(answer)?.[1]
  if (found === undefined) throw new Fault(`the virus scanner said: ${answer.slice(0, 200)}`)
  return found
}

/** The content goes as one chunk with its length before it, and a chunk of nothing ends it. */
function ask(host: string, port: number, content: Uint8Array): Promise<string> {
  return new Promise((resolve, reject) => {
    const fail = (cause: unknown) => {
      socket.destroy()
      reject(new Fault('the virus scanner gave no answer', { cause }))
    }
    const socket = connect({ host, port })
    let answer = ''
    socket.setTimeout(PATIENCE_MS, () => fail(new Error(`nothing for ${PATIENCE_MS} ms`)))
    socket.on('error', fail)
    socket.setEncoding('utf8').on('data', (text: string) => {
      answer += text
      if (answer.length > LONGEST_ANSWER) fail(new Error('it talks too much'))
    })
    socket.on('end', () => resolve(answer.replace(/\0$/, '')))
    const length = Buffer.alloc(4)
    length.writeUInt32BE(content.length)
    socket.end(Buffer.concat([Buffer.from('zINSTREAM\0'), length, content, Buffer.alloc(4)]))
  })
}
