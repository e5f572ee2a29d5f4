/** Pure decisions on shipments: they are told by the ERP; only what cannot be is refused. */
import { type Input, ok, type Refusal, type Result, type Row, refuse, type Stored } from '@tandem/kernel'
import { badValue } from '../shared/check.ts'
import { type Known, unknownReference } from '../shared/known.ts'
import { changesOf, filled } from '../shared/values.ts'
import { type shipment, shipmentFields } from './definition.ts'

export type Shipment = Row<typeof shipment>

export interface ShipmentReferences {
  readonly order: Known
  readonly item: Known
  /** Numbers that other shipments have. */
  readonly taken: ReadonlySet<string>
}

type ShipmentInput = Input<typeof shipmentFields>

export function newShipment(input: ShipmentInput, stamp: Stored, known: ShipmentReferences): Result<Shipment> {
  const refusal = badShipment(input, known)
  return refusal ? { ok: false, refusal } : ok({ ...filled(shipmentFields, input), ...stamp })
}

export function changedShipment(row: Shipment, input: object, known: ShipmentReferences): Result<Partial<Shipment>> {
  const changes = changesOf<Shipment>(shipmentFields, row, input)
  const refusal = badShipment(changes, known)
  return refusal ? { ok: false, refusal } : ok(changes)
}

function badShipment(values: Partial<ShipmentInput>, { order, item, taken }: ShipmentReferences): Refusal | undefined {
  const bad = badValue('shipment', values, { filled: ['number'] }) ?? unknownReference('shipment', values, { order })
  if (bad) return bad
  if (values.number !== undefined && taken.has(values.number)) {
    return refuse('shipment/number-taken', { number: values.number }).refusal
  }
  const lost = values.lines?.find((line) => !item.has(line.item))
  return lost ? unknownReference('shipment', lost, { item }) : undefined
}
