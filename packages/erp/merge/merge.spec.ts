import { rows, sql } from '@tandem/db'
import { Decimal, type Id } from '@tandem/kernel'
import { testDatabase } from '@tandem/testkit'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createInvoice } from '../invoice/create.ts'
import { createParty, restoreParty } from '../party/commands.ts'
import { createPayment } from '../payment/commands.ts'
import { acme, type Company, code, company, confirmedOrder, financeMigrations, proved } from '../testing/finance.ts'
import { mergeParty, mergePreview, unmergeParty, unmergePreview } from './merge.ts'

const database = testDatabase([financeMigrations])

interface Standing {
  readonly party: Id
  readonly ordered: string
  readonly receivable: string
}

function credit(of: Company): Promise<Standing[]> {
  return of.run((tx) =>
    rows(
      tx,
      sql<Standing>`select party, ordered, receivable from erp.party_credit
                    where ordered <> 0 or receivable <> 0 order by party, currency`,
    ),
  )
}

async function partyOf(of: Company, name: string): Promise<Id> {
  return (await of.do(createParty, { ...acme, code: name })).id
}

const order = (of: Company, party: Id) => confirmedOrder(of, [{ quantity: '10', unitPrice: '10' }], { party })
const invoice = (of: Company, salesOrder: Id) => of.do(createInvoice, { salesOrder })
const pay = (of: Company, party: Id, amount: string, invoiceId?: Id) =>
  of.do(createPayment, {
    party,
    currency: 'CNY',
    amount,
    method: 'bank',
    allocations: invoiceId ? [{ invoice: invoiceId, amount }] : [],
  } as never)

describe('J12 two parties that are one', () => {
  it('become one with their orders, invoices, payments and credit, and two again exactly', async () => {
    const of = await company(database, 1)
    const lose = await partyOf(of, 'C2')
    await order(of, of.customer)
    await order(of, lose)
    const billed = await invoice(of, await order(of, lose))
    await pay(of, lose, '13')
    const before = await credit(of)
    const merged = await of.do(mergeParty, { id: lose, input: { into: of.customer } })
    expect(merged).toMatchObject({ status: 'archived', mergedInto: of.customer })
    expect(await credit(of)).toEqual([{ party: of.customer, ordered: '226', receivable: '100' }])
    await proved(of)
    // What the other owes is now settled by this one's money.
    await pay(of, of.customer, '13', billed.id)
    await of.do(unmergeParty, { id: lose, input: {} })
    await proved(of)
    expect(before).toContainEqual({ party: lose, ordered: '113', receivable: '100' })
    expect(await credit(of)).toContainEqual({ party: lose, ordered: '113', receivable: '87' })
  })

  it('are shown before with the numbers of what would go along and back', async () => {
    const of = await company(database, 4)
    const lose = await partyOf(of, 'C2')
    const { number } = await invoice(of, await order(of, lose))
    const input = { party: lose, into: of.customer }
    const goes = await of.run((tx) => mergePreview.run(tx, of.context(), input))
    expect(goes).toMatchObject({ value: { winner: { id: of.customer } } })
    const named = (result: typeof goes) => (result.ok ? result.value.goes.map(({ document, count }) => [document, count]) : [])
    expect(named(goes)).toContainEqual(['invoice', 1])
    expect(named(goes)).toContainEqual(['sales-order', 1])
    await of.do(mergeParty, { id: lose, input: { into: of.customer } })
    const back = await of.run((tx) => unmergePreview.run(tx, of.context(), { party: lose }))
    const moved = back.ok ? back.value.back : []
    expect(moved.find(({ document }) => document === 'invoice')).toMatchObject({ count: 1, some: [{ number }] })
  })

  it('is the only way by which a posted invoice gets another party', async () => {
    const of = await company(database, 2)
    const other = await partyOf(of, 'C2')
    const { id } = await invoice(of, await order(of, of.customer))
    const move = of.run((tx) => rows(tx, sql`update erp.invoice set party = ${other} where id = ${id} returning id`))
    await expect(move).rejects.toThrow(/is posted/)
  })

  it('are refused what cannot be', async () => {
    const of = await company(database, 3)
    const other = await partyOf(of, 'C2')
    const third = await partyOf(of, 'C3')
    const merge = (id: Id, into: Id) => code(of.try(mergeParty, { id, input: { into } }))
    expect(await merge(other, other)).toBe('party/merge-with-itself')
    expect(await code(of.try(unmergeParty, { id: other, input: {} }))).toBe('party/not-merged')
    expect(await merge(other, of.customer)).toBe('accepted')
    expect(await merge(other, third)).toBe('party/merged-already')
    expect(await code(of.try(restoreParty, { id: other, input: {} }))).toBe('party/merged-already')
    expect(await merge(of.customer, other)).toBe('party/merge-into-archived')
    expect(await merge(of.customer, third)).toBe('accepted')
    expect(await code(of.try(unmergeParty, { id: other, input: {} }))).toBe('party/merged-further')
  })

  it('leave the books equal and every order with somebody, whatever is merged, un-merged and sold in between', async () => {
    let seed = 100
    const step = fc.record({ what: fc.constantFrom('merge', 'unmerge', 'order', 'invoice', 'pay'), a: fc.nat(3), b: fc.nat(3) })
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 12 }), async (steps) => {
        const of = await company(database, seed++)
        const all = [of.customer, await partyOf(of, 'C2'), await partyOf(of, 'C3'), await partyOf(of, 'C4')]
        for (const { what, a, b } of steps) {
          const [one, two] = [all[a] as Id, all[b] as Id]
          if (what === 'merge') await of.try(mergeParty, { id: one, input: { into: two } })
          if (what === 'unmerge') await of.try(unmergeParty, { id: one, input: {} })
          if (what === 'order') await order(of, one)
          if (what === 'invoice') await invoice(of, await order(of, one))
          if (what === 'pay') await of.do(createPayment, payment(one))
        }
        await proved(of)
        const ordered = await of.run((tx) =>
          rows(
            tx,
            sql<{ left: string; kept: string }>`
            select (select coalesce(sum(l.net + l.tax - l.invoiced_net - l.invoiced_tax), 0) from erp.sales_order_line l) as left,
                   (select coalesce(sum(ordered), 0) from erp.party_credit) as kept`,
          ),
        )
        expect(Decimal.of(ordered[0]?.left ?? '').equals(Decimal.of(ordered[0]?.kept ?? ''))).toBe(true)
      }),
      { numRuns: 12 },
    )
  })
})

function payment(party: Id) {
  return { party, currency: 'CNY', amount: '7', method: 'bank', allocations: [] } as never
}
