/** Orders of the joint in the ERP: a requested one is placed whole or not at all, a placed one can only be cancelled. */
import { listDocuments, MOST_ON_A_PAGE, readDocuments, type Tx } from '@tandem/db'
import { erp } from '@tandem/erp'
import { salesOrder } from '@tandem/erp/definitions'
import type { Values, Write } from '@tandem/hub'
import { Decimal, type Id, type Json, must, ok, type Result, refuse, type Stored } from '@tandem/kernel'
import { commandOf, HalfDone, type Writer, type Written } from '../tandem/binding.ts'
import { customInputs } from '../tandem/custom.ts'
import { type OwnRow, toInput } from '../tandem/field-map.ts'
import { on, type Stage, stageOf } from '../tandem/master.ts'
import { promisesIn, promisesOf, promisesSql } from '../tandem/promises.ts'
import { orderMap } from './maps.ts'

const command = (name: string) => commandOf(erp, salesOrder.name, name)

/** A draft is nobody's business yet; one that came from the CRM and was cancelled at once is. */
export const SHOWN_ORDERS = `d.state <> 'draft' and (d.confirmed_at is not null or d.origin is not null)`

const STATES: Readonly<Record<string, string>> = { confirmed: 'placed', closed: 'closed', cancelled: 'cancelled' }

/** What stands in the ERP's own words: the number, the state, and the progress that its lines carry. */
export function derivedOrder(row: OwnRow): Values {
  const lines = (row.lines ?? []) as readonly OwnRow[]
  const progress = lines.map(({ lineNumber, reserved, shipped, invoiced, expectedDate }) => {
    return { lineNumber, reserved, shipped, invoiced, expectedDate: expectedDate ?? null } as Json
  })
  const promises = promisesIn(lines as unknown as Json)
  return { number: row.origin ?? row.number ?? null, state: STATES[String(row.state)] ?? 'requested', promises, progress }
}

/** The same, reckoned where the rows are. */
export const DERIVED_ORDER: Readonly<Record<string, string>> = {
  number: 'coalesce(d.origin, d.number)',
  state: `case d.state when 'confirmed' then 'placed' when 'closed' then 'closed' when 'cancelled' then 'cancelled' else 'requested' end`,
  promises: promisesSql('erp.sales_order_line'),
  progress: `(select coalesce(jsonb_agg(jsonb_build_object(
      'lineNumber', p.line_number, 'reserved', trim_scale(p.reserved)::text, 'shipped', trim_scale(p.shipped)::text,
      'invoiced', trim_scale(p.invoiced)::text, 'expectedDate', p.expected_date) order by p.line_number), '[]')
    from erp.sales_order_line p where p.parent_id = d.id)`,
}

export const writeOrders: Writer = async (tx, by, writes) => {
  const results = new Map<Write, Result<Written>>()
  const stage = stageOf(tx, by, results)
  const creates = writes.filter(({ externalId }) => externalId === undefined)
  const updates = writes.filter(({ externalId }) => externalId !== undefined)
  const custom = await customInputs(tx, salesOrder, writes)
  await create(tx, stage, creates, results, custom)
  await change(tx, stage, updates, results, custom)
  return writes.map((write) => results.get(write) as Result<Written>)
}

type Custom = (write: Write) => OwnRow

async function create(tx: Tx, stage: Stage, writes: readonly Write[], results: Map<Write, Result<Written>>, custom: Custom) {
  const inputOf = (write: Write) => ({ ...ordered(write), ...custom(write) })
  for (const write of writes.filter(({ values }) => values.state === 'closed')) {
    results.set(write, refuse('tandem/order-over', { number: write.values.number ?? '' }))
  }
  const going = writes.filter(({ values }) => values.state !== 'closed')
  const calledOff = going.filter(isCalledOff)
  await stage(
    command('place'),
    going.filter((write) => !isCalledOff(write)),
    inputOf,
  )
  // One that is called off before it came is kept as cancelled: nothing is checked or reserved for it.
  await stage(command('create'), calledOff, inputOf)
  await stage(command('cancel'), calledOff, (write) => on(write, results, {}))
  await adoptPlaced(tx, going, results)
  for (const write of going) checkTotal(write, results.get(write))
}

