/** `npm run demo`: the whole story in the terminal, from a quote to cash, with a crash in the middle and the proof at the end. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { processTerminal } from '../cli/process-terminal.ts'
import { languageOf } from '../cli/terminal.ts'
import { tellStory } from './story.ts'

const { values } = parseArgs({ options: { lang: { type: 'string' } }, allowPositionals: true })
const terminal = processTerminal(languageOf(values.lang, process.env))
const folder = mkdtempSync(join(tmpdir(), 'tandem-demo-'))
try {
  process.exitCode = (await tellStory(folder, terminal)) ? 0 : 1
} finally {
  rmSync(folder, { recursive: true, force: true })
}
