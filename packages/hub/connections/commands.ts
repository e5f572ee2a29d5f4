/** Connecting somebody else's system: what was typed in is checked here, tried by the server, and joined once started. */
import { changeDocuments, createDocuments, rows, run, sql, stamp, type Tx, takenValues, uuidArray } from '@tandem/db'
import {
  type Context,
  type CreateCommand,
  changesIn,
  type DocumentCommand,
  follow,
  type Id,
  type Input,
  type Json,
  ok,
  partial,
  type Result,
  refuse,
} from '@tandem/kernel'
import type { Values } from '../connector.ts'
import type { ConnectorType, Found } from '../connector-type.ts'
import { checkKinds, checkName, checkSettings, typeOf } from './check.ts'
import { type Connection, connection, connectionTransitions } from './definition.ts'

/** How secrets are kept: sealed when they come in, opened for the connector alone. */
export interface Sealing {
  seal(text: string): string
  open(sealed: string): string
}

const { name, type, side, kinds, beside } = connection.fields
const settings = {
  ...connection.fields.settings,
  help: {
    en: "By the type's own description; secrets are kept apart and never shown again",
    zh: '按类型的说明填写；机密单独保存，不再显示',
  },
} as const
const createFields = { name, type, side, settings, kinds, beside: { ...beside, optional: true } } as const
const changeFields = partial({ settings, kinds, beside })
type CreateInput = Input<typeof createFields>
type ChangeInput = Input<typeof changeFields>

export function connectionCommands(types: readonly ConnectorType[], sealing: Sealing) {
  return [createWith(types, sealing), changeWith(types, sealing), step('start'), step('stop'), step('remove')] as const
}

function createWith(types: readonly ConnectorType[], sealing: Sealing): CreateCommand<Tx, typeof createFields, Connection> {
  return {
    name: 'create',
    document: 'connection',
    on: 'new',
    label: { en: 'Connect a system', zh: '连接系统' },
    input: createFields,
    async run(tx, by, inputs) {
      const taken = await takenNames(
        tx,
        inputs.map((input) => input.name),
      )
      const secrets = new Map<Id, Values>()
      const decided = inputs.map((input): Result<Connection> => {
        if (taken.has(input.name)) return refuse('connection/name-taken', { name: input.name })
        taken.add(input.name)
        return newConnection(types, input, by, secrets)
      })
      const results = await createDocuments<Connection>(tx, by, connection, decided)
      tx.post(keepSecrets(tx, secrets, sealing))
      return results
    },
  }
}

async function takenNames(tx: Tx, names: readonly string[]): Promise<Set<string>> {
  const taken = await takenValues(tx, connection, 'name', names)
  if (taken.size === 0) return taken
  const removed = await rows(
    tx,
    sql<{ name: string }>`select name from hub.connection group by name having bool_and(state = 'removed')`,
  )
  for (const row of removed) taken.delete(row.name)
  return taken
}

function newConnection(
  types: readonly ConnectorType[],
  input: CreateInput,
  by: Context,
  secrets: Map<Id, Values>,
): Result<Connection> {
  const named = checkName(input.name)
  if (!named.ok) return named
  const found = typeOf(types, input.type, input.side)
  if (!found.ok) return found
  const checked = checkSettings(found.value, input.settings)
  if (!checked.ok) return checked
  const chosen = checkKinds(found.value, input.side, input.kinds ?? null)
  if (!chosen.ok) return chosen
  const { name: called, type: kind, side: on, beside: stays = false } = input
  const base = stamp(by)
  secrets.set(base.id, checked.value.secrets)
  return ok({
    ...base,
    ...{ name: called, type: kind, side: on, settings: checked.value.settings as Json, kinds: chosen.value as Json },
    ...{ beside: stays ?? false, found: null, testedAt: null, state: 'draft' as const },
  })
}

