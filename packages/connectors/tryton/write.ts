/** Writes of the joint into Tryton: parties with their mark, addresses, and sales that are quoted and confirmed once. */
import type { Outcome, Values, Write } from '@tandem/hub'
import { Decimal, type Json, type Refusal } from '@tandem/kernel'
import { idNumber, idText } from '../kit/ids.ts'
import type { Doc } from '../kit/poll.ts'
import { writtenVersion } from '../kit/version.ts'
import { dateOf, decimalOf, type Row, TrytonRefused } from './door.ts'
import { MARK, parties, places } from './kinds.ts'
import { orderMark, sales } from './sales.ts'
import { all, byIds, readDocs, type Session, some, type TrytonKind } from './session.ts'

const RECORD = /:([0-9a-f]{8}-[0-9a-f-]{27}):\d+(?::\d+)?$/

/** The joint's record that a write is of: what it makes bears its mark, so that the same again finds it. */
export function recordOf({ key }: Pick<Write, 'key'>): string {
  return RECORD.exec(key)?.[1] ?? key
}

export async function write(session: Session, kind: TrytonKind, writes: readonly Write[]): Promise<Outcome[]> {
  const before = await madeBefore(session, kind, writes)
  const outcomes: Outcome[] = []
  for (const one of writes) outcomes.push(await writeOne(session, kind, one, before.get(one)))
  return outcomes
}

/** What earlier writes of the same records made. */
export async function madeBefore(session: Session, kind: TrytonKind, writes: readonly Write[]): Promise<Map<Write, number>> {
  const creates = writes.filter(({ externalId: id }) => id === undefined)
  const found = new Map<Write, number>()
  if (creates.length === 0) return found
  if (kind === parties) {
    const codes = creates.map((one) => MARK + recordOf(one))
    const rows = await all(session.door, 'party.identifier', [['code', 'in', codes]], ['code', 'party'])
    for (const one of creates) {
      const row = rows.find(({ code }) => code === MARK + recordOf(one))
      if (row) found.set(one, Number(row.party))
    }
    return found
  }
  for (const one of creates) {
    const id = await (kind === sales ? saleOf(session, one) : samePlace(session, one))
    if (id) found.set(one, id)
  }
  return found
}

async function saleOf(session: Session, one: Write): Promise<number | undefined> {
  const rows = await some(session.door, 'sale.sale', [['comment', '=', orderMark(session) + recordOf(one)]], ['state'], 2)
  return rows[0] && Number(rows[0].id)
}

/** An address bears no mark: the same words at the same party are the same address. */
async function samePlace(session: Session, { values }: Write): Promise<number | undefined> {
  const party = idNumber(String(values.customer))
  const street = streetOf(values)
  const rows = await some(
    session.door,
    'party.address',
    [
      ['party', '=', party],
      ['street', '=', street],
      ['city', '=', values.city ?? null],
    ],
    ['id'],
    50,
  )
  const docs = await readDocs(
    session,
    places,
    rows.map(({ id }) => idText(Number(id))),
  )
  const same = docs.find((doc) => Object.entries(doc.values).every(([name, value]) => (values[name] ?? null) === value))
  return same && idNumber(same.externalId)
}

async function writeOne(session: Session, kind: TrytonKind, one: Write, before: number | undefined): Promise<Outcome> {
  try {
    if (kind === sales) return await writeSale(session, one, before)
    if (one.externalId !== undefined) return await update(session, kind, one)
    const id = before ?? (await create(session, kind, one.values, one))
    return await done(session, kind, one, idText(id))
  } catch (fault) {
    if (!(fault instanceof TrytonRefused)) throw fault
    if (fault.kind === 'ConcurrencyException') return STALE
    if (fault.kind === 'Login') throw fault
    return { refused: notAccepted(kind.kind, fault.message) }
  }
}

const STALE: Outcome = { later: { afterMs: 0, reason: 'stale' } }

export function notAccepted(kind: string, reason: string): Refusal {
  return { code: 'tryton/not-accepted', details: { kind, reason } }
}

export async function done(session: Session, kind: TrytonKind, one: Write, id: string): Promise<Outcome> {
  const [doc] = await readDocs(session, kind, [id])
  return { done: { externalId: id, version: doc ? writtenVersion(one, doc) : `written.${one.key}` } }
}

