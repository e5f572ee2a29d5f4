/** Systems of others from the command line: connecting, trying, starting and pausing them. */
import { readFileSync } from 'node:fs'
import { connectorTypes } from '@tandem/connectors'
import { rows, sql } from '@tandem/db'
import { type Connection, connectorTypeOf, hubSurface, keepFound, openConnection } from '@tandem/hub'
import { type Json, type Messages, must, ok, type Refusal, type Result } from '@tandem/kernel'
import { inWords } from '../http/words.ts'
import { givenOf } from '../joint/connect.ts'
import type { Trying } from '../joint/connection-route.ts'
import { type Desk, UsageError } from './desk.ts'
import { table } from './terminal.ts'
import { CONNECTION_STATES, said } from './words.ts'

export interface ConnectionDesk extends Desk {
  readonly trying: Trying
  readonly messages: Messages
}

export interface ConnectionOptions {
  readonly type?: string | undefined
  readonly side?: string | undefined
  readonly set?: readonly string[] | undefined
  readonly beside?: boolean | undefined
}

const STEPS = { start: 'start', pause: 'stop', remove: 'remove' } as const

/** `connection list | types | add <name> | test <name> | start <name> | pause <name> | remove <name>`. Exit code 1: it did not go. */
export async function connectionCommand(
  desk: ConnectionDesk,
  [what, name]: readonly string[],
  options: ConnectionOptions,
): Promise<number> {
  if (what === 'list') return list(desk)
  if (what === 'types') return types(desk)
  if (!name) {
    throw new UsageError(
      'connection is followed by list, types, or add, test, start, pause or remove and a name',
      'connection 之后为 list、types，或 add、test、start、pause、remove 加名称',
    )
  }
  if (what === 'add') return add(desk, name, options)
  if (what === 'test') return test(desk, name)
  if (what && what in STEPS) return step(desk, STEPS[what as keyof typeof STEPS], name)
  throw new UsageError(
    'connection is followed by list, types, add, test, start, pause or remove',
    'connection 之后为 list、types、add、test、start、pause 或 remove',
  )
}

async function list({ run, terminal }: ConnectionDesk): Promise<number> {
  const found = await run((tx) => rows(tx, sql<Connection>`select * from hub.connection where state <> 'removed' order by name`))
  const words = (one: Connection) =>
    (one.found as { summary?: Record<string, string> } | null)?.summary?.[terminal.language] ?? '-'
  const stateOf = ({ state }: Connection) => said(CONNECTION_STATES, state, terminal.language)
  const lines = found.map((one) => [one.name, one.type, one.side, stateOf(one), one.testedAt ?? '-', words(one)])
  const head =
    terminal.language === 'zh'
      ? ['名称', '类型', '一侧', '状态', '测试于', '结果']
      : ['name', 'type', 'side', 'state', 'tested', 'found']
  terminal.say(table([head, ...lines]))
  return 0
}

/** What can be connected, and the settings of each: `*` must be given, `?` need not, `secret` is never shown again. */
async function types({ terminal, trying }: ConnectionDesk): Promise<number> {
  for (const { type, about, sides, settings, secrets } of trying.types ?? connectorTypes) {
    terminal.say(`\n${type}  (${sides.join(', ')})  ${about[terminal.language]}`)
    const fields = Object.entries(settings).map(([name, field]) => [
      `  ${name}${field.optional ? '?' : '*'}`,
      `${secrets.includes(name) ? (terminal.language === 'zh' ? '机密 ' : 'secret ') : ''}${field.kind === 'choice' ? field.of.join(' | ') : field.kind}`,
      field.label[terminal.language],
    ])
    terminal.say(table([['  --set', '', ''], ...fields]))
  }
  return 0
}

async function add(
  desk: ConnectionDesk,
  name: string,
  { type, side, set = [], beside = false }: ConnectionOptions,
): Promise<number> {
  const known = (desk.trying.types ?? connectorTypes).find((one) => one.type === type)
  if (!type || !known) {
    throw new UsageError(
      'connection add needs --type: connection types shows them',
      'connection add 需要 --type：可用类型见 connection types',
    )
  }
  const given = Object.fromEntries(set.map((text) => setting(known.settings, text)))
  for (const secret of known.secrets) {
    if (secret in given || known.settings[secret]?.optional) continue
    given[secret] = await desk.terminal.ask(`${known.settings[secret]?.label[desk.terminal.language]}: `)
  }
  const input = { name, type, side: side ?? known.sides[0], settings: given, beside }
  const made = await command(desk, 'create', input)
  if (!made.ok) return refused(desk, made.refusal)
  desk.terminal.tell(`${name} is kept. Next: connection test ${name}`, `已保存 ${name}。下一步：connection test ${name}`)
  return 0
}

/** `name=value`; a value that begins with @ is a file's content. */
function setting(fields: Readonly<Record<string, { readonly kind: string }>>, text: string): [string, Json] {
  const at = text.indexOf('=')
  if (at < 1) {
    throw new UsageError('--set is followed by name=value, or name=@file', '--set 之后为 名称=值，或 名称=@文件')
  }
  const [name, written] = [text.slice(0, at), text.slice(at + 1)]
  const value = written.startsWith('@') ? readFileSync(written.slice(1), 'utf8').trim() : written
  const kind = fields[name]?.kind
  if (kind === 'integer') return [name, Number(value)]
  if (kind === 'flag') return [name, value === 'true']
  return [name, kind === 'json' ? (JSON.parse(value) as Json) : value]
}

async function test(desk: ConnectionDesk, name: string): Promise<number> {
  const { trying, terminal, run, context } = desk
  const stored = await named(desk, name)
  if (!stored.ok) return refused(desk, stored.refusal)
  const opened = must(await run((tx) => openConnection(tx, trying.sealing, stored.value.id)))
  const type = must(connectorTypeOf(trying.types ?? connectorTypes, opened.type, opened.side))
  const found = await type.test(givenOf(type, opened, trying.outside))
  if (!found.ok) return refused(desk, found.refusal)
  await run((tx) => keepFound(tx, context(), opened.id, found.value))
  terminal.say(found.value.summary[terminal.language])
  return 0
}

async function step(desk: ConnectionDesk, verb: string, name: string): Promise<number> {
  const stored = await named(desk, name)
  if (!stored.ok) return refused(desk, stored.refusal)
  const done = await command(desk, verb, { id: stored.value.id, input: {} })
  if (!done.ok) return refused(desk, done.refusal)
  desk.terminal.say(`${name}: ${said(CONNECTION_STATES, done.value.state, desk.terminal.language)}`)
  return 0
}

async function named({ run, trying }: ConnectionDesk, name: string): Promise<Result<Connection>> {
  return run(async (tx) => {
    const [found] = await rows(tx, sql<Connection>`select * from hub.connection where name = ${name} and state <> 'removed'`)
    return found ? ok(found) : openConnection(tx, trying.sealing, name)
  })
}

async function command({ trying, run, context }: ConnectionDesk, name: string, input: object): Promise<Result<Connection>> {
  const { sealing, types: known = connectorTypes } = trying
  const found = hubSurface({}, { types: known, sealing }).commands.find(
    (one) => one.document === 'connection' && one.name === name,
  )
  if (!found) throw new RangeError(`connections have no command ${name}`)
  const results = await run(async (tx) => found.run(tx, context(), [input] as never))
  return results[0] as unknown as Result<Connection>
}

function refused({ terminal, messages }: ConnectionDesk, refusal: Refusal): number {
  terminal.tell(inWords(messages, refusal, 'en'), inWords(messages, refusal, 'zh'))
  return 1
}
