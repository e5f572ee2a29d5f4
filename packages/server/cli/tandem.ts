/** `npm run tandem -- <command>`: Tandem from the command line, on the same data as `npm start`. */
import { parseArgs } from 'node:util'
import { bankStatementCommand } from './bank-statement.ts'
import { checkFileCommand } from './check-file.ts'
import { connectionCommand } from './connection.ts'
import { connectorCommand } from './connector.ts'
import { restDescriptionCommand, sqlScriptCommand } from './describe.ts'
import { explain } from './explain.ts'
import { exportCommand } from './export.ts'
import { exportsCommand } from './exports.ts'
import { help } from './help.ts'
import { importCommand, templateCommand } from './import.ts'
import { proofCommand, syncCommand } from './joint.ts'
import { keysCommand } from './keys.ts'
import { loadCommand } from './load.ts'
import { type Opened, openDesk } from './open-desk.ts'
import { personCommand } from './person.ts'
import { processTerminal } from './process-terminal.ts'
import { resetCommand } from './reset.ts'
import { rotateKeyCommand } from './rotate-key.ts'
import { languageOf } from './terminal.ts'

const OPTIONS = {
  account: { type: 'string' },
  mapping: { type: 'string' },
  checks: { type: 'string' },
  accept: { type: 'string' },
  engine: { type: 'string' },
  user: { type: 'string' },

  side: { type: 'string' },
  preview: { type: 'boolean' },
  errors: { type: 'string' },
  restart: { type: 'boolean' },
  filter: { type: 'string', multiple: true },
  to: { type: 'string' },
  limit: { type: 'string' },
  scope: { type: 'string', multiple: true },
  company: { type: 'string' },
  type: { type: 'string' },
  set: { type: 'string', multiple: true },
  beside: { type: 'boolean' },
  yes: { type: 'boolean' },
  lang: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const

type Options = ReturnType<typeof readArguments>['values']

function readArguments(args: string[]) {
  return parseArgs({ args, options: OPTIONS, allowPositionals: true })
}

type Command = (opened: Opened, words: readonly string[], options: Options) => Promise<number>

const COMMANDS: Readonly<Record<string, Command>> = {
  import: async ({ desk }, words, options) => importCommand(await desk(), words, options),
  'bank-statement': async ({ desk }, words, options) => bankStatementCommand(await desk(), words, options.account),
  'check-file': ({ terminal }, words, options) => checkFileCommand({ terminal }, words, options),
  export: async ({ desk }, words, options) => exportCommand(await desk(), words, options),
  exports: async ({ exportsDesk }, words, options) => exportsCommand(await exportsDesk(), words, options),
  template: async ({ terminal }, words, options) => templateCommand({ terminal }, words, options),
  'sql-script': ({ terminal }, words, options) => sqlScriptCommand({ terminal }, words, options),
  'rest-description': ({ terminal }, words) => restDescriptionCommand({ terminal }, words),
  sync: async ({ desk }, words) => syncCommand(await desk(), words),
  proof: async ({ desk }) => proofCommand(await desk()),
  load: async ({ companyDesk }, words, options) => loadCommand(await companyDesk(words[0] ?? ''), words, options),
  connection: async ({ connectionDesk }, words, options) => connectionCommand(await connectionDesk(), words, options),
  connector: async ({ terminal }, words) => connectorCommand(terminal, words),
  keys: async ({ desk }, words, options) => keysCommand(await desk(), words, options.scope),
  person: async ({ desk }, words) => personCommand(await desk(), words),
  'rotate-key': ({ terminal }) => rotateKeyCommand({ terminal, env: process.env, dataDir: process.env.DATA_DIR ?? '.data' }),
  reset: (opened, _, options) => resetCommand(opened, options.yes ?? false),
}

async function main(args: string[]): Promise<number> {
  let terminal = processTerminal(languageOf(undefined, process.env))
  try {
    const { values, positionals } = readArguments(args)
    terminal = processTerminal(languageOf(values.lang, process.env))
    const [name, ...words] = positionals
    const command = COMMANDS[name ?? '']
    if (values.help || !command) {
      terminal.say(help(terminal.language))
      return values.help || name === 'help' ? 0 : 2
    }
    const opened = openDesk(terminal, values.company)
    try {
      return await command(opened, words, values)
    } finally {
      await opened.close()
    }
  } catch (error) {
    return explain(terminal, error)
  }
}

process.exitCode = await main(process.argv.slice(2))
