/** Reads what quotes and orders need before they are decided: parties, items and prices, one statement a table for all. */
import type { Tx } from '@tandem/db'
import type { Id, PlainDate } from '@tandem/kernel'
import type { Address } from '../address/address.ts'
import { address } from '../address/definition.ts'
import type { Contact } from '../contact/contact.ts'
import { contact } from '../contact/definition.ts'
import type { Customer } from '../customer/customer.ts'
import { customer } from '../customer/definition.ts'
import { item } from '../item/definition.ts'
import type { Item } from '../item/item.ts'
import { type PriceQuestion, pricesFor } from '../price/queries.ts'
import { known } from '../shared/known.ts'
import type { KnownParties, PartyFields } from '../shared/parties.ts'
import type { TradeLineInput } from '../shared/trade-lines.ts'

export interface Named extends PartyFields {
  readonly customer?: Id | null | undefined
  readonly lines?: readonly Pick<TradeLineInput, 'item'>[] | null | undefined
}

export interface KnownTrade extends KnownParties {
  readonly customers: ReadonlyMap<Id, Customer>
  readonly items: ReadonlyMap<Id, Item>
}

/** The customers, contacts, addresses and items that the inputs name. */
export async function knownTrade(tx: Tx, inputs: readonly Named[]): Promise<KnownTrade> {
  const addressIds = inputs.flatMap((input) => [input.billingAddress, input.shippingAddress])
  const [customers, contacts, addresses, items] = await Promise.all([
    known<Customer>(
      tx,
      customer,
      inputs.map((input) => input.customer),
    ),
    known<Contact>(
      tx,
      contact,
      inputs.map((input) => input.contact),
    ),
    known<Address>(tx, address, addressIds),
    known<Item>(
      tx,
      item,
      inputs.flatMap((input) => (input.lines ?? []).map((line) => line.item)),
    ),
  ])
  return { customers, contacts, addresses, items }
}

/** Where the lines of one document take their prices from. */
export interface Pricing {
  readonly customer: Id
  readonly currency: string
  readonly date: PlainDate
  readonly priceList: string
}

/** For each document, for each of its lines, the unit price from the price list; undefined where none is asked or found. */
export async function linePrices(
  tx: Tx,
  items: ReadonlyMap<Id, Item>,
  documents: readonly { pricing: Pricing; lines: readonly TradeLineInput[] }[],
): Promise<(string | undefined)[][]> {
  const prices = documents.map(({ lines }) => lines.map((): string | undefined => undefined))
  const places: [document: number, line: number][] = []
  const questions: PriceQuestion[] = []
  for (const [d, { pricing, lines }] of documents.entries()) {
    for (const [l, line] of lines.entries()) {
      if (line.unitPrice !== undefined && line.unitPrice !== null) continue
      places.push([d, l])
      const unit = line.unit ?? items.get(line.item)?.unit ?? null
      questions.push({ ...pricing, item: line.item, quantity: line.quantity, unit })
    }
  }
  for (const [i, found] of (await pricesFor(tx, questions)).entries()) {
    const [d, l] = places[i] as [number, number]
    ;(prices[d] as (string | undefined)[])[l] = found?.unitPrice
  }
  return prices
}
