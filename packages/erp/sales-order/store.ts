/** Orders in the database: read whole, and written only where they changed. */

import { appendEvents, type NewEvent, readDocuments, replaceLines, run, sql, type Tx, updateRows, uuidArray } from '@tandem/db'
import { toldChanges } from '@tandem/db/definitions'
import { type Context, type Id, type Json, snakeCase } from '@tandem/kernel'
import { salesOrder } from './definition.ts'
import { lineOf, type SalesOrder, type SalesOrderLine } from './sales-order.ts'

/** An order as it is stored and as it will be. */
export interface OrderChange {
  readonly before: SalesOrder
  readonly after: SalesOrder
}

/** The orders with these ids, locked in order of their ids, with their lines. Missing ones are left out. */
export function lockOrders(tx: Tx, ids: readonly Id[]): Promise<SalesOrder[]> {
  return readDocuments<SalesOrder>(tx, salesOrder, [...new Set(ids)], { lock: true })
}

/** The event of a change: its type, and of the payload what is more than the changed fields. */
export type EventOfOrder = string | ((change: OrderChange) => string)

/**
 * Writes what changed of locked orders, their versions one higher, with an event each that tells the changed fields.
 * Statements are sent together, so this travels with what else the transaction writes. Answers the orders as stored.
 */
export function saveOrders(
  tx: Tx,
  by: Context,
  changes: readonly OrderChange[],
  event: EventOfOrder,
): ReadonlyMap<Id, SalesOrder> {
  const saved = changes.map(({ before, after }) => ({
    ...after,
    version: before.version + 1,
    updatedAt: by.now,
    updatedBy: by.actor.id,
  }))
  const headers = new Set<string>()
  for (const { before, after } of changes) for (const name of changedNames(before, after)) headers.add(name)
  headers.delete('lines')
  const replaced = changes.filter(hasOtherLines).map(({ after }) => after)
  const kept = changes.filter((change) => !hasOtherLines(change))
  const events = changes.map((change): NewEvent => {
    const type = typeof event === 'string' ? event : event(change)
    const { id } = change.after
    return { document: 'sales-order', documentId: id, documentVersion: change.before.version + 1, type, payload: told(change) }
  })
  tx.post(
    updateRows(
      tx,
      salesOrder.table,
      changes.map(({ before, after }) => ({ ...after, version: before.version, updatedAt: by.now, updatedBy: by.actor.id })),
      [...headers, 'updatedAt', 'updatedBy'],
    ),
    updateLines(tx, kept),
    replaceLines(tx, salesOrder, replaced, ['lines']),
    appendEvents(tx, 'erp', by, events),
  )
  return new Map(saved.map((order) => [order.id, order]))
}

/** Lines were added, left out or became something else, as in a draft. */
function hasOtherLines({ before, after }: OrderChange): boolean {
  const same = (line: SalesOrderLine, i: number) => {
    const old = before.lines[i]
    return old?.lineNumber === line.lineNumber && old.item === line.item && old.warehouse === line.warehouse
  }
  return before.lines.length !== after.lines.length || !after.lines.every(same)
}

async function updateLines(tx: Tx, changes: readonly OrderChange[]): Promise<void> {
  const columns = new Set<keyof SalesOrderLine>()
  const changed = changes.flatMap(({ before, after }) =>
    after.lines.flatMap((line) => {
      const old = lineOf(before, line.lineNumber)
      const names = old ? changedNames(old, line) : []
      for (const name of names) columns.add(name)
      return names.length > 0 ? [{ parent: after.id, line }] : []
    }),
  )
  if (changed.length === 0) return
  const names = [...columns]
  const records = changed.map(({ parent, line }) => ({
    parent_id: parent,
    line_number: line.lineNumber,
    ...Object.fromEntries(names.map((name) => [snakeCase(name), line[name]])),
  }))
  const set = names.map((name) => `"${snakeCase(name)}" = new."${snakeCase(name)}"`).join(', ')
  // The ids once more, as in `updateRows`: so that the lines are found by key.
  const parents = uuidArray([...new Set(changed.map(({ parent }) => parent))])
  await run(
    tx,
    sql`update erp.sales_order_line old set ${sql.raw(set)}
        from json_populate_recordset(null::erp.sales_order_line, ${JSON.stringify(records)}::json) new
        where old.parent_id = any(${parents}::uuid[]) and old.parent_id = new.parent_id and old.line_number = new.line_number`,
  )
}

/** The fields that changed, of lines those that changed in each changed line. */
function told(change: OrderChange): Json {
  const { before, after } = change
  const names = changedNames(before, after).filter((name) => name !== 'lines')
  const header = toldChanges(before, Object.fromEntries(names.map((name) => [name, after[name]])))
  if (hasOtherLines(change)) return { ...header, lines: after.lines } as unknown as Json
  const lines = after.lines.flatMap((line) => {
    const changed = changedNames(lineOf(before, line.lineNumber) ?? line, line)
    if (changed.length === 0) return []
    return [{ lineNumber: line.lineNumber, ...Object.fromEntries(changed.map((name) => [name, line[name]])) }]
  })
  return { ...header, ...(lines.length > 0 && { lines }) } as Json
}

function changedNames<T extends object>(before: T, after: T): (keyof T & string)[] {
  return (Object.keys(after) as (keyof T & string)[]).filter((name) => before[name] !== after[name])
}
