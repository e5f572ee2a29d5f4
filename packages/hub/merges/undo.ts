/** Making two of one again, exactly: what the merge re-pointed goes back as far as it is still there; what came later stays. */
import { insertRows, rows, run, sql, type Tx, uuidArray } from '@tandem/db'
import type { Context, Id } from '@tandem/kernel'
import { loadWriters } from '../conflicts/edit-record.ts'
import type { Values } from '../connector.ts'
import { writeKeys } from '../engine/write-keys.ts'
import { mergersOf, repointRecords, repointThere, tryAgain, wantIn } from './carry-out.ts'
import type { Merge } from './definition.ts'
import { lookAgain } from './look-again.ts'
import { settleNaming } from './naming.ts'

interface AliasNow {
  readonly system: string
  readonly kind: string
  readonly externalId: string
  readonly recordId: Id
  readonly seen: string
  readonly base: Values
  readonly there: boolean
  readonly task: 'merge' | 'unmerge' | null
  readonly sending: boolean
}

interface RecordNow {
  readonly id: Id
  readonly kind: string
  readonly version: number
  readonly values: Values
  readonly state: string
}

/** `system`: who has un-merged them already. */
export async function unmergeRecords(tx: Tx, by: Context, merges: readonly Merge[], system: string | null): Promise<void> {
  for (const merge of merges) await unmergeRecord(tx, by, merge, system)
}

async function unmergeRecord(tx: Tx, by: Context, merge: Merge, system: string | null): Promise<void> {
  const loser = merge.loser as Id
  const [records, aliases, writers] = await Promise.all([
    rows(tx, sql<RecordNow>`select id, kind, version, values, state from hub.record where id = ${loser} for update`),
    rows(
      tx,
      sql<AliasNow>`select system, kind, external_id, record_id, seen, base, there, task, sending from hub.alias
                    where loser = ${loser} order by system for update`,
    ),
    loadWriters(tx),
  ])
  const [record] = records
  if (record?.state !== 'merged') return
  // Whoever has the losing one's documents now: the other may itself have been merged since.
  const holder = aliases[0]?.recordId ?? (merge.winner as Id)
  await run(
    tx,
    sql`update hub.record set state = 'active', merged_into = null, version = version + 1, updated_at = ${by.now} where id = ${loser}`,
  )
  await writeKeys(tx, [{ ...record, before: undefined }])
  // Those that had been merged into the losing one before are its own again.
  await run(
    tx,
    sql`update hub.alias set record_id = ${loser} where record_id = ${holder} and loser in (
          select loser from hub.merge where winner = ${loser} and state = 'merged')`,
  )
  await restoreAliases(tx, by, record, aliases, system)
  const back = await takeLinksBack(tx, merge, loser)
  const able = await mergersOf(tx, record.kind, system)
  const moved = await repointRecords(tx, record.kind, holder, loser, merge.moved as unknown as Id[], able)
  await tryAgain(tx, by, moved, holder)
  await repointThere(tx, by, moved, able)
  if (system !== null) await lookAgain(tx, by, system, moved)
  if (record.kind === 'customer') await settleNaming(tx, by, { holder, loser, systems: back, writers })
  const version = record.version + 1
  const remade = back.flatMap((one) => [
    { system: one, kind: record.kind, recordId: loser, version, changeId: null },
    { system: one, kind: record.kind, recordId: holder, version: 1, changeId: null },
  ])
  const mine = (writers.get(record.kind) ?? []).flatMap((name) => {
    const isBusy = aliases.some((alias) => alias.system === name && stillMerged(alias, system))
    return isBusy || back.includes(name) ? [] : [{ system: name, kind: record.kind, recordId: loser, version, changeId: null }]
  })
  await wantIn(tx, by, [...remade, ...mine])
}

/** Whether that system has still to undo something. */
function stillMerged(alias: AliasNow, system: string | null): boolean {
  return alias.system !== system && (alias.there || alias.sending)
}

/** A document is the record's own again, at once or when its system has undone its merge. */
async function restoreAliases(
  tx: Tx,
  by: Context,
  record: RecordNow,
  aliases: readonly AliasNow[],
  system: string | null,
): Promise<void> {
  for (const alias of aliases) {
    const at = sql`system = ${alias.system} and kind = ${alias.kind} and external_id = ${alias.externalId}`
    if (!stillMerged(alias, system)) {
      await run(tx, sql`delete from hub.alias where ${at}`)
      await insertRows(tx, 'hub.link', [restoredLink(alias, record.id, by)])
    } else if (alias.sending && alias.task === 'merge') {
      await run(tx, sql`update hub.alias set undo = true where ${at}`)
    } else {
      const key = `${alias.system}:${record.id}:${record.version + 1}`
      await run(
        tx,
        sql`update hub.alias set task = 'unmerge', key = ${key}, due_at = ${by.now}, attempts = 0, sending = false where ${at}`,
      )
    }
  }
}

export function restoredLink(
  { system, kind, externalId, seen, base }: Pick<AliasNow, 'system' | 'kind' | 'externalId' | 'seen' | 'base'>,
  recordId: Id,
  by: Context,
) {
  return { recordId, system, kind, externalId, seen, base, wrote: [], wroteVersion: 0, linkedAt: by.now, linkedBy: 'unmerge' }
}

/** Documents the other took over. Answers their systems. */
async function takeLinksBack(tx: Tx, merge: Merge, loser: Id): Promise<string[]> {
  const links = merge.links as unknown as readonly { readonly system: string; readonly externalId: string }[]
  const ids = links.map(({ externalId }) => externalId)
  if (ids.length === 0) return []
  const back = await rows(
    tx,
    sql<{ system: string }>`
      update hub.link l set record_id = ${loser}
      from json_to_recordset(${JSON.stringify(links)}::json) as t(system text, "externalId" text)
      where l.kind = ${merge.kind} and l.system = t.system and l.external_id = t."externalId" and l.record_id <> ${loser}
      returning l.system`,
  )
  return back.map(({ system }) => system)
}

/** The living merge of each record. */
export async function livingMerges(tx: Tx, losers: readonly Id[]): Promise<Merge[]> {
  if (losers.length === 0) return []
  return rows(
    tx,
    sql<Merge>`select * from hub.merge where loser = any(${uuidArray(losers)}::uuid[]) and state = 'merged' order by id for update`,
  )
}