function changeWith(types: readonly ConnectorType[], sealing: Sealing): DocumentCommand<Tx, typeof changeFields, Connection> {
  return {
    name: 'change',
    document: 'connection',
    on: 'one',
    label: { en: 'Change', zh: '修改' },
    input: changeFields,
    async run(tx, by, inputs) {
      const before = await openSecrets(
        tx,
        inputs.map(({ id }) => id),
        sealing,
      )
      const secrets = new Map<Id, Values>()
      const results = await changeDocuments<Connection, ChangeInput>(tx, by, connection, inputs, (row, input) =>
        changed(types, row, input, before.get(row.id) ?? {}, secrets),
      )
      tx.post(keepSecrets(tx, secrets, sealing))
      return results
    },
  }
}

function changed(
  types: readonly ConnectorType[],
  row: Connection,
  input: ChangeInput,
  before: Values,
  secrets: Map<Id, Values>,
): Result<Partial<Connection>> {
  const found = typeOf(types, row.type, row.side)
  if (!found.ok) return found
  const checked = checkSettings(found.value, input.settings ?? row.settings, before)
  if (!checked.ok) return checked
  const chosen = checkKinds(found.value, row.side, input.kinds === undefined ? row.kinds : input.kinds)
  if (!chosen.ok) return chosen
  const next = { settings: checked.value.settings, kinds: chosen.value, beside: input.beside ?? row.beside }
  const changes = changesIn(row, next)
  if (JSON.stringify(checked.value.secrets) === JSON.stringify(before)) return ok(changes)
  secrets.set(row.id, checked.value.secrets)
  // Another key may open another system: what the last test found no longer counts.
  return ok({ ...changes, testedAt: null })
}

const WORDS = {
  start: { en: 'Start', zh: '启动' },
  stop: { en: 'Stop', zh: '停止' },
  remove: { en: 'Remove', zh: '移除' },
} as const
const PAST = { start: 'connection-started', stop: 'connection-stopped', remove: 'connection-removed' } as const

/** Starting joins the system; stopping leaves what was agreed as it is; removing forgets how to reach it. */
function step(verb: keyof typeof WORDS): DocumentCommand<Tx, Record<never, never>, Connection> {
  return {
    name: verb,
    document: 'connection',
    on: 'one',
    label: WORDS[verb],
    input: {},
    async run(tx, by, inputs) {
      const results = await changeDocuments<Connection, unknown>(
        tx,
        by,
        connection,
        inputs,
        (row) => {
          const state = follow(connectionTransitions, 'connection', row.state, verb)
          return state.ok ? ok({ state: state.value }) : state
        },
        PAST[verb],
      )
      const gone = results.flatMap((result) => (result.ok && verb === 'remove' ? [result.value.id] : []))
      if (gone.length > 0) {
        tx.post(run(tx, sql`delete from hub.connection_secret where connection = any(${uuidArray(gone)}::uuid[])`))
      }
      return results
    },
  }
}

/** Keeps what a test found, as the joint itself. */
export function keepFound(tx: Tx, by: Context, id: Id, found: Found): Promise<Result<Connection>[]> {
  return changeDocuments<Connection, unknown>(
    tx,
    by,
    connection,
    [{ id, input: {} }],
    (row) => ok({ ...changesIn(row, { found: found as unknown as Json }), testedAt: by.now }),
    'connection-tested',
  )
}

export async function openSecrets(tx: Tx, ids: readonly Id[], sealing: Sealing): Promise<Map<Id, Values>> {
  const found = await rows(
    tx,
    sql<{ connection: Id; sealed: string }>`
      select connection, sealed from hub.connection_secret where connection = any(${uuidArray(ids)}::uuid[])`,
  )
  return new Map(found.map((row) => [row.connection, JSON.parse(sealing.open(row.sealed)) as Values]))
}

async function keepSecrets(tx: Tx, secrets: ReadonlyMap<Id, Values>, sealing: Sealing): Promise<void> {
  if (secrets.size === 0) return
  const sealed = [...secrets].map(([id, values]) => ({ connection: id, sealed: sealing.seal(JSON.stringify(values)) }))
  await run(
    tx,
    sql`insert into hub.connection_secret (connection, sealed)
        select connection, sealed from json_to_recordset(${JSON.stringify(sealed)}::text::json) as given (connection uuid, sealed text)
        on conflict (tenant_id, connection) do update set sealed = excluded.sealed`,
  )
}
