import { crmMigrations } from '@tandem/crm'
import { erpMigrations } from '@tandem/erp'
import { hubMigrations } from '@tandem/hub'
import { embeddedTestDatabase, testDatabase } from '@tandem/testkit'
import { describe, expect, it } from 'vitest'
import { type Company, openCompany } from './company.ts'
import { tradeOf } from './trade.ts'

const contexts = [crmMigrations, erpMigrations, hubMigrations]
const databases = { PostgreSQL: testDatabase(contexts), 'the embedded database': embeddedTestDatabase(contexts) }

interface Story {
  readonly balances: readonly Readonly<Record<string, string>>[]
  readonly orders: readonly { number: string; erpNumber: string; state: string; progress: readonly object[] }[]
  readonly invoices: readonly { number: string; total: string; open: string }[]
  readonly payments: readonly { amount: string }[]
  readonly events: readonly { type: string }[]
}

describe('J5 J7 from quote to cash', () => {
  const places = ['PostgreSQL', 'the embedded database'] as const
  it.each(places)(
    'in two parts, invoiced twice and paid: the CRM tells it, the books agree to the cent, on %s',
    async (place) => {
      const company = await openCompany(databases[place].current, 1)
      const trade = tradeOf(company)
      await trade.customer('ACME', { name: 'Acme 家具' })
      await trade.item('CHAIR', '6')
      await trade.item('TABLE', '3')
      await company.settle()

      const { number } = await trade.accept(await trade.quote('ACME', '10 CHAIR @ 33.33, 1 TABLE @ 999.95'))
      await company.settle()
      expect(await trade.crmOrder(number)).toMatchObject({
        state: 'placed',
        erpNumber: 'SO000001',
        progress: [
          { lineNumber: 1, reserved: '6', shipped: '0', invoiced: '0' },
          { lineNumber: 2, reserved: '1', shipped: '0', invoiced: '0' },
        ],
      })

      await trade.ship(number, '4 CHAIR, 1 TABLE')
      await trade.invoice(number)
      await company.settle()
      expect(await trade.crmOrder(number)).toMatchObject({
        state: 'placed',
        progress: [
          { reserved: '2', shipped: '4', invoiced: '4' },
          { reserved: '0', shipped: '1', invoiced: '1' },
        ],
      })

      await company.act('erp', 'goods-receipt', 'create', {
        lines: [{ item: (await trade.find('erp', 'item', 'code', 'CHAIR')).id, quantity: '10', unitCost: '61' }],
      })
      await trade.ship(number)
      await trade.invoice(number)
      await trade.pay('ACME', '1506.57')
      await company.settle()

      const customer = await trade.find('crm', 'customer', 'code', 'ACME')
      const story = await company.ask<Story>('crm', 'customer-story', { customer: customer.id })
      expect(story.orders).toMatchObject([
        { number, state: 'closed', progress: [{ shipped: '10', invoiced: '10' }, { shipped: '1' }] },
      ])
      // 10 x 33.33 + 999.95 = 1,333.25; 13 % of each line, rounded: 43.33 + 129.99.
      expect(story.balances).toMatchObject([{ currency: 'CNY', invoiced: '1506.57', paid: '1506.57', open: '0', overdue: '0' }])
      expect(story.invoices).toHaveLength(2)
      expect(story.payments).toMatchObject([{ amount: '1506.57' }])
      expect(await trade.all('crm', 'shipment')).toHaveLength(2)
      await expectAgreement(company)
    },
  )
})

/** The books agree with their documents, both sides with each other, and all is worth 10 x 33.33 + 999.95 with tax. */
async function expectAgreement(company: Company): Promise<void> {
  const books = await company.ask<{ agrees: boolean; checks: { name: string; difference: string }[] }>('erp', 'books-check')
  expect(books.checks.filter(({ difference }) => difference !== '0')).toEqual([])
  expect(books.agrees).toBe(true)
  const proof = await company.proof()
  expect(proof.kinds.flatMap(({ differences }) => differences)).toEqual([])
  expect(proof.inSync).toBe(true)
  const sums = Object.fromEntries(proof.kinds.map(({ kind, counts, sums }) => [kind, { counts, sums }]))
  const both = (value: unknown) => ({ 'tandem-crm': value, 'tandem-erp': value })
  expect(sums).toMatchObject({
    order: { counts: both(1), sums: both({ CNY: '1506.57' }) },
    shipment: { counts: both(2) },
    invoice: { counts: both(2), sums: both({ CNY: '1506.57' }) },
    payment: { counts: both(1), sums: both({ CNY: '1506.57' }) },
  })
}
