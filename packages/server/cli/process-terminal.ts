import { createInterface } from 'node:readline/promises'
import { type Language, type Terminal, terminalOn } from './terminal.ts'

/** The terminal of this process. */
export function processTerminal(language: Language): Terminal {
  const { stdin, stdout } = process
  return terminalOn(
    {
      isTerminal: stdout.isTTY ?? false,
      write: (text) => {
        stdout.write(text)
      },
      async readLine() {
        const lines = createInterface({ input: stdin })
        try {
          return (await lines[Symbol.asyncIterator]().next()).value ?? ''
        } finally {
          lines.close()
        }
      },
      nowMs: () => performance.now(),
    },
    language,
  )
}
