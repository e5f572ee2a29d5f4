/** The demo company's account at the bank: a statement that is matched, and one of yesterday that leaves a few things to do. */
import { csvLine } from '@tandem/connectors'
import { rows, sql } from '@tandem/db'
import { erp } from '@tandem/erp'
import { addDays, Decimal, type Id, type PlainDate } from '@tandem/kernel'
import { perform } from '../load/workshop.ts'
import { all, type Day } from './day.ts'

const ACCOUNT = {
  code: 'ICBC',
  name: '工商银行基本户 / ICBC current account',
  accountNumber: '1202 0214 0990 0123 456',
  currency: 'CNY',
}
const OPENING = '862400.00'
/** So many of the last payments stand in the older statement. */
const PAID = 12

interface Movement {
  readonly date: PlainDate
  readonly amount: string
  readonly counterparty: string
  readonly reference: string
}

export async function readTheBank(day: Day): Promise<void> {
  await act(day, 'bank-account', 'create', ACCOUNT)
  const paid = await lastPayments(day)
  const before = paid.map(({ date, amount, party, reference }) => ({ date, amount, counterparty: party, reference }))
  const closing = await read(day, before, OPENING)
  await matchWith(day, paid)
  await read(day, await yesterday(day), closing)
  await day.shop.settle()
}

interface Paid {
  readonly payment: Id
  readonly date: PlainDate
  readonly amount: string
  readonly party: string
  readonly reference: string
}

/** What customers paid last before this week, and somebody has recorded by hand. */
function lastPayments({ shop, date }: Day): Promise<Paid[]> {
  return shop.database.transaction(shop.tenant, (tx) =>
    rows(
      tx,
      sql<Paid>`
        select p.id as payment, p.payment_date as date, p.amount::text as amount, c.name as party, p.number as reference
        from erp.payment p join erp.party c on c.id = p.party
        where p.currency = 'CNY' and p.amount > 0 and p.payment_date < ${addDays(date, -5)}::date
        order by p.payment_date desc, p.number desc limit ${PAID}`,
    ),
  )
}

interface Open {
  readonly number: string
  readonly open: string
  readonly party: string
}

/** One pays exactly what an invoice says, one pays too little, one names nothing, and there are charges and interest. */
async function yesterday({ shop, date }: Day): Promise<Movement[]> {
  const open = await shop.database.transaction(shop.tenant, (tx) =>
    rows(
      tx,
      sql<Open>`
        select i.number, (i.total - i.paid)::text as open, c.name as party from erp.invoice i join erp.party c on c.id = i.party
        where i.type = 'invoice' and i.currency = 'CNY' and i.total - i.paid > 500 order by i.due_date, i.number limit 3`,
    ),
  )
  const [exact, short, silent] = open
  const less = (amount: string, by: string) => Decimal.of(amount).minus(Decimal.of(by)).toString()
  const on = (amount: string, counterparty: string, reference: string) => ({
    date: addDays(date, -1),
    ...{ amount, counterparty, reference },
  })
  return [
    ...(exact ? [on(exact.open, exact.party, exact.number)] : []),
    ...(short ? [on(less(short.open, '100'), short.party, short.number)] : []),
    ...(silent ? [on(silent.open, silent.party, '货款 / Goods')] : []),
    on('2600.00', '杭州西溪物业管理有限公司', '押金退回 / Deposit returned'),
    on('-35.00', '中国工商银行', '手续费 / Charges'),
    on('118.42', '中国工商银行', '利息 / Interest'),
  ]
}

const HEAD = ['Account', 'Date', 'Amount', 'Counterparty', 'Reference', 'Balance']

/** The bank's file of these movements, the oldest first: the balance after them. */
async function read(day: Day, movements: readonly Movement[], opening: string): Promise<string> {
  const inOrder = movements.toSorted((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : 0))
  let balance = Decimal.of(opening)
  const lines = inOrder.map(({ date, amount, counterparty, reference }) => {
    balance = balance.plus(Decimal.of(amount))
    return [ACCOUNT.accountNumber, date, amount, counterparty, reference, balance.toString()]
  })
  await act(day, 'bank-statement', 'read-file', { content: [HEAD, ...lines].map((cells) => csvLine(cells)).join('') })
  return balance.toString()
}

/** Each movement with the payment it tells of. */
async function matchWith({ shop, by }: Day, paid: readonly Paid[]): Promise<void> {
  await shop.database.transaction(shop.tenant, async (tx) => {
    const lines = await rows(tx, sql<{ id: Id; reference: string }>`select id, reference from erp.bank_line where state = 'open'`)
    const inputs = lines.flatMap(({ id, reference }) => {
      const own = paid.find((one) => one.reference === reference)
      return own ? [{ id, input: { payment: own.payment } }] : []
    })
    all(await perform(tx, by, erp, 'bank-line', 'match', inputs))
  })
}

async function act({ shop, by }: Day, document: string, command: string, input: object): Promise<void> {
  await shop.database.transaction(shop.tenant, async (tx) => {
    all(await perform(tx, by, erp, document, command, [input]))
  })
}
