/** Returns of the joint in the ERP: what the CRM asks for becomes one return, and may change until it is answered. */
import { listDocuments, MOST_ON_A_PAGE, type Tx } from '@tandem/db'
import { erp } from '@tandem/erp'
import { salesReturn } from '@tandem/erp/definitions'
import type { Values, Write } from '@tandem/hub'
import { type Json, must, ok, type Result, refuse, type Stored } from '@tandem/kernel'
import { commandOf, type Writer, type Written } from '../tandem/binding.ts'
import { type OwnRow, toInput } from '../tandem/field-map.ts'
import { on, stageOf } from '../tandem/master.ts'
import { returnMap } from './maps.ts'

const command = (name: string) => commandOf(erp, salesReturn.name, name)

/** What stands in the ERP's own words: the number, and what came, which its lines say once goods are back. */
export function derivedReturn({ origin, number, receivedDate, lines }: OwnRow): Values {
  const came = receivedDate ? ((lines ?? []) as readonly OwnRow[]) : []
  const results = came.map(({ orderLineNumber, received, scrapped }) => ({ orderLineNumber, received, scrapped }) as Json)
  return { number: origin ?? number ?? null, results }
}

/** The same, reckoned where the rows are. */
export const DERIVED_RETURN: Readonly<Record<string, string>> = {
  number: 'coalesce(d.origin, d.number)',
  results: `(select coalesce(jsonb_agg(jsonb_build_object(
      'orderLineNumber', r.order_line_number, 'received', trim_scale(r.received)::text,
      'scrapped', trim_scale(r.scrapped)::text) order by r.line_number), '[]')
    from erp.sales_return_line r where r.parent_id = d.id and d.received_date is not null)`,
}

export const writeReturns: Writer = async (tx, by, writes) => {
  const results = new Map<Write, Result<Written>>()
  const stage = stageOf(tx, by, results)
  const creates = writes.filter(({ externalId }) => externalId === undefined)
  const going = creates.filter((write) => !isOver(write))
  for (const write of creates.filter(isOver)) {
    const { number, state } = write.values
    results.set(write, refuse('tandem/return-over', { number: number ?? '', state: state ?? '' }))
  }
  await stage(command('create'), going, ({ values }) => ({
    ...toInput(returnMap, values, Object.keys(returnMap.joint)),
    origin: values.number,
  }))
  await adoptAsked(tx, going, results)
  await stage(
    command('change'),
    writes.filter(({ externalId }) => externalId !== undefined),
    (write) => on(write, results, changeOf(write)),
  )
  return writes.map((write) => results.get(write) as Result<Written>)
}

/** Of what the CRM says, what may still be changed here. */
function changeOf({ values, changed }: Write): OwnRow {
  const { reason, wish, lines } = toInput(returnMap, values, changed)
  return { ...(reason !== undefined && { reason }), ...(wish !== undefined && { wish }), ...(lines !== undefined && { lines }) }
}

function isOver({ values }: Write): boolean {
  return values.state !== 'requested'
}

/** A return of this origin that is there already is that return, when it is of the same order: there is never a second. */
async function adoptAsked(tx: Tx, writes: readonly Write[], results: Map<Write, Result<Written>>): Promise<void> {
  const taken = writes.filter((write) => {
    const result = results.get(write)
    return result && !result.ok && result.refusal.code === 'sales-return/origin-taken'
  })
  if (taken.length === 0) return
  const origins = taken.map(({ values }) => String(values.number))
  const { items } = must(
    await listDocuments<Stored & OwnRow>(tx, salesReturn, { filter: { origin: { in: origins } }, limit: MOST_ON_A_PAGE }),
  )
  for (const write of taken) {
    const found = items.find(({ origin }) => origin === write.values.number)
    if (found?.salesOrder === write.values.order) results.set(write, ok(found as Stored))
  }
}
