/** Making the joined systems known to the database: commands and queries read them there. */
import { first, insertRows, run, sql, stamp, type Tx, textArray } from '@tandem/db'
import { type Engine, jointContext, readKinds, step } from '../engine/engine.ts'
import { lockPlanner } from '../engine/plan-load.ts'
import { given } from '../engine/sets.ts'
import type { KindName } from '../kinds.ts'
import { lookAtStaying } from '../ownership/staying.ts'

/** Safe to do again: keeps what is there, and says what the connectors can do now. */
export function register(engine: Engine): Promise<void> {
  return step(engine, async (tx) => {
    await Promise.all([
      // Behind whoever is planning, who holds what is about to be put down again here.
      insertPlanner(tx, engine),
      lockPlanner(tx),
      insertSystems(tx, engine),
      insertCursors(tx, engine),
      insertFlows(tx, engine),
      keepNative(tx, engine),
    ])
    await noteJoined(tx, [...engine.systems.keys()])
    // Settings may have changed what a system passes by.
    if ([...engine.systems.values()].some(({ connector }) => connector.passesBy)) await lookAtStaying(tx, engine.now())
    const planner = await first(tx, sql<{ mappingMark: number }>`select mapping_mark from hub.planner`)
    await engine.mappings.refresh(tx, planner?.mappingMark ?? 0)
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
    joined: true,
  }))
  return insertRows(tx, 'hub.system', systems, { onConflict: 'nothing' })
}

function noteJoined(tx: Tx, names: readonly string[]): Promise<number> {
  const isJoined = sql`(name = any(${textArray(names)}::text[]))`
  return run(tx, sql`update hub.system set joined = ${isJoined} where joined <> ${isJoined}`)
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

/** What systems say of their own fields, for mappings to be checked against. */
async function keepNative(tx: Tx, engine: Engine): Promise<void> {
  const declared = [...engine.systems.values()].flatMap(({ system, connector, capabilities }) =>
    Object.keys(capabilities.kinds).flatMap((kind) => {
      const fields = connector.fields?.(kind as KindName)
      return fields ? [{ system, kind, fields }] : []
    }),
  )
  if (declared.length === 0) return
  await run(
    tx,
    sql`insert into hub.native_kind (system, kind, fields)
        select system, kind, fields from ${given(declared, 'system text, kind text, fields jsonb')}
        on conflict (tenant_id, system, kind) do update set fields = excluded.fields
        where native_kind.fields <> excluded.fields`,
  )
}
