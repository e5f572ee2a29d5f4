/** Returns of the joint in Odoo: a draft that reverses deliveries of the order, made once, for a person there to confirm. */
import type { Outcome, Write } from '@tandem/hub'
import { Decimal, type Json, ok, type Result, refuse } from '@tandem/kernel'
import { idNumber, idText } from '../kit/ids.ts'
import { OdooRefused, type Row } from './door.ts'
import { known, type Loading, nameOfWrite } from './load.ts'
import { markup } from './markup.ts'
import { lineNumbers } from './progress.ts'
import { MOVES, PICKING, returns } from './returns.ts'
import { readAll, type Session, search } from './session.ts'
import { readDocs } from './source.ts'
import { amount, cell, decimal, idOf, nameOf } from './values.ts'
import { judge, notFound, readBack, refusedBy } from './write.ts'
import { loadDrafts } from './write-orders.ts'

export async function writeReturns(session: Session, writes: readonly Write[]): Promise<Outcome[]> {
  const outcomes = new Map<Write, Outcome>()
  const made = new Map<Write, string>()
  await ask(
    session,
    writes.filter(({ externalId }) => externalId === undefined),
    outcomes,
    made,
  )
  for (const write of writes.filter(({ externalId }) => externalId !== undefined)) await change(session, write, outcomes, made)
  await readBack(session, returns, made, outcomes)
  return writes.map((write) => outcomes.get(write) ?? { unknown: { reason: 'no outcome was told' } })
}

async function ask(session: Session, writes: readonly Write[], outcomes: Map<Write, Outcome>, made: Map<Write, string>) {
  const before = await known(session, 'return', PICKING, writes)
  for (const [write, id] of before) made.set(write, idText(id))
  const loadings: Loading[] = []
  const taken: Taken = new Map()
  for (const write of writes) {
    if (before.has(write)) continue
    const { number, state } = write.values
    const rows =
      state === 'requested' ? await rowsOf(session, write, taken) : refuse('odoo/return-over', { number: number ?? '' })
    if (rows.ok) loadings.push({ write, rows: rows.value })
    else outcomes.set(write, { refused: rows.refusal })
  }
  for (const [write, id] of await loadDrafts(session, 'return', PICKING, loadings, outcomes)) made.set(write, idText(id))
}

/** By the move of a delivery: how much of it earlier writes of the same batch bring back. */
type Taken = Map<number, Decimal>

type Cells = Readonly<Record<string, string>>

/** The picking with its moves, as `load` takes them. */
async function rowsOf(session: Session, write: Write, taken: Taken): Promise<Result<Cells[]>> {
  const parts = await partsOf(session, write, { taken })
  if (!parts.ok) return parts
  for (const { move, quantity } of parts.value)
    taken.set(Number(move.id), quantity.plus(taken.get(Number(move.id)) ?? Decimal.zero))
  const first = parts.value[0] as Part
  const [picking] = await readAll(
    session,
    PICKING,
    [idOf(first.move.picking_id)],
    ['partner_id', 'location_id', 'location_dest_id', 'picking_type_id', 'group_id', 'sale_id'],
  )
  const [type] = await readAll(session, 'stock.picking.type', [idOf(picking?.picking_type_id)], ['return_picking_type_id'])
  const back = idOf(type?.return_picking_type_id) || idOf(picking?.picking_type_id)
  const [here] = await readAll(session, 'stock.picking.type', [back], ['default_location_dest_id'])
  const from = cell(idOf(picking?.location_dest_id))
  const to = cell(idOf(here?.default_location_dest_id) || idOf(picking?.location_id))
  const head: Cells = {
    id: `${session.module}.${nameOfWrite('return', write)}`,
    'picking_type_id/.id': cell(back),
    'location_id/.id': from,
    'location_dest_id/.id': to,
    'return_id/.id': cell(idOf(picking?.id)),
    'partner_id/.id': cell(idOf(picking?.partner_id)),
    origin: cell(write.values.number),
    note: cell(markup(write.values.reason)),
    // Older ones know the order by the group of what was procured for it.
    ...(idOf(picking?.group_id)
      ? { 'group_id/.id': cell(idOf(picking?.group_id)) }
      : { 'sale_id/.id': cell(idOf(picking?.sale_id)) }),
  }
  const isNamed = session.facts.fields[MOVES]?.includes('name')
  const moves = parts.value.map(({ move, quantity }) => ({
    ...(isNamed ? { 'move_ids/name': nameOf(move.product_id) ?? '' } : {}),
    'move_ids/product_id/.id': cell(idOf(move.product_id)),
    'move_ids/product_uom_qty': quantity.toString(),
    'move_ids/product_uom/.id': cell(idOf(move.product_uom)),
    'move_ids/origin_returned_move_id/.id': cell(move.id),
    'move_ids/sale_line_id/.id': cell(idOf(move.sale_line_id)),
    'move_ids/to_refund': isRefund(write) ? 'True' : 'False',
    'move_ids/location_id/.id': from,
    'move_ids/location_dest_id/.id': to,
  }))
  return ok(moves.map((cells, i) => (i === 0 ? { ...head, ...cells } : cells)))
}

function isRefund({ values }: Write): boolean {
  return values.wish !== 'replace'
}

