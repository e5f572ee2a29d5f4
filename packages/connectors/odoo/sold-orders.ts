/**
 * Orders where Odoo is the CRM: confirmed there and placed by the ERP, or begun there. What the ERP says of them, which Odoo has no
 * place for, stands in fields of the joint's own (`x_tandem_...`), made when the first answer comes.
 */
import type { Outcome, Values, Write } from '@tandem/hub'
import type { Json } from '@tandem/kernel'
import { bring } from './born-orders.ts'
import type { Row } from './door.ts'
import { ORDER, orders } from './orders.ts'
import { and, type OdooKind, type Part, type Session, search } from './session.ts'
import { changeSold, LATER } from './sold-lines.ts'
import { readDocs } from './source.ts'
import { text } from './values.ts'
import { judge, notFound, readBack, refusedBy } from './write.ts'

const STATE = 'x_tandem_state'
const NUMBER = 'x_tandem_number'
const PROGRESS = 'x_tandem_progress'
const OURS = { [STATE]: 'Tandem: state', [NUMBER]: 'Tandem: ERP number', [PROGRESS]: 'Tandem: progress' } as const

const [told] = orders.parts as readonly [Part]

export const soldOrders: OdooKind = {
  kind: 'order',
  parts: [
    {
      ...told,
      watched: told.watched.slice(0, 1),
      // What was sold before the two were joined was entered in the ERP by hand.
      domain: (session) => and(told.domain(session), [['date_order', '>=', `${session.options.ordersFrom} 00:00:00`]]),
      fields: (session) => [...told.fields(session), 'origin', ...Object.keys(OURS).filter((name) => isThere(session, name))],
      async values(session, rows) {
        const values = await told.values(session, rows)
        return rows.map((row, i) => {
          const of = values[i]
          // Called off before anybody was told of it.
          return of && !(row.state === 'cancel' && !text(row[STATE])) ? soldValues(of, row) : undefined
        })
      },
    },
  ],
}

function isThere({ facts }: Session, name: string): boolean {
  return facts.fields[ORDER]?.includes(name) ?? false
}

function soldValues(values: Values, row: Row): Values {
  return {
    ...(row.origin === row.name ? withoutOwnPlaces(values) : values),
    number: String(row.name),
    erpNumber: text(row[NUMBER]),
    state: text(row[STATE]) ?? 'requested',
    cancelRequested: row.state === 'cancel',
    progress: JSON.parse(text(row[PROGRESS]) ?? '[]') as Json,
  }
}

/** Of an order that the ERP began without addresses, Odoo names the customer itself, which says nothing. */
function withoutOwnPlaces({ billingAddress, shippingAddress, ...values }: Values): Values {
  return {
    ...values,
    ...(billingAddress === values.customer ? {} : { billingAddress: billingAddress ?? null }),
    ...(shippingAddress === values.customer ? {} : { shippingAddress: shippingAddress ?? null }),
  }
}

/** State, number and progress are kept; what the ERP changes later in lines, dates and places is changed there, too. */
export async function writeSoldOrders(session: Session, writes: readonly Write[]): Promise<Outcome[]> {
  const outcomes = new Map<Write, Outcome>()
  const made = new Map<Write, string>()
  const docs = new Map(
    (
      await readDocs(
        session,
        soldOrders,
        writes.flatMap(({ externalId }) => externalId ?? []),
      )
    ).map((doc) => [doc.externalId, doc]),
  )
  const begun = writes.filter(({ externalId }) => externalId === undefined)
  if (begun.length > 0) await makeFields(session)
  await bring(session, begun, saying, outcomes, made)
  for (const write of writes.filter(({ externalId }) => externalId !== undefined)) {
    const doc = docs.get(write.externalId ?? '')
    if (!doc) outcomes.set(write, { refused: notFound(session, write) })
    else {
      const verdict = judge(write, doc) ?? (await keep(session, write, doc.values))
      if (verdict) outcomes.set(write, verdict)
      else made.set(write, doc.externalId)
    }
  }
  await readBack(session, soldOrders, made, outcomes)
  return writes.map((write) => outcomes.get(write) ?? { unknown: { reason: 'no outcome was told' } })
}

async function keep(session: Session, write: Write, now: Values): Promise<Outcome | undefined> {
  const { changed, values } = write
  const kept = new Set(['state', 'erpNumber', 'progress', ...LATER])
  const other = changed.find(
    (name) => !kept.has(name) && name in now && JSON.stringify(now[name]) !== JSON.stringify(values[name] ?? null),
  )
  if (other) return { refused: refusedBy(session, 'order', `${other}: ${JSON.stringify(values[other] ?? null)}`) }
  await makeFields(session)
  return changeSold(session, write, now, saying({ values }))
}

function saying({ values }: Pick<Write, 'values'>): Readonly<Record<string, string | false>> {
  return {
    [STATE]: typeof values.state === 'string' ? values.state : false,
    [NUMBER]: typeof values.erpNumber === 'string' ? values.erpNumber : false,
    [PROGRESS]: JSON.stringify(values.progress ?? []),
  }
}

/** Once in the life of a database: another process, or a call whose answer was lost, may have made them already. */
async function makeFields(session: Session): Promise<void> {
  const missing = Object.entries(OURS).filter(([name]) => !isThere(session, name))
  if (missing.length === 0) return
  const [model] = await search(session, 'ir.model', [['model', '=', ORDER]], ['id'])
  const ofModel = ['model_id', '=', Number(model?.id)]
  const made = await search(session, 'ir.model.fields', [ofModel, ['name', 'in', missing.map(([name]) => name)]], ['name'])
  const wanted = missing.filter(([name]) => !made.some((row) => row.name === name))
  const about = { model_id: Number(model?.id), state: 'manual', copied: false }
  const vals = wanted.map(([name, label]) => ({
    ...about,
    name,
    field_description: label,
    ttype: name === PROGRESS ? 'text' : 'char',
  }))
  if (vals.length > 0) await session.door.call('ir.model.fields', 'create', { vals_list: vals as unknown as Json })
  ;(session.facts.fields as Record<string, readonly string[]>)[ORDER] = [
    ...(session.facts.fields[ORDER] ?? []),
    ...missing.map(([name]) => name),
  ]
}