async function create(session: Session, kind: TrytonKind, values: Values, one: Write): Promise<number> {
  const fields =
    kind === parties ? await newParty(session, values, recordOf(one)) : await placeFields(session, values, Object.keys(values))
  const [id] = await session.door.call<number[]>(kind.model, 'create', [[fields as Json]])
  return id ?? 0
}

async function newParty(session: Session, values: Values, record: string): Promise<Row> {
  const means = [
    ...(values.email ? [{ type: 'email', value: values.email }] : []),
    ...(values.phone ? [{ type: 'phone', value: values.phone }] : []),
  ]
  return {
    ...partyFields(session, values, Object.keys(values)),
    identifiers: [['create', [{ type: null, code: MARK + record }, ...taxOf(values)]]],
    ...(means.length > 0 ? { contact_mechanisms: [['create', means]] } : {}),
  }
}

function taxOf(values: Values): Row[] {
  return values.taxNumber ? [{ type: 'eu_vat', code: values.taxNumber }] : []
}

function partyFields({ facts }: Session, values: Values, names: readonly string[]): Row {
  const fields: Record<string, Json> = {}
  for (const name of ['code', 'name']) if (names.includes(name)) fields[name] = values[name] ?? null
  if (names.includes('status')) fields.active = values.status !== 'archived'
  const term = facts.terms[String(values.paymentTermDays ?? 0)]
  if (names.includes('paymentTermDays')) fields.customer_payment_term = term ?? null
  return fields
}

function streetOf(values: Values): string {
  return values.line2 ? `${String(values.line1)}\n${String(values.line2)}` : String(values.line1 ?? '')
}

async function placeFields(session: Session, values: Values, names: readonly string[]): Promise<Row> {
  const fields: Record<string, Json> = {}
  if (names.includes('customer')) fields.party = idNumber(String(values.customer))
  if (names.includes('line1') || names.includes('line2')) fields.street = streetOf(values)
  const plain = { recipient: 'party_name', city: 'city', postalCode: 'postal_code' } as const
  for (const [name, field] of Object.entries(plain)) if (names.includes(name)) fields[field] = values[name] ?? null
  if (names.includes('use')) Object.assign(fields, { invoice: values.use !== 'shipping', delivery: values.use !== 'billing' })
  if (names.includes('status')) fields.active = values.status !== 'archived'
  if (names.includes('country') || names.includes('region')) {
    const country = await countryOf(session, String(values.country ?? session.country))
    fields.country = country
    fields.subdivision = values.region ? await subdivisionOf(session, country, String(values.region)) : null
  }
  return fields
}

/** Countries come from a list that not every Tryton has loaded: one that is missing is made. */
async function countryOf({ door }: Session, code: string): Promise<number> {
  const [row] = await some(door, 'country.country', [['code', '=', code]], ['id'], 1)
  if (row) return Number(row.id)
  const [id] = await door.call<number[]>('country.country', 'create', [[{ name: code, code }]])
  return id ?? 0
}

async function subdivisionOf({ door }: Session, country: number, name: string): Promise<Json> {
  const [row] = await some(
    door,
    'country.subdivision',
    [
      ['country', '=', country],
      ['OR', [['name', '=', name]], [['code', '=', name]]],
    ],
    ['id'],
    1,
  )
  if (row) return Number(row.id)
  const [id] = await door.call<number[]>('country.subdivision', 'create', [[{ name, code: name, type: 'region', country }]])
  return id ?? null
}

async function update(session: Session, kind: TrytonKind, one: Write): Promise<Outcome> {
  const id = idNumber(one.externalId ?? '')
  const stamps = await byIds(session.door, kind.model, [id], ['_timestamp'])
  const [doc] = await readDocs(session, kind, [one.externalId ?? ''])
  if (!doc) return { refused: { code: 'tryton/not-found', details: { id: one.externalId ?? '' } } }
  if (one.seen !== undefined && one.seen !== doc.version) return STALE
  const fields =
    kind === parties ? await changedParty(session, one, doc) : await placeFields(session, whole(doc, one), one.changed)
  // Tryton itself refuses when somebody was faster.
  const lock = { _timestamp: { [`${kind.model},${id}`]: String(stamps[0]?._timestamp ?? '') } }
  if (Object.keys(fields).length > 0) await session.door.call(kind.model, 'write', [[id], fields], lock)
  return done(session, kind, one, one.externalId ?? '')
}

