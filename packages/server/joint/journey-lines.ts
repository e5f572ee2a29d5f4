/** The lines of an order's journey: what was promised, what is expected and what each waits for, at every station. */
import type { order as orderDefinition } from '@tandem/crm/definitions'
import { first, rows, sql, type Tx, uuidArray } from '@tandem/db'
import { Decimal, type Id, type PlainDate, type Row } from '@tandem/kernel'
import { z } from 'zod'
import { type Waiting, waitsFor } from './waits-for.ts'

type Order = Row<typeof orderDefinition>

const words = z.strictObject({ en: z.string(), zh: z.string() })
export const waitingSchema = z.strictObject({ code: z.string(), words })

const date = z.string().nullable()

export const lineSchema = z.strictObject({
  lineNumber: z.int32(),
  item: z.string(),
  description: z.string().nullable(),
  quantity: z.string(),
  unit: z.string(),
  reserved: z.string(),
  shipped: z.string(),
  invoiced: z.string(),
  requestedDate: date,
  promisedDate: date.meta({ description: 'Until when the customer was promised it; null: nothing was promised' }),
  expectedDate: date,
  isLaterThanPromised: z.boolean().meta({
    description: 'It is expected after the promised date, or that date is over and it has not left yet',
  }),
  stations: z
    .array(
      z.strictObject({ side: z.enum(['crm', 'joint', 'erp']), promisedDate: date, expectedDate: date, waitsHere: z.boolean() }),
    )
    .meta({ description: 'What each of the three knows of it by now; one that does not know the order yet is left out' }),
  isService: z.boolean(),
  waitsFor: waitingSchema.nullable(),
})

export type Line = z.infer<typeof lineSchema>
type Station = Line['stations'][number]
type Side = Station['side']

interface Dates {
  readonly promisedDate: string | null
  readonly expectedDate: string | null
}
type DatesByLine = ReadonlyMap<number, Dates>

export interface Facts {
  readonly services: ReadonlySet<string>
  /** What is still to be paid of the order's invoices. */
  readonly unpaid: Decimal
  /** Undefined: the order is not known there. */
  readonly joint: DatesByLine | undefined
  readonly erp: DatesByLine | undefined
}

/** Where the order is known elsewhere: the joint's record of it, and the order of Tandem's own ERP. */
export interface Elsewhere {
  readonly record: Id | undefined
  readonly salesOrder: Id | undefined
}

export async function factsOf(tx: Tx, order: Order, { record, salesOrder }: Elsewhere): Promise<Facts> {
  const [services, unpaid, joint, erp] = await Promise.all([
    rows(
      tx,
      sql<{
        id: string
      }>`select id from crm.item where type = 'service' and id = any(${uuidArray(order.lines.map(({ item }) => item))}::uuid[])`,
    ),
    rows(
      tx,
      sql<{ unpaid: string }>`select coalesce(sum(case type when 'invoice' then total - paid else 0 end), 0) as unpaid
                              from crm.invoice where "order" = ${order.id}::uuid`,
    ),
    record ? inJoint(tx, record) : undefined,
    salesOrder ? inErp(tx, salesOrder) : undefined,
  ])
  return {
    services: new Set(services.map(({ id }) => id)),
    unpaid: Decimal.of(unpaid[0]?.unpaid ?? 0),
    joint,
    erp,
  }
}

type Listed = Dates & { readonly lineNumber: number }

async function inJoint(tx: Tx, record: Id): Promise<DatesByLine> {
  const found = await first(
    tx,
    sql<{
      promises: readonly Listed[] | null
      progress: readonly Listed[] | null
    }>`select values->'promises' as promises, values->'progress' as progress from hub.record where id = ${record}`,
  )
  const expected = new Map((found?.progress ?? []).map(({ lineNumber, expectedDate }) => [lineNumber, expectedDate]))
  const promised = new Map((found?.promises ?? []).map(({ lineNumber, promisedDate }) => [lineNumber, promisedDate]))
  const numbers = new Set([...expected.keys(), ...promised.keys()])
  return new Map(
    [...numbers].map((lineNumber) => [
      lineNumber,
      { promisedDate: promised.get(lineNumber) ?? null, expectedDate: expected.get(lineNumber) ?? null },
    ]),
  )
}

async function inErp(tx: Tx, salesOrder: Id): Promise<DatesByLine> {
  const found = await rows(
    tx,
    sql<Listed>`select line_number, promised_date, expected_date from erp.sales_order_line where parent_id = ${salesOrder}::uuid`,
  )
  return new Map(found.map(({ lineNumber, promisedDate, expectedDate }) => [lineNumber, { promisedDate, expectedDate }]))
}

export function linesOf(order: Order, facts: Facts, { hasProblem, today }: { hasProblem: boolean; today: PlainDate }): Line[] {
  const progress = new Map(order.progress.map((line) => [line.lineNumber, line]))
  return order.lines.map(({ lineNumber, item, description, quantity, unit, promisedDate }) => {
    const { reserved = '0', shipped = '0', invoiced = '0', expectedDate = null } = progress.get(lineNumber) ?? {}
    const isService = facts.services.has(item)
    const told = { quantity, reserved, shipped, invoiced, expectedDate, isService }
    const waiting = waitsFor(order, told, { hasProblem, unpaid: facts.unpaid })
    return {
      ...{ lineNumber, item, description, unit, promisedDate, ...told },
      requestedDate: order.requestedDate,
      isLaterThanPromised: order.state !== 'cancelled' && isLate({ ...told, promisedDate }, today),
      stations: stationsOf(lineNumber, { promisedDate, expectedDate }, facts, waiting),
      waitsFor: waiting,
    }
  })
}

/** A line that has left keeps its promise as far as anybody can still do something about it. */
export function isLate(
  line: Dates & { readonly quantity: string; readonly shipped: string; readonly invoiced: string; readonly isService: boolean },
  today: PlainDate,
): boolean {
  const { promisedDate, expectedDate, quantity, isService } = line
  if (promisedDate === null) return false
  const isDone = !Decimal.of(isService ? line.invoiced : line.shipped).isLess(Decimal.of(quantity))
  if (isDone) return false
  return today > promisedDate || (expectedDate !== null && expectedDate > promisedDate)
}

/** Whose turn it is: what is on its way lies with the joint, what is to be made ready, shipped or billed with the ERP. */
const HERE: Readonly<Record<string, Side>> = {
  person: 'joint',
  joint: 'joint',
  stock: 'erp',
  shipment: 'erp',
  invoice: 'erp',
  payment: 'erp',
}

function stationsOf(lineNumber: number, crm: Dates, { joint, erp }: Facts, waiting: Waiting | null): Station[] {
  const here = waiting ? HERE[waiting.code] : undefined
  const nothing = { promisedDate: null, expectedDate: null }
  const known: (readonly [Side, Dates | undefined])[] = [
    ['crm', crm],
    ['joint', joint && (joint.get(lineNumber) ?? nothing)],
    ['erp', erp && (erp.get(lineNumber) ?? nothing)],
  ]
  return known.flatMap(([side, dates]) => (dates ? [{ side, ...dates, waitsHere: side === here }] : []))
}
