/** Merging parties: last of all folders, since it knows every document of a party. */
import {
  type MergePreview,
  type Merging,
  mergeDocuments,
  previewMerge,
  previewUnmerge,
  run,
  sql,
  type Tx,
  type UnmergePreview,
  unmergeDocuments,
  uuidArray,
} from '@tandem/db'
import { type DocumentCommand, defineFields, type Id, type Query } from '@tandem/kernel'
import { address } from '../address/definition.ts'
import { contact } from '../contact/definition.ts'
import { goodsReceipt } from '../goods-receipt/definition.ts'
import { invoice } from '../invoice/definition.ts'
import { party } from '../party/definition.ts'
import type { Party } from '../party/party.ts'
import { payment } from '../payment/definition.ts'
import { price } from '../price/definition.ts'
import { salesOrder } from '../sales-order/definition.ts'
import { salesReturn } from '../sales-return/definition.ts'
import { shipment } from '../shipment/definition.ts'

const parties: Merging = {
  definition: party,
  // Returns before their orders, payments before the invoices they settle.
  referring: [contact, address, price, salesReturn, salesOrder, shipment, payment, invoice, goodsReceipt].map((definition) => ({
    definition,
    column: 'party',
  })),
  hold: holdCredit,
  afterwards: countCredit,
}

/** What customers use of their credit by currency, counted from the documents they have now. */
function creditOf(touched: readonly Id[]) {
  const ids = uuidArray(touched)
  return sql`
    select party, currency, sum(ordered) as ordered, sum(receivable) as receivable from (
      select o.party, o.currency, sum(l.net + l.tax - l.invoiced_net - l.invoiced_tax) as ordered, 0::numeric as receivable
      from erp.sales_order o join erp.sales_order_line l on l.parent_id = o.id
      where o.state = 'confirmed' and o.party = any(${ids}::uuid[]) group by o.party, o.currency
      union all
      select party, currency, 0, case type when 'invoice' then total - paid else paid - total end from erp.invoice
      where party = any(${ids}::uuid[])
      union all
      select party, currency, 0, allocated - amount from erp.payment where party = any(${ids}::uuid[])) parts
    group by party, currency`
}

/**
 * Whoever changes what a customer owes holds its credit until the end. So it is held here before it is counted: a sum that was
 * counted beside them would be written over theirs.
 */
async function holdCredit(tx: Tx, touched: readonly Id[]): Promise<void> {
  const ids = uuidArray(touched)
  // Each may get what the other one has now.
  await run(
    tx,
    sql`with of as (select currency from (${creditOf(touched)}) counted
                    union select currency from erp.party_credit where party = any(${ids}::uuid[]))
        insert into erp.party_credit (party, currency)
        select p.id, of.currency from unnest(${ids}::uuid[]) as p (id), of order by p.id, of.currency on conflict do nothing`,
  )
  await run(tx, sql`select 1 from erp.party_credit where party = any(${ids}::uuid[]) order by party, currency for no key update`)
}

/** What both use of their credit, counted anew from the documents they have now. */
async function countCredit(tx: Tx, touched: readonly Id[]): Promise<void> {
  await run(
    tx,
    sql`update erp.party_credit c set ordered = coalesce(n.ordered, 0), receivable = coalesce(n.receivable, 0)
        from erp.party_credit k left join (${creditOf(touched)}) n on n.party = k.party and n.currency = k.currency
        where k.party = any(${uuidArray(touched)}::uuid[]) and c.party = k.party and c.currency = k.currency`,
  )
}

const mergeFields = defineFields({ into: { kind: 'reference', to: 'party', label: { en: 'Into', zh: '合并到' } } })

export const mergeParty: DocumentCommand<Tx, typeof mergeFields, Party> = {
  name: 'merge',
  document: 'party',
  on: 'one',
  label: { en: 'Merge', zh: '合并' },
  input: mergeFields,
  run: (tx, by, inputs) => mergeDocuments<Party>(tx, by, parties, inputs),
}

export const unmergeParty: DocumentCommand<Tx, Record<never, never>, Party> = {
  name: 'unmerge',
  document: 'party',
  on: 'one',
  label: { en: 'Undo the merge', zh: '撤销合并' },
  input: {},
  run: (tx, by, inputs) => unmergeDocuments<Party>(tx, by, parties, inputs),
}

const previewFields = defineFields({
  party: { kind: 'reference', to: 'party', label: { en: 'Party', zh: '往来单位' } },
  into: mergeFields.into,
})

/** What merging them would re-point. */
export const mergePreview: Query<Tx, typeof previewFields, MergePreview<Party>> = {
  name: 'merge-preview',
  label: { en: 'What a merge would re-point', zh: '合并会转移什么' },
  input: previewFields,
  run: (tx, _by, { party: id, into }) => previewMerge<Party>(tx, parties, { id, into }),
}

const undoFields = defineFields({ party: previewFields.party })

/** What undoing its merge would put back, and what would stay. */
export const unmergePreview: Query<Tx, typeof undoFields, UnmergePreview<Party>> = {
  name: 'unmerge-preview',
  label: { en: 'What undoing a merge would put back', zh: '撤销合并会退回什么' },
  input: undoFields,
  run: (tx, _by, { party: id }) => previewUnmerge<Party>(tx, parties, { id }),
}
