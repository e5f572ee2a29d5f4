/** A few months of the demo company, loaded twice: what it leaves for whoever opens it first, and that it is always the same. */
import { crmMigrations } from '@tandem/crm'
import { rows, sql } from '@tandem/db'
import { erp, erpMigrations } from '@tandem/erp'
import { hubMigrations } from '@tandem/hub'
import { type Id, must, type Result } from '@tandem/kernel'
import { testDatabase } from '@tandem/testkit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type App, openApp } from '../compose.ts'
import { loadDemoCompany } from './company.ts'

const database = testDatabase([crmMigrations, erpMigrations, hubMigrations])
/** Three months, with enough customers to send something back. */
const SIZE = { perCycle: 9, cycles: 9 }

let app: App
let companies: readonly Id[]

beforeAll(async () => {
  app = await openApp({ databaseUrl: database.url, logLevel: 'silent' })
  const made: Id[] = []
  for (const name of ['A', 'B']) {
    const id = await app.addTenant({ name, baseCurrency: 'CNY', timeZone: 'Asia/Shanghai' })
    await loadDemoCompany(app.workshop(id), SIZE)
    made.push(id)
  }
  companies = made
}, 1_200_000)
afterAll(() => app.stop())

type Told = Readonly<Record<string, string | null>>

function told(company: Id, what: ReturnType<typeof sql<Told>>): Promise<Told[]> {
  return app.database.transaction(company, (tx) => rows(tx, what))
}

const RETURNS_IN_ERP = sql<Told>`
  select r.origin as number, r.state, r.wish, r.reason, o.origin as "order"
  from erp.sales_return r join erp.sales_order o on o.id = r.sales_order order by r.origin`
const RETURNS_IN_CRM = sql<Told>`
  select r.number, r.state, r.wish, r.reason, o.number as "order" from crm.return r join crm."order" o on o.id = r."order" order by r.number`
const BANK = sql<Told>`
  select s.number, l.line_number::text as line, l.state, l.match, l.amount::text as amount, l.counterparty, l.reference
  from erp.bank_line l join erp.bank_statement s on s.id = l.bank_statement order by s.number, l.line_number`

describe('P1 the demo company', () => {
  it('has a return in each of the ways it may go, and both sides say the same of it', async () => {
    const [company] = companies as [Id, Id]
    const [inErp, inCrm] = [await told(company, RETURNS_IN_ERP), await told(company, RETURNS_IN_CRM)]
    expect(inErp.map(({ state }) => state)).toEqual([
      'requested',
      'requested',
      'approved',
      'rejected',
      'received',
      'closed',
      'closed',
    ])
    expect(inCrm).toEqual(inErp)
    const [credited] = await told(company, sql<Told>`select credited::text as amount from crm.return where number = 'R000006'`)
    expect(Number(credited?.amount)).toBeGreaterThan(0)
    expect(await told(company, sql<Told>`select replacement from crm.return where replacement is not null`)).toHaveLength(1)
  })

  it('has read two statements of its bank: one is matched whole, the other leaves something to do', async () => {
    const lines = Map.groupBy(await told(companies[0] as Id, BANK), ({ number }) => number)
    expect([...lines.keys()]).toEqual(['BS000001', 'BS000002'])
    expect(new Set(lines.get('BS000001')?.map(({ state, match }) => `${state} ${match}`))).toEqual(new Set(['matched existing']))
    const yesterday = lines.get('BS000002') ?? []
    expect(yesterday[0]).toMatchObject({ state: 'matched', match: 'recorded' })
    expect(yesterday.slice(1).map(({ state }) => state)).toEqual(['open', 'open', 'open', 'open', 'open'])
    const balances = await told(
      companies[0] as Id,
      sql<Told>`select opening::text as opening, closing::text as closing from erp.bank_statement order by number`,
    )
    expect(balances[1]?.opening).toBe(balances[0]?.closing)
  })

  it('is the same each time it is made, and its books agree with its documents', async () => {
    const [a, b] = companies as [Id, Id]
    for (const what of [RETURNS_IN_ERP, RETURNS_IN_CRM, BANK]) expect(await told(b, what)).toEqual(await told(a, what))
    const check = erp.queries.find(({ name }) => name === 'books-check')
    for (const company of [a, b]) {
      const by = app.workshop(company).context()
      const answer = await app.database.transaction(
        company,
        (tx) => check?.run(tx, by, {}) as Promise<Result<{ agrees: boolean }>>,
      )
      expect(must(answer).agrees).toBe(true)
    }
  })
})
