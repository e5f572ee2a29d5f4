/** Which systems the joint of a company joins: our own two sides, and what people have connected, perhaps in their place. */
import { connectorTypes, joinableSystems, type Connection as OwnConnection, onlyKinds } from '@tandem/connectors'
import type { Database, Tx } from '@tandem/db'
import {
  type Connector,
  type ConnectorType,
  connectionsMark,
  type Found,
  type Given,
  type Kinds,
  type OpenConnection,
  type Outside,
  openConnections,
  type Sealing,
} from '@tandem/hub'
import { type Context, dateIn, type Id, type Json } from '@tandem/kernel'
import { learnOwnFields, ownFieldsMark } from './own-fields.ts'

export interface Joining {
  readonly database: Database
  readonly sealing: Sealing
  readonly outside: Outside
  readonly own: (tenant: Id) => OwnConnection
  /** Told of a connection that cannot be made; the others go on. */
  readonly onFault: (fault: unknown, tenant: Id, where: string) => void
  /** Those of the registry, unless a test brings its own. */
  readonly types?: readonly ConnectorType[]
}

export interface JoinedSystems {
  readonly connectors: readonly Connector[]
  /** Changes when the same question would answer other systems. */
  readonly mark: string
  /** What is to be done before these are joined, while none of those before is at work any more. */
  readonly prepare: () => Promise<void>
}

export function marksOf({ database }: Joining, tenant: Id): Promise<string> {
  return database.read(tenant, markOf)
}

export async function joinedSystems(joining: Joining, tenant: Id): Promise<JoinedSystems> {
  const { database, sealing } = joining
  const [mark, stored] = await database.read(tenant, async (tx) => [await markOf(tx), await openConnections(tx, sealing)])
  const connected = stored.flatMap((connection) => connectStored(joining, tenant, connection))
  const isTaken = (side: string) => stored.some((connection) => connection.side === side && !connection.beside)
  const ours = joinableSystems.filter(({ side }) => !isTaken(side))
  const names = ours.map(({ system }) => system)
  const connection = joining.own(tenant)
  const learned = await learnOwnFields(database, tenant, () => learning(connection), names).catch((fault) => {
    joining.onFault(fault, tenant, 'custom fields')
    return undefined
  })
  const own = ours.map(({ connect }) => connect({ ...connection, custom: learned?.fields ?? {} }))
  const prepare = async () => learned?.prepare().catch((fault) => joining.onFault(fault, tenant, 'custom fields'))
  return { connectors: [...own, ...connected], mark, prepare }
}

async function markOf(tx: Tx): Promise<string> {
  const [connections, fields] = await Promise.all([connectionsMark(tx), ownFieldsMark(tx)])
  return `${connections} ${fields}`
}

function learning({ tenant, now, newId }: OwnConnection): Context {
  const at = now()
  return { tenant, actor: { kind: 'system', id: 'joint' }, now: at, today: dateIn(at, 'UTC'), newId }
}

function connectStored(joining: Joining, tenant: Id, connection: OpenConnection): Connector[] {
  const type = (joining.types ?? connectorTypes).find((one) => one.type === connection.type)
  try {
    if (!type) throw new RangeError(`there is no connector ${connection.type}`)
    const found = connection.found as unknown as Found | null
    const connector = type.connect(givenOf(type, connection, joining.outside))
    return [onlyKinds(connector, within(found?.kinds ?? null, connection.kinds))]
  } catch (fault) {
    joining.onFault(fault, tenant, `connect ${connection.name}`)
    return []
  }
}

/** What was chosen, as far as the system itself can carry it. */
function within(can: Kinds | null, chosen: unknown): Kinds | null {
  return (chosen as Kinds | null) ?? can
}

export function givenOf(
  type: ConnectorType,
  { id, name, side, all, found }: Pick<OpenConnection, 'id' | 'name' | 'side' | 'all' | 'found'>,
  outside: Outside,
): Given {
  const facts = (found as { facts?: Json } | null)?.facts ?? null
  return { id, system: name, side, label: labelOf(type, name), settings: all, facts, outside }
}

function labelOf({ label }: ConnectorType, name: string) {
  return { en: `${label.en} (${name})`, zh: `${label.zh}（${name}）` }
}
