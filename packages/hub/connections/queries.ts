/** What can be connected, and what is: for the form and for the server that joins. */
import { rows, sql, type Tx } from '@tandem/db'
import { type Fields, type Id, type Instant, isId, type Label, ok, type Query, type Result, refuse } from '@tandem/kernel'
import type { Values } from '../connector.ts'
import type { ConnectorType, Kinds } from '../connector-type.ts'
import type { Side } from '../rules.ts'
import { openSecrets, type Sealing } from './commands.ts'
import type { Connection } from './definition.ts'

export interface ConnectorTypeItem {
  readonly type: string
  readonly label: Label
  readonly about: Label
  readonly sides: readonly Side[]
  readonly settings: Fields
  readonly secrets: readonly string[]
  readonly kinds: Readonly<Partial<Record<Side, Kinds>>>
}

/** The kinds of systems that can be connected, each with the fields of its form. */
export function connectorTypesQuery(
  types: readonly ConnectorType[],
): Query<Tx, Record<never, never>, readonly ConnectorTypeItem[]> {
  return {
    name: 'connector-types',
    label: { en: 'Systems that can be connected', zh: '可连接的系统类型' },
    input: {},
    run: async () =>
      ok(
        types.map(({ type, label, about, sides, settings, secrets, kinds }) => ({
          ...{ type, label, about, sides, settings, secrets },
          kinds: Object.fromEntries(sides.map((side) => [side, kinds(side)])),
        })),
      ),
  }
}

export interface OpenConnection extends Connection {
  /** Settings and secrets together. */
  readonly all: Values
}

/** Connections that are started, by name, with their secrets opened. */
export async function openConnections(tx: Tx, sealing: Sealing): Promise<OpenConnection[]> {
  return opened(tx, sealing, await rows(tx, sql<Connection>`select * from hub.connection where state = 'active' order by name`))
}

/** One connection, started or not. */
export async function openConnection(tx: Tx, sealing: Sealing, id: string): Promise<Result<OpenConnection>> {
  const found = isId(id)
    ? await rows(tx, sql<Connection>`select * from hub.connection where id = ${id} and state <> 'removed'`)
    : []
  const [connection] = await opened(tx, sealing, found)
  return connection ? ok(connection) : refuse('connection/not-found', { id })
}

async function opened(tx: Tx, sealing: Sealing, found: readonly Connection[]): Promise<OpenConnection[]> {
  const secrets = await openSecrets(
    tx,
    found.map((row) => row.id),
    sealing,
  )
  return found.map((row) => ({ ...row, all: { ...(row.settings as Values), ...secrets.get(row.id) } }))
}

/** Changes whenever what is joined has to be made anew. */
export async function connectionsMark(tx: Tx): Promise<string> {
  const found = await rows(
    tx,
    sql<{ id: Id; version: number; updatedAt: Instant }>`
      select id, version, updated_at from hub.connection where state = 'active' order by id`,
  )
  return found.map(({ id, version }) => `${id}:${version}`).join(' ')
}
