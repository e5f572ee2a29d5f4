/** The money of one of our sides for the joint's chain: its own figures, with its documents called by the joint's kinds. */
import { readEvents, type Tx } from '@tandem/db'
import {
  type Amounts,
  type CustomerMoney,
  type KindName,
  MONEY_STEPS,
  type MoneyDocument,
  type MoneySource,
  type OrderMoney,
} from '@tandem/hub'
import { type Id, isId } from '@tandem/kernel'

interface Document {
  readonly order: Id
  readonly document: string
  readonly id: Id
  readonly version: number
  readonly number: string
  readonly dueDate: string | null
  readonly isCredit: boolean
}
interface Head {
  readonly id: Id
  readonly customer: Id
  readonly number: string
  readonly currency: string
  readonly state: string
}

/** What a side says of its money, in its own words. */
export interface OwnMoney {
  readonly tells: MoneySource['tells']
  /** Documents whose events change somebody's money. */
  readonly documents: readonly string[]
  readonly states: Readonly<Record<string, OrderMoney['state']>>
  ofOrders(tx: Tx, ids: readonly Id[]): Promise<{ orders: readonly Head[]; documents: readonly Document[] }>
  ofCustomers(tx: Tx, ids: readonly Id[]): Promise<readonly CustomerMoney[]>
  owners(
    tx: Tx,
    documents: readonly { readonly document: string; readonly documentId: Id }[],
  ): Promise<readonly { readonly order: Id | null; readonly customer: Id | null }[]>
}

export function moneyOf(
  context: string,
  own: OwnMoney,
  kindOfDocument: ReadonlyMap<string, KindName>,
  within: <T>(work: (tx: Tx) => Promise<T>) => Promise<T>,
): MoneySource {
  return {
    tells: own.tells,
    since: (cursor, limit) =>
      within(async (tx) => {
        const { events, next } = await readEvents(tx, context, { after: cursor, limit, documents: own.documents })
        const owners = events.length === 0 ? [] : await own.owners(tx, events)
        return {
          orders: [...new Set(owners.flatMap(({ order }) => order ?? []))],
          customers: [...new Set(owners.flatMap(({ customer }) => customer ?? []))],
          next,
          more: events.length === limit,
        }
      }),
    ofOrders: (orders) =>
      within(async (tx) => {
        const found = await own.ofOrders(tx, orders.filter(isId))
        const documents = Map.groupBy(found.documents, ({ order }) => order)
        return found.orders.map(({ id, customer, number, currency, state }) => ({
          ...{ order: id, customer, number, currency, state: own.states[state] ?? 'placed' },
          documents: (documents.get(id) ?? []).map((document) => shownDocument(document, kindOfDocument)),
        }))
      }),
    ofCustomers: (customers) => within((tx) => own.ofCustomers(tx, customers.filter(isId))),
  }
}

function shownDocument(document: Document, kindOfDocument: ReadonlyMap<string, KindName>): MoneyDocument {
  const { id, version, number, dueDate, isCredit } = document
  const said = document as unknown as Readonly<Record<string, string | null>>
  const amounts: Amounts = Object.fromEntries(MONEY_STEPS.flatMap((step) => (said[step] != null ? [[step, said[step]]] : [])))
  const kind = kindOfDocument.get(document.document) as KindName
  return { kind, externalId: id, version: String(version), number, amounts, isCredit, ...(dueDate && { dueDate }) }
}
