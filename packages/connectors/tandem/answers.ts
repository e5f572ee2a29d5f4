/**
 * What became of writes, kept in the transaction of their effect: a key that was seen before is answered, not done again.
 * A key is claimed before anything is done for it; so whoever asks or repeats it meanwhile waits until it is known.
 */
import { insertRows, rows, sql, type Tx, textArray } from '@tandem/db'
import type { KindName, Outcome } from '@tandem/hub'
import type { Cause, Context } from '@tandem/kernel'

/** The cause's system of everything the joint does here. */
export const JOINT = 'joint'
const CAUSE = 'joint-cause'

interface Answered {
  readonly key: string
  readonly answer: Outcome | null
}

/** Claims keys and answers the outcomes of those that were done before. Waits for other transactions with the same keys. */
export async function claimKeys(tx: Tx, by: Context, system: string, keys: readonly string[]): Promise<Map<string, Outcome>> {
  const claims = keys.map((key) => ({ scope: scopeOf(system), key, requestHash: '', answer: null, at: by.now }))
  // Claims that have to wait for each other must wait in one order.
  const ordered = claims.sort((a, b) => (a.key < b.key ? -1 : 1))
  const claimed = await rows(
    tx,
    sql<{ key: string }>`
      insert into platform.answer (scope, key, request_hash, answer, at)
      select scope, key, '', 'null'::jsonb, at from json_populate_recordset(null::platform.answer, ${recordsOf(ordered)}::json)
      on conflict do nothing returning key`,
  )
  if (claimed.length === keys.length) return new Map()
  const mine = new Set(claimed.map(({ key }) => key))
  return doneKeys(
    tx,
    system,
    keys.filter((key) => !mine.has(key)),
  )
}

/** The outcomes of keys that were done. */
async function doneKeys(tx: Tx, system: string, keys: readonly string[]): Promise<Map<string, Outcome>> {
  const found = await rows(
    tx,
    sql<Answered>`
      select key, answer from platform.answer where scope = ${scopeOf(system)} and key = any(${textArray(keys)}::text[])`,
  )
  return new Map(found.flatMap(({ key, answer }) => (answer ? [[key, answer]] : [])))
}

interface Settled {
  readonly key: string
  readonly outcome: Outcome
}

/**
 * Keeps what was done and gives up the claims of what was not: a refused write changed nothing, so it may come again.
 * For each document version made by a write, keeps which write it was.
 */
export async function settleKeys(
  tx: Tx,
  by: Context,
  system: string,
  kind: KindName,
  settled: readonly Settled[],
): Promise<void> {
  const scope = scopeOf(system)
  const done = settled.flatMap(({ key, outcome }) => ('done' in outcome ? [{ key, outcome }] : []))
  const undone = settled.flatMap(({ key, outcome }) => ('done' in outcome ? [] : [key]))
  const answers = done.map(({ key, outcome }) => ({ key, answer: outcome }))
  const causes = done.map(({ key, outcome: { done: made } }) => ({
    scope: CAUSE,
    key: causeKey(system, kind, made.externalId, made.version),
    requestHash: '',
    answer: { key },
    at: by.now,
  }))
  await Promise.all([
    done.length > 0 &&
      rows(
        tx,
        sql`update platform.answer a set answer = new.answer
            from json_populate_recordset(null::platform.answer, ${JSON.stringify(answers)}::json) new
            where a.scope = ${scope} and a.key = new.key`,
      ),
    undone.length > 0 &&
      rows(tx, sql`delete from platform.answer where scope = ${scope} and key = any(${textArray(undone)}::text[])`),
    // A write that changed nothing names a version that another write made: the first keeps it.
    insertRows(tx, 'platform.answer', causes, { onConflict: 'nothing' }),
  ])
}

/** Which write of the joint made these document versions, by `<external id>:<version>`. */
export async function causesOf(
  tx: Tx,
  system: string,
  kind: KindName,
  documents: readonly { readonly id: string; readonly version: number }[],
): Promise<Map<string, Cause>> {
  const keys = documents.map(({ id, version }) => causeKey(system, kind, id, String(version)))
  const found = await rows(
    tx,
    sql<{ key: string; answer: { key: string } }>`
      select key, answer from platform.answer where scope = ${CAUSE} and key = any(${textArray(keys)}::text[])`,
  )
  const prefix = `${system}:${kind}:`.length
  return new Map(found.map(({ key, answer }) => [key.slice(prefix), { system: JOINT, change: answer.key }]))
}

function scopeOf(system: string): string {
  return `${JOINT} ${system}`
}

function causeKey(system: string, kind: KindName, id: string, version: string): string {
  return `${system}:${kind}:${id}:${version}`
}

function recordsOf(claims: readonly { scope: string; key: string; at: string }[]): string {
  return JSON.stringify(claims.map(({ scope, key, at }) => ({ scope, key, at })))
}