/** What a street or country is made of belongs together. */
function whole({ values }: Doc, one: Write): Values {
  return { ...values, ...Object.fromEntries(one.changed.map((name) => [name, one.values[name] ?? null])) }
}

async function changedParty(session: Session, { values, changed }: Write, doc: Doc): Promise<Row> {
  const id = idNumber(doc.externalId)
  // What is there says nothing of a term that is no number of days: that is left as it is.
  const named = 'paymentTermDays' in doc.values ? changed : changed.filter((name) => name !== 'paymentTermDays')
  const fields: Record<string, Json> = { ...partyFields(session, values, named) }
  const means: Json[] = []
  for (const [name, types] of [
    ['email', ['email']],
    ['phone', ['phone', 'mobile']],
  ] as const) {
    if (!changed.includes(name)) continue
    const domain: Json = [
      ['party', '=', id],
      ['type', 'in', [...types]],
    ]
    const [there] = await some(session.door, 'party.contact_mechanism', domain, ['value'], 1)
    if (there && values[name]) means.push(['write', [Number(there.id)], { value: values[name] }])
    else if (there) means.push(['delete', [Number(there.id)]])
    else if (values[name]) means.push(['create', [{ type: name, value: values[name] }]])
  }
  if (means.length > 0) fields.contact_mechanisms = means
  if (changed.includes('taxNumber')) {
    const old = await some(
      session.door,
      'party.identifier',
      [
        ['party', '=', id],
        ['type', '!=', null],
      ],
      ['code'],
      1,
    )
    const gone: Json[] = old[0] ? [['delete', [Number(old[0].id)]]] : []
    fields.identifiers = [...gone, ...(values.taxNumber ? [['create', taxOf(values)]] : [])] as Json
  }
  return fields
}

async function writeSale(session: Session, one: Write, before: number | undefined): Promise<Outcome> {
  if (one.externalId !== undefined) return changeSale(session, one)
  if (one.values.state === 'closed')
    return { refused: { code: 'tryton/order-over', details: { number: one.values.number ?? '' } } }
  const fields = before ? undefined : await saleFields(session, one)
  if (fields && 'code' in fields) return { refused: fields as unknown as Refusal }
  const id = before ?? (await draftOnce(session, one, fields as Row))
  return placeDraft(session, one, id)
}

/** Tryton keeps no ids of others unique: should two have made the same sale at once, the first is kept. */
async function draftOnce(session: Session, one: Write, fields: Row): Promise<number> {
  const { door } = session
  const [id] = await door.call<number[]>('sale.sale', 'create', [[fields as Json]])
  const same = await some(door, 'sale.sale', [['comment', '=', orderMark(session) + recordOf(one)]], ['state'], 10)
  const first = Number(same[0]?.id ?? id)
  if (first !== id) await door.call('sale.sale', 'delete', [[id ?? 0]])
  return first
}

async function placeDraft(session: Session, one: Write, id: number): Promise<Outcome> {
  const { door } = session
  const [row] = await byIds(door, 'sale.sale', [id], ['state', 'total_amount'])
  const isCalledOff = one.values.cancelRequested === true || one.values.state === 'cancelled'
  if (row?.state === 'draft' || row?.state === 'quotation') {
    const [promised, placed] = [String(one.values.total ?? '0'), String(row.total_amount)]
    if (!Decimal.of(promised).equals(Decimal.of(placed))) {
      await undo(session, id)
      const details = { number: one.values.number ?? '', currency: one.values.currency ?? '', promised, placed }
      return { refused: { code: 'tryton/total-differs', details } }
    }
    try {
      if (isCalledOff) await door.call('sale.sale', 'cancel', [[id]])
      else {
        if (row.state === 'draft') await door.call('sale.sale', 'quote', [[id]])
        await door.call('sale.sale', 'confirm', [[id]])
      }
    } catch (fault) {
      if (!(fault instanceof TrytonRefused) || fault.kind === 'Login') throw fault
      await undo(session, id)
      return { refused: notAccepted('order', fault.message) }
    }
  }
  return done(session, sales, one, idText(id))
}