/** Lines as the ERP is given them: each with until when it was promised. */
function promised(input: Record<string, Json>, values: Values): Record<string, Json> {
  if (!Array.isArray(input.lines)) return input
  const dates = new Map((promisesOf(values) as OwnRow[]).map(({ lineNumber, promisedDate }) => [lineNumber, promisedDate]))
  const lines = (input.lines as OwnRow[]).map((line) => ({ ...line, promisedDate: dates.get(line.lineNumber) ?? null }))
  return { ...input, lines: lines as unknown as Json }
}

function isCalledOff({ values }: Write): boolean {
  return values.cancelRequested === true || values.state === 'cancelled'
}

function ordered({ values }: Write): OwnRow {
  return { ...promised(toInput(orderMap, values, Object.keys(orderMap.joint)), values), origin: values.number ?? null }
}

/** An order of this origin that is there already is that order, when it is the same one: there is never a second. */
async function adoptPlaced(tx: Tx, writes: readonly Write[], results: Map<Write, Result<Written>>): Promise<void> {
  const taken = writes.filter((write) => codeOf(results.get(write)) === 'sales-order/origin-taken')
  if (taken.length === 0) return
  const origins = taken.map(({ values }) => String(values.number))
  const { items } = must(
    await listDocuments<Stored & OwnRow>(tx, salesOrder, { filter: { origin: { in: origins } }, limit: MOST_ON_A_PAGE }),
  )
  for (const write of taken) {
    const order = items.find(({ origin }) => origin === write.values.number)
    const isSame = order?.party === write.values.customer && order?.total === write.values.total
    if (order && isSame && order.state !== 'draft') results.set(write, ok(order))
  }
}

/** What sales promised is what the company will invoice, to the cent; otherwise nothing is placed. */
function checkTotal({ values }: Write, result: Result<Written> | undefined): void {
  if (!result?.ok || !('total' in result.value)) return
  const [promised, placed] = [String(values.total), String(result.value.total)]
  if (Decimal.of(promised).equals(Decimal.of(placed))) return
  const details = { number: values.number ?? '', currency: values.currency ?? '', promised, placed }
  throw new HalfDone(refuse('tandem/total-differs', details).refusal)
}

async function change(tx: Tx, stage: Stage, writes: readonly Write[], results: Map<Write, Result<Written>>, custom: Custom) {
  const edited = (write: Write) => {
    const { values, changed } = write
    const told = changed.includes('promises') && !changed.includes('lines') ? [...changed, 'lines'] : changed
    return { ...promised(toInput(orderMap, values, told), values), ...custom(write) }
  }
  await stage(
    command('change'),
    writes.filter((write) => Object.keys(edited(write)).length > 0),
    (write) => on(write, results, edited(write)),
  )
  const calledOff = writes.filter((write) => write.changed.includes('cancelRequested') && isCalledOff(write))
  await stage(command('cancel'), calledOff, (write) => on(write, results, {}))
  const open = writes.filter((write) => !results.has(write) || isCancelledAlready(results.get(write)))
  await answerPresent(tx, open, results)
}

/** Nothing of ours was named, or what was wished for is so already: the document as it is, is the answer. */
async function answerPresent(tx: Tx, writes: readonly Write[], results: Map<Write, Result<Written>>): Promise<void> {
  if (writes.length === 0) return
  const ids = writes.map(({ externalId }) => externalId as Id)
  const present = new Map((await readDocuments<Stored>(tx, salesOrder, ids)).map((row) => [row.id as string, row]))
  for (const write of writes) {
    const row = present.get(write.externalId as string)
    results.set(write, row ? ok(row) : refuse('tandem/not-found', { id: write.externalId ?? '' }))
  }
}

function isCancelledAlready(result: Result<Written> | undefined): boolean {
  if (result === undefined || result.ok || result.refusal.code !== 'sales-order/wrong-state') return false
  return result.refusal.details.state === 'cancelled'
}

function codeOf(result: Result<Written> | undefined): string | undefined {
  return result && !result.ok ? result.refusal.code : undefined
}
