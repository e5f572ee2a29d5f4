/** Making the joined systems known to the database: commands and queries read them there. */
import { insertRows, run, sql, stamp, type Tx } from '@tandem/db'
import { type Engine, jointContext, readKinds, step } from '../engine/engine.ts'

/** Safe to do again: keeps what is there, and says what the connectors can do now. */
export function register(engine: Engine): Promise<void> {
  return step(engine, async (tx) => {
    await Promise.all([insertSystems(tx, engine), insertCursors(tx, engine), insertFlows(tx, engine), insertPlanner(tx, engine)])
    for (const { system, capabilities } of engine.systems.values()) {
      await run(
        tx,
        sql`update hub.system set capabilities = ${JSON.stringify(capabilities.kinds)}::text::jsonb
            where name = ${system} and capabilities <> ${JSON.stringify(capabilities.kinds)}::text::jsonb`,
      )
    }
  })
}

function insertSystems(tx: Tx, engine: Engine): Promise<number> {
  const by = jointContext(engine)
  const systems = [...engine.systems.values()].map(({ system, side, connector, capabilities }) => ({
    id: by.newId(),
    version: 1,
    createdAt: by.now,
    createdBy: by.actor.id,
    updatedAt: by.now,
    updatedBy: by.actor.id,
    name: system,
    side,
    labelEn: connector.label.en,
    labelZh: connector.label.zh,
    capabilities: capabilities.kinds,
    state: 'active',
  }))
  return insertRows(tx, 'hub.system', systems, { onConflict: 'nothing' })
}

function insertCursors(tx: Tx, engine: Engine): Promise<number> {
  const cursors = [...engine.systems.values()].flatMap((joined) =>
    readKinds(joined).map((kind) => ({ system: joined.system, kind, cursor: '' })),
  )
  return insertRows(tx, 'hub.cursor', cursors, { onConflict: 'nothing' })
}

function insertFlows(tx: Tx, engine: Engine): Promise<number> {
  const by = jointContext(engine)
  const flows = [...engine.systems.values()].flatMap(({ system, capabilities }) =>
    Object.entries(capabilities.kinds).flatMap(([kind, { read, write }]) => [
      ...(read ? [{ system, kind, direction: 'in' }] : []),
      ...(write ? [{ system, kind, direction: 'out' }] : []),
    ]),
  )
  const rowsOf = flows.map((flow) => ({ ...stamp(by), ...flow, state: 'active' }))
  return insertRows(tx, 'hub.flow', rowsOf, { onConflict: 'nothing' })
}

function insertPlanner(tx: Tx, engine: Engine): Promise<number> {
  return insertRows(tx, 'hub.planner', [{ tenantId: engine.tenant }], { onConflict: 'nothing' })
}