/** A refused order leaves nothing behind. Only a cancelled one can be deleted there. */
async function undo({ door }: Session, id: number): Promise<void> {
  const [row] = await byIds(door, 'sale.sale', [id], ['state'])
  if (row?.state !== 'cancelled') await door.call('sale.sale', 'cancel', [[id]])
  await door.call('sale.sale', 'delete', [[id]])
}

async function saleFields(session: Session, one: Write): Promise<Row | Refusal> {
  const { facts } = session
  const { values } = one
  if (values.currency !== facts.currency) {
    return { code: 'tryton/other-currency', details: { currency: values.currency ?? '', company: facts.currency } }
  }
  const party = idNumber(String(values.customer))
  const address = await addressFor(session, party)
  const lines: Row[] = []
  for (const line of (values.lines ?? []) as readonly Values[]) {
    const fields = lineFields(session, line)
    if ('code' in fields) return fields as Refusal
    lines.push(fields)
  }
  if (lines.length === 0) return { code: 'tryton/no-lines', details: { number: values.number ?? '' } }
  const chosen = (one_: Json | undefined) => (typeof one_ === 'string' ? idNumber(one_) : address)
  const term = facts.terms[String(values.paymentTermDays ?? 0)] ?? Object.values(facts.terms)[0] ?? null
  return {
    ...{ company: facts.company, party, currency: facts.currencyId, warehouse: facts.warehouse, payment_term: term },
    ...{ invoice_address: chosen(values.billingAddress), shipment_address: chosen(values.shippingAddress) },
    ...{ invoice_method: 'shipment', shipment_method: 'order', sale_date: dateOf(values.orderDate) },
    ...{
      description: values.number ?? null,
      reference: values.customerReference ?? null,
      comment: orderMark(session) + recordOf(one),
    },
    lines: [['create', lines as Json]],
  }
}

/** A sale needs an address: a party without any gets an empty one. */
async function addressFor({ door }: Session, party: number): Promise<number> {
  const [row] = await some(
    door,
    'party.address',
    [
      ['party', '=', party],
      ['active', '=', true],
    ],
    ['id'],
    1,
  )
  if (row) return Number(row.id)
  const [id] = await door.call<number[]>('party.address', 'create', [[{ party, invoice: true, delivery: true }]])
  return id ?? 0
}

const PRICE_DIGITS = 4

function lineFields({ facts }: Session, line: Values): Row | Refusal {
  const unit = facts.units[String(line.unit)]
  if (unit === undefined) return { code: 'tryton/unknown-unit', details: { unit: line.unit ?? '' } }
  const wanted = Decimal.of(String(line.taxRate ?? '0'))
  const tax = facts.taxes.find(({ rate }) => Decimal.of(rate).equals(wanted))
  if (!tax && !wanted.isZero()) return { code: 'tryton/no-tax', details: { rate: String(line.taxRate) } }
  const whole = Decimal.of('100')
  const share = whole.minus(Decimal.of(String(line.discountPercent ?? '0')))
  const price = Decimal.of(String(line.unitPrice)).times(share).over(whole, PRICE_DIGITS, 'half-up')
  return {
    ...{
      type: 'line',
      product: idNumber(String(line.item)),
      quantity: Number(line.quantity),
      unit,
      sequence: Number(line.lineNumber),
    },
    ...{ unit_price: decimalOf(price.toString()), description: line.description ?? null },
    ...(tax ? { taxes: [['add', [tax.id]]] } : {}),
  }
}

/** A placed sale is Tryton's: of what the joint wants, its reference and its end are written. */
async function changeSale(session: Session, one: Write): Promise<Outcome> {
  const { door } = session
  const id = idNumber(one.externalId ?? '')
  const [doc] = await readDocs(session, sales, [one.externalId ?? ''])
  if (!doc) return { refused: { code: 'tryton/not-found', details: { id: one.externalId ?? '' } } }
  if (one.seen !== undefined && one.seen !== doc.version) return STALE
  const wantsEnd = one.changed.includes('cancelRequested') && one.values.cancelRequested === true
  if (wantsEnd && doc.values.state !== 'cancelled') {
    // Tryton cancels no sale whose shipment it has made.
    return { refused: { code: 'tryton/order-under-way', details: { number: doc.values.erpNumber ?? '' } } }
  }
  if (one.changed.includes('customerReference')) {
    await door.call('sale.sale', 'write', [[id], { reference: one.values.customerReference ?? null }])
  }
  return done(session, sales, one, doc.externalId)
}