interface Part {
  /** The move of the delivery that comes back. */
  readonly move: Row
  readonly quantity: Decimal
}

interface Asked {
  readonly orderLineNumber: number
  readonly quantity: string
  readonly unit: string
}

interface Counted {
  readonly taken?: Taken
  /** A return whose own moves do not count as back already. */
  readonly own?: number
}

/** Which deliveries each line comes back from, the oldest first. */
async function partsOf(session: Session, { values }: Write, counted: Counted): Promise<Result<Part[]>> {
  const order = idNumber(String(values.order))
  const numbers = await lineNumbers(session, [order])
  const left = await leftOf(session, [...numbers.keys()], counted)
  const parts: Part[] = []
  for (const { orderLineNumber, quantity, unit } of values.lines as unknown as readonly Asked[]) {
    let open = Decimal.of(quantity)
    for (const one of left) {
      if (numbers.get(idOf(one.move.sale_line_id)) !== orderLineNumber || nameOf(one.move.product_uom) !== unit) continue
      const taken = one.quantity.isLess(open) ? one.quantity : open
      if (taken.isZero()) continue
      parts.push({ move: one.move, quantity: taken })
      one.quantity = one.quantity.minus(taken)
      open = open.minus(taken)
    }
    if (!open.isZero()) {
      const details = { number: values.number ?? '', line: String(orderLineNumber), missing: open.toString(), unit }
      return refuse('odoo/not-delivered', details)
    }
  }
  return parts.length > 0 ? ok(parts) : refuse('odoo/no-return-lines', { number: values.number ?? '' })
}

/** What was delivered of lines and is not back, nor on its way. */
async function leftOf(session: Session, lines: readonly number[], { taken, own }: Counted) {
  const fields = ['picking_id', 'sale_line_id', 'product_id', 'product_uom', 'quantity', 'product_uom_qty', 'state']
  const ofLines = [['sale_line_id', 'in', [...lines]]]
  const [sent, back] = await Promise.all([
    search(session, MOVES, [...ofLines, ['state', '=', 'done'], ['picking_id.picking_type_code', '=', 'outgoing']], fields),
    search(
      session,
      MOVES,
      [
        ...ofLines,
        ['origin_returned_move_id', '!=', false],
        ['state', '!=', 'cancel'],
        ...(own ? [['picking_id', '!=', own]] : []),
      ],
      [...fields, 'origin_returned_move_id'],
    ),
  ])
  return sent.map((move) => ({
    move,
    quantity: back
      .filter((one) => idOf(one.origin_returned_move_id) === Number(move.id))
      .map((one) => decimal(one.state === 'done' ? one.quantity : one.product_uom_qty, 6))
      .reduce((sum, one) => sum.minus(one), decimal(move.quantity, 6))
      .minus(taken?.get(Number(move.id)) ?? Decimal.zero),
  }))
}

/** What was asked for may change while it is a draft. */
async function change(session: Session, write: Write, outcomes: Map<Write, Outcome>, made: Map<Write, string>): Promise<void> {
  const id = write.externalId as string
  const [doc] = await readDocs(session, returns, [id])
  const verdict = doc ? judge(write, doc) : { refused: notFound(session, write) }
  if (verdict) {
    outcomes.set(write, verdict)
    return
  }
  const vals = await valsOf(session, write, doc?.values.state === 'requested')
  if (!vals.ok) {
    outcomes.set(write, { refused: vals.refusal })
    return
  }
  try {
    if (Object.keys(vals.value).length > 0) await session.door.call(PICKING, 'write', { ids: [idNumber(id)], vals: vals.value })
    made.set(write, id)
  } catch (fault) {
    if (!(fault instanceof OdooRefused) || fault.isDenied) throw fault
    outcomes.set(write, { refused: refusedBy(session, 'return', fault.message) })
  }
}

type Vals = Readonly<Record<string, Json>>

async function valsOf(session: Session, write: Write, isDraft: boolean): Promise<Result<Vals>> {
  const has = (name: string) => write.changed.includes(name)
  const note = has('reason') ? { note: markup(write.values.reason) } : {}
  if (!has('lines') && !has('wish')) return ok(note)
  if (!isDraft) return refuse('odoo/return-answered', { number: write.values.number ?? '' })
  const picking = idNumber(write.externalId as string)
  const parts = await partsOf(session, write, { own: picking })
  if (!parts.ok) return parts
  const moves = await search(session, MOVES, [['picking_id', '=', picking]], ['location_id', 'location_dest_id', 'name'])
  const place = { location_id: idOf(moves[0]?.location_id), location_dest_id: idOf(moves[0]?.location_dest_id) }
  const isNamed = session.facts.fields[MOVES]?.includes('name')
  const anew = parts.value.map(({ move, quantity }) => ({
    ...place,
    ...(isNamed ? { name: nameOf(move.product_id) ?? '' } : {}),
    ...{ product_id: idOf(move.product_id), product_uom: idOf(move.product_uom), sale_line_id: idOf(move.sale_line_id) },
    ...{ product_uom_qty: Number(amount(Number(quantity.toString()), 6)), origin_returned_move_id: Number(move.id) },
    to_refund: isRefund(write),
  }))
  return ok({ ...note, move_ids: [...moves.map(({ id }) => [2, Number(id)]), ...anew.map((vals) => [0, 0, vals])] })
}
