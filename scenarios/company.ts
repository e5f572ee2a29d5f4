/** A small company for stories: its CRM, its ERP and the joint between them, spoken to in words of the trade. */
import { connectTandemCrm, connectTandemErp } from '@tandem/connectors'
import { crm } from '@tandem/crm'
import type { Database, Tx } from '@tandem/db'
import { erp, openBooks } from '@tandem/erp'
import { type Connector, createHub, type Hub, hub as joint, type Proof } from '@tandem/hub'
import { type Id, type Json, must, type Result, type Surface } from '@tandem/kernel'
import { makeWorld, randomNumbers, type World } from '@tandem/testkit'

export type Row = Readonly<Record<string, Json>> & { readonly id: Id }

const SIDES = { crm, erp, joint } as const
export type SideName = keyof typeof SIDES

export interface Company {
  readonly world: World
  /** Runs a command as a person does; a refusal throws. `on` names the document, for commands that need one. */
  act(side: SideName, document: string, command: string, input?: object, on?: Id): Promise<Row>
  try(side: SideName, document: string, command: string, input?: object, on?: Id): Promise<Result<Row>>
  /** Asks a query of a side. */
  ask<T>(side: SideName, query: string, input?: object): Promise<T>
  /** A joint of its own, as another process would have it; on another database handle or with other connectors if given. */
  newJoint(given?: { database?: Database; wrap?: (connector: Connector) => Connector }): Hub
  /** Lets the joint work until there is nothing more to do. */
  settle(): Promise<void>
  proof(): Promise<Proof>
}

const LEASE_MS = 30_000

/** A company with open books and one warehouse, and nothing else. Give each company of a database a seed of its own. */
export async function openCompany(database: Database, seed: number): Promise<Company> {
  const world = await makeWorld(database, seed)
  await world.run((tx) => openBooks(tx, world.context()))
  const company = companyOf(world, randomNumbers(seed))
  await company.act('erp', 'warehouse', 'create', { code: 'MAIN', name: 'Main warehouse', isDefault: true })
  return company
}

function companyOf(world: World, random: () => number): Company {
  const tryTo: Company['try'] = async (side, document, command, input = {}, on) => {
    const found = commandOf(SIDES[side], document, command)
    const [result] = await world.run((tx) => found.run(tx, world.context(), [on ? { id: on, input } : input] as never))
    return result as Result<Row>
  }
  const newJoint: Company['newJoint'] = ({ database = world.database, wrap = unchanged } = {}) => {
    const { tenant, now, newId } = world
    const connection = { database, tenant, now, newId }
    return createHub({
      ...{ ...connection, random, limits: { leaseMs: LEASE_MS } },
      connectors: [wrap(connectTandemCrm(connection)), wrap(connectTandemErp(connection))],
    })
  }
  const hub = newJoint()
  return {
    world,
    try: tryTo,
    newJoint,
    act: async (...what) => must(await tryTo(...what)),
    async ask<T>(side: SideName, query: string, input: object = {}) {
      const found = SIDES[side].queries.find(({ name }) => name === query)
      if (!found) throw new Error(`${side} has no query ${query}`)
      return must(await world.run((tx) => found.run(tx, world.context(), input))) as T
    },
    settle: () => hub.runUntilIdle(),
    proof: () => hub.proof(),
  }
}

function unchanged(connector: Connector): Connector {
  return connector
}

function commandOf(surface: Surface<Tx>, document: string, name: string) {
  const command = surface.commands.find((one) => one.document === document && one.name === name)
  if (!command) throw new Error(`${surface.name} has no command ${document}/${name}`)
  return command
}

/** Time passes until whatever another process held is free again. */
export function afterTheLease(company: Company): void {
  company.world.pass(LEASE_MS + 1_000)
}
