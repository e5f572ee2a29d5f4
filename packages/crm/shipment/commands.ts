import { type Tx, takenValues } from '@tandem/db'
import { type Id, partial } from '@tandem/kernel'
import { item } from '../item/definition.ts'
import { order } from '../order/definition.ts'
import { changeCommand, createCommand } from '../shared/commands.ts'
import { known } from '../shared/known.ts'
import { shipment, shipmentFields } from './definition.ts'
import { changedShipment, newShipment, type Shipment } from './shipment.ts'

export const createShipment = createCommand(shipment, {
  label: { en: 'Record a shipment', zh: '登记发货单' },
  input: shipmentFields,
  prepare,
  decide(input, stamp, known) {
    const result = newShipment(input, stamp, known)
    if (result.ok) known.taken.add(input.number)
    return result
  },
})

export const changeShipment = changeCommand(shipment, {
  input: partial(shipmentFields),
  prepare,
  decide(row: Shipment, input, known) {
    const result = changedShipment(row, input, known)
    if (result.ok && result.value.number !== undefined) known.taken.add(result.value.number)
    return result
  },
})

interface Naming {
  readonly number?: string | null | undefined
  readonly order?: Id | null | undefined
  readonly lines?: readonly { item: Id }[] | null | undefined
}

async function prepare(tx: Tx, inputs: readonly Naming[]) {
  const [orders, items, taken] = await Promise.all([
    known(
      tx,
      order,
      inputs.map((input) => input.order),
    ),
    known(
      tx,
      item,
      inputs.flatMap(({ lines }) => (lines ?? []).map((line) => line.item)),
    ),
    takenValues(
      tx,
      shipment,
      'number',
      inputs.flatMap(({ number }) => number ?? []),
    ),
  ])
  return { order: orders, item: items, taken }
}
