/** What is left to do for whoever opens the demo company: reminders, an order that waits for stock, one refused for credit. */
import { crm } from '@tandem/crm'
import { rows, sql, type Tx } from '@tandem/db'
import { erp } from '@tandem/erp'
import { addDays, type Id } from '@tandem/kernel'
import { mustFind, perform } from '../load/workshop.ts'
import { readTheBank } from './bank.ts'
import { all, type Day } from './day.ts'
import { hopeForBusiness } from './opportunities.ts'
import { sendBack } from './sent-back.ts'

const TASKS = [
  ['call', '回访：餐桌使用情况 / Call back about the tables', 1],
  ['visit', '上门量房，出平面方案 / Visit to measure the rooms', 2],
  ['mail', '发送新版价目表 / Send the new price list', 0],
  ['task', '跟进逾期货款 / Follow up the overdue invoice', -1],
  ['call', '确认送货时间 / Confirm the delivery slot', 3],
  ['task', '准备年度框架报价 / Prepare the yearly framework quote', 5],
] as const

export async function leaveThingsToDo(day: Day): Promise<void> {
  await day.shop.database.transaction(day.shop.tenant, (tx) => remindOfCustomers(tx, day))
  await hopeForBusiness(day)
  await sendBack(day)
  await readTheBank(day)
  await orderMoreThanThereIs(day)
  await orderBeyondCredit(day)
  await putOnHold(day)
}

async function remindOfCustomers(tx: Tx, { ids, date, by }: Day): Promise<void> {
  const customers = [...ids.customers.values()]
  const inputs = TASKS.flatMap(([kind, subject, inDays], i) =>
    [i, i + 9, i + 20].map((which) => ({
      customer: customers[which] as Id,
      kind,
      subject,
      dueDate: addDays(date, inDays),
      done: false,
    })),
  )
  all(await perform(tx, by, crm, 'activity', 'create', inputs))
}

/** Sixty leather sofas are ordered; a vendor's delivery in twelve days will cover most of them. */
async function orderMoreThanThereIs(day: Day): Promise<void> {
  const item = mustFind(day.ids.items, 'SF-3ST-LTH')
  const expected = { item, expectedDate: addDays(day.date, 12), quantity: '40', reference: 'PO 2-0417' }
  await day.shop.database.transaction(day.shop.tenant, async (tx) => {
    all(await perform(tx, day.by, erp, 'expected-receipt', 'create', [expected]))
  })
  await acceptedQuote(day, 'C0009', [{ code: 'SF-3ST-LTH', quantity: '60' }])
}

/** The ERP refuses this one: it waits in the error inbox for somebody to raise the limit, or to talk to the customer. */
async function orderBeyondCredit(day: Day): Promise<void> {
  const code = 'C0010'
  await changeParty(day, code, { creditLimit: '20000' })
  await acceptedQuote(day, code, [{ code: 'DK-EXE-180', quantity: '12' }])
}

async function putOnHold(day: Day): Promise<void> {
  await changeParty(day, 'C0040', { onHold: true })
  await changeParty(day, 'C0077', { onHold: true })
}

async function changeParty({ shop, by }: Day, code: string, input: object): Promise<void> {
  await shop.database.transaction(shop.tenant, async (tx) => {
    const [party] = await rows(tx, sql<{ id: Id }>`select id from erp.party where code = ${code}`)
    all(await perform(tx, by, erp, 'party', 'change', party ? [{ id: party.id, input }] : []))
  })
  await shop.settle()
}

async function acceptedQuote(
  { shop, ids, date, by }: Day,
  customerCode: string,
  lines: readonly { readonly code: string; readonly quantity: string }[],
): Promise<void> {
  await shop.database.transaction(shop.tenant, async (tx) => {
    const input = {
      customer: mustFind(ids.customers, customerCode),
      quoteDate: date,
      priceList: 'standard',
      lines: lines.map(({ code, quantity }) => ({ item: mustFind(ids.crmItems, code), quantity })),
    }
    const quotes = all<{ id: Id }>(await perform(tx, by, crm, 'quote', 'create', [input])).map(({ id }) => ({ id, input: {} }))
    all(await perform(tx, by, crm, 'quote', 'send', quotes))
    const promises = lines.map((_, i) => ({ lineNumber: i + 1, promisedDate: addDays(date, 7) }))
    all(
      await perform(
        tx,
        by,
        crm,
        'quote',
        'accept',
        quotes.map(({ id }) => ({ id, input: { promises } })),
      ),
    )
  })
  await shop.settle()
}
