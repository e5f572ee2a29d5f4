/**
 * Orders that began in the ERP, in an Odoo that is the CRM: they stand there as sold, under the ERP's number, for whoever looks at
 * the customer. The ERP delivers and bills them, so confirming them there, which would reserve goods a second time, is passed by.
 */
import type { Outcome, Write } from '@tandem/hub'
import { dateIn } from '@tandem/kernel'
import { idText } from '../kit/ids.ts'
import { known, type Loading } from './load.ts'
import { ORDER } from './orders.ts'
import { readAll, type Session, search } from './session.ts'
import { moment } from './values.ts'
import { loadDrafts, productsOf, rowsOf, totalTrouble, undo } from './write-orders.ts'

/** `saying`: what the ERP says of an order, in Odoo's fields. */
export async function bring(
  session: Session,
  writes: readonly Write[],
  saying: (write: Write) => Readonly<Record<string, string | false>>,
  outcomes: Map<Write, Outcome>,
  made: Map<Write, string>,
): Promise<void> {
  if (writes.length === 0) return
  const before = await known(session, 'order', ORDER, writes)
  const loadings = await loadingsOf(
    session,
    writes.filter((write) => !before.has(write)),
    outcomes,
  )
  const drafts = new Map([...before, ...(await loadDrafts(session, 'order', ORDER, loadings, outcomes))])
  await sellAll(session, drafts, saying, outcomes, made)
}

async function loadingsOf(session: Session, writes: readonly Write[], outcomes: Map<Write, Outcome>): Promise<Loading[]> {
  const refuse = (write: Write, code: string, details: object = {}) =>
    outcomes.set(write, { refused: { code, details: { number: String(write.values.number ?? ''), ...details } } })
  const numbers = writes.map(({ values }) => String(values.number ?? ''))
  const [taken, products] = await Promise.all([
    numbers.length === 0 ? [] : search(session, ORDER, [['name', 'in', numbers]], ['name']),
    productsOf(session, writes),
  ])
  const names = new Set(taken.map(({ name }) => String(name)))
  const loadings: Loading[] = []
  for (const write of writes) {
    const number = String(write.values.number ?? '')
    if (names.has(number)) refuse(write, 'odoo/number-taken')
    else {
      const rows = await rowsOf(session, write, products)
      if (!rows.ok) outcomes.set(write, { refused: rows.refusal })
      else loadings.push({ write, rows: rows.value.map((row, i) => (i === 0 ? { ...row, name: number } : row)) })
      names.add(number)
    }
  }
  return loadings
}

/** What stands there as a draft becomes an order when it is worth what the ERP says; otherwise nothing of it stays. */
async function sellAll(
  session: Session,
  drafts: ReadonlyMap<Write, number>,
  saying: (write: Write) => Readonly<Record<string, string | false>>,
  outcomes: Map<Write, Outcome>,
  made: Map<Write, string>,
): Promise<void> {
  const found = await readAll(session, ORDER, [...drafts.values()], ['state', 'amount_total', 'currency_id'])
  const rows = new Map(found.map((row) => [Number(row.id), row]))
  for (const [write, id] of drafts) {
    const row = rows.get(id)
    if (!row) {
      outcomes.set(write, { later: { afterMs: 200, reason: 'busy' } })
      continue
    }
    const isDraft = row.state === 'draft' || row.state === 'sent'
    const trouble = isDraft ? totalTrouble(session, write.values, row) : undefined
    if (trouble) {
      await undo(session, write, id, trouble, outcomes)
      continue
    }
    if (isDraft) {
      const vals = { state: 'sale', date_order: timeOf(session, String(write.values.orderDate)), ...saying(write) }
      await session.door.call(ORDER, 'write', { ids: [id], vals })
    }
    made.set(write, idText(id))
  }
}

const HOURS = ['12:00:00', '06:00:00', '18:00:00'] as const

/** A moment, in UTC, that is on that day where the company is. */
function timeOf({ facts }: Session, day: string): string {
  const times = HOURS.map((hour) => `${day} ${hour}`)
  return times.find((time) => dateIn(moment(time), facts.company.timeZone) === day) ?? `${day} 12:00:00`
}
