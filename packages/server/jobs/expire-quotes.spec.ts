import { crm } from '@tandem/crm'
import { sql } from '@tandem/db'
import { addDays, type Id, type PlainDate } from '@tandem/kernel'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { CUSTOMER, openCompany, stockShelves, type TestCompany } from '../cli/desk.fixture.ts'
import { jobsOf } from './all-jobs.ts'

let company: TestCompany
let today: PlainDate
beforeAll(async () => {
  company = await openCompany()
  await stockShelves(company)
  today = company.app.workshop(company.tenant).context().today
})
afterAll(() => company?.app.stop())

/** What the server does by the clock, done once. */
async function once(name: string): Promise<void> {
  const { services, trying } = company.app
  const telling = { sealing: trying.sealing, guard: { refuses: () => undefined } } as never
  const job = jobsOf({ services, telling, files: null, reload: async () => {} }).find((one) => one.name === name)
  if (!job) throw new RangeError(`the server has no job ${name}`)
  await job.run(company.tenant, () => false)
}

const states = () =>
  company.read(sql<{ number: string; state: string }>`select number, state from crm.quote order by number collate "C"`)

describe('C8 a quote whose validity is over', () => {
  it('expires by itself: one that was sent, on the day after its last', async () => {
    const customer = await company.act(crm, 'customer', 'create', { code: 'C1', name: '晨曦酒店', ...CUSTOMER })
    const [item] = await company.read(sql<{ id: Id }>`select id from crm.item where code = 'TABLE'`)
    const then = addDays(today, -40)
    const inputs: Readonly<Record<string, object>> = { send: { sentDate: then }, accept: { orderDate: then } }
    const quote = async (number: string, validUntil: PlainDate, ...commands: string[]) => {
      const lines = [{ item: item?.id, quantity: '1' }]
      const said = { number, customer: customer.id, quoteDate: then, validUntil, lines }
      const { id } = await company.act(crm, 'quote', 'create', said)
      for (const command of commands) {
        const input = inputs[command] ?? {}
        await company.act(crm, 'quote', command, { id, input })
      }
    }
    await quote('Q1-over', addDays(today, -1), 'send')
    await quote('Q2-last-day', today, 'send')
    await quote('Q3-draft', addDays(today, -1))
    await quote('Q4-accepted', addDays(today, -1), 'send', 'accept')
    await quote('Q5-declined', addDays(today, -1), 'send', 'decline')
    await once('expire-quotes')
    const expected = [
      { number: 'Q1-over', state: 'expired' },
      { number: 'Q2-last-day', state: 'sent' },
      { number: 'Q3-draft', state: 'draft' },
      { number: 'Q4-accepted', state: 'accepted' },
      { number: 'Q5-declined', state: 'declined' },
    ]
    expect(await states()).toEqual(expected)

    const told = () => company.read(sql<{ actorKind: string }>`select actor_kind from crm.event where type = 'quote-expired'`)
    expect(await told()).toEqual([{ actorKind: 'system' }])
    await once('expire-quotes')
    expect([await states(), await told()]).toEqual([expected, [{ actorKind: 'system' }]])
  })
})
