/** People in both systems: they make, change, remove, merge and bring back documents, often both sides at once. */
import type { KindName, Values } from '@tandem/hub'
import { contactOf, customerOf, itemOf, orderOf } from '../documents.ts'
import type { MemorySystem } from '../memory-system.ts'
import { MONEY_ACTS, moneyChangeOf } from './money.ts'
import { type Act, type Acts, add, edit, idOf, one, type Place, removeOne } from './place.ts'
import type { Climate } from './weather.ts'

const EDITABLE: readonly KindName[] = ['customer', 'customer', 'item', 'order', 'contact']

const ALL_ACTS: Acts = [
  [16, (place, at) => add(place, at, 'customer', customerOf(codeOf(place, at), nameOf(place), taxOf(place)))],
  [8, (place, at) => add(place, at, 'item', itemOf(codeOf(place, at), `I${place.count()}`))],
  [8, addContact],
  [12, addOrder],
  [26, editOne],
  [16, editOnBothSides],
  [4, makeOnBothSides],
  [5, moveContact],
  [4, changeCode],
  [5, setBack],
  [5, editFresh],
  [3, remove],
  [3, mergeByHand],
  [8, merge],
  [4, unmerge],
  [4, bringBack],
]

const ONLY_BUSY: ReadonlySet<Act> = new Set([makeOnBothSides, moveContact])
const ACTS: Acts = ALL_ACTS.filter(([, one]) => !ONLY_BUSY.has(one))

/** What guards of the joint are for: the same thing on both sides, chains of new documents, edits of what is on its way. */
const BUSY_ACTS: Acts = [...ALL_ACTS, [20, addOrder], [10, addContact], [12, makeOnBothSides], [10, moveContact], [20, editFresh]]

/** Also what a guard is for that matters in few courses of events only, and what is seldom done: taking back. */
const LIVELY_ACTS: Acts = [
  ...BUSY_ACTS,
  [40, answerWrite],
  [20, doubt],
  [20, changeTheirMind],
  [12, remove],
  [10, bringBack],
  [10, unmerge],
]

/** Little is new, so all do what they do to the same few. */
const CROWDED_ACTS: Acts = [
  [6, (place, at) => add(place, at, 'customer', customerOf(codeOf(place, at), nameOf(place), taxOf(place)))],
  [3, (place, at) => add(place, at, 'item', itemOf(codeOf(place, at), `I${place.count()}`))],
  [6, addContact],
  [4, addOrder],
  [16, editOne],
  [16, editOnBothSides],
  [4, makeOnBothSides],
  [10, moveContact],
  [20, setBack],
  [20, editFresh],
  [16, answerWrite],
  [14, doubt],
  [20, changeTheirMind],
]

const ACTS_IN: Readonly<Record<Climate, Acts>> = {
  usual: ACTS,
  rough: BUSY_ACTS,
  lively: LIVELY_ACTS,
  crowded: CROWDED_ACTS,
  money: [...ALL_ACTS, [30, addOrder], [10, editFresh], [10, answerWrite], [4, unmerge], ...MONEY_ACTS],
}

/** So that there is something to invoice from the first day on: each side has a customer, an item and an order. */
export function openShop(place: Place): void {
  for (const at of [place.crm, place.erp]) {
    const customer = add(place, at, 'customer', customerOf(`${at.system}${place.count()}`, `N${place.count()}`, null))
    const item = add(place, at, 'item', itemOf(`${at.system}${place.count()}`, `I${place.count()}`))
    add(place, at, 'order', orderOf(`${at.system}-SO${place.count()}`, customer, item, '2'))
  }
}

/** Somebody does something. */
export function act(place: Place): void {
  const at = place.random() < 0.5 ? place.crm : place.erp
  const acts = ACTS_IN[place.climate]
  let left = place.random() * acts.reduce((sum, [weight]) => sum + weight, 0)
  for (const [weight, one] of acts) {
    left -= weight
    if (left >= 0) continue
    one(place, at)
    return
  }
}

function codeOf({ random, count }: Place, at: MemorySystem): string {
  return random() < 0.15 ? `TWIN${Math.floor(random() * 3)}` : `${at.system}${count()}`
}

function nameOf({ random, count, refusedNames }: Place): string {
  return random() < refusedNames ? 'Refused' : `N${count()}`
}

function taxOf({ random }: Place): string | null {
  return random() < 0.1 ? `TAX${Math.floor(random() * 2)}` : null
}

function addContact(place: Place, at: MemorySystem): void {
  const customer = idOf(place, at, 'customer')
  if (customer) add(place, at, 'contact', contactOf(customer, `K${place.count()}`))
}

function addOrder(place: Place, at: MemorySystem): void {
  const [customer, item] = [idOf(place, at, 'customer'), idOf(place, at, 'item')]
  if (!customer || !item) return
  const number = place.count()
  add(place, at, 'order', orderOf(`${at.system}-SO${number}`, customer, item, String(1 + (number % 9))))
}

function changeOf(place: Place, kind: KindName): Values {
  const { random, count } = place
  const ofMoney = moneyChangeOf(place, kind)
  if (ofMoney) return ofMoney
  if (kind === 'item') return random() < 0.5 ? { name: `I${count()}` } : { category: `G${count()}` }
  if (kind === 'contact') return { phone: `P${count()}` }
  if (kind === 'order') {
    return { customerReference: `R${count()}`, ...(random() < 0.3 ? { state: random() < 0.7 ? 'placed' : 'requested' } : {}) }
  }
  const what = random()
  if (what < 0.4) return { name: nameOf(place) }
  return what < 0.7 ? { phone: `P${count()}` } : { creditLimit: String(count()), phone: `P${count()}` }
}

function editOne(place: Place, at: MemorySystem): void {
  const kind = one(place, EDITABLE) ?? 'customer'
  const id = idOf(place, at, kind)
  if (id) edit(place, at, kind, id, changeOf(place, kind))
}

/** The same thing is changed in both systems, neither knowing of the other. */
function editOnBothSides(place: Place): void {
  const { crm, erp } = place
  const kind = one(place, ['customer', 'customer', 'item', 'order'] as const) ?? 'customer'
  const id = idOf(place, crm, kind)
  const called = (values: Values | undefined) => values?.code ?? values?.number
  const name = id && called(crm.documents(kind).get(id))
  const there = name && [...erp.documents(kind)].find(([, values]) => called(values) === name)?.[0]
  if (!id || !there || erp.merged(kind).has(there)) return
  place.happened('both sides are edited at once')
  edit(place, crm, kind, id, changeOf(place, kind))
  edit(place, erp, kind, there, changeOf(place, kind))
}

/** The same customer or item is new in both systems, entered by people who do not know of each other. */
function makeOnBothSides(place: Place): void {
  const { crm, erp, count, random } = place
  const code = `SAME${count()}`
  const isItem = random() < 0.4
  place.happened('the same is made on both sides')
  for (const at of [crm, erp]) {
    const name = `${isItem ? 'I' : 'N'}${count()}`
    add(place, at, isItem ? 'item' : 'customer', isItem ? itemOf(code, name) : customerOf(code, name, null))
  }
}

/** A contact has gone to another customer. */
function moveContact(place: Place, at: MemorySystem): void {
  const [contact, customer] = [idOf(place, at, 'contact'), idOf(place, at, 'customer')]
  if (contact && customer) edit(place, at, 'contact', contact, { customer })
}

/** What the joint has just written is set back to what it was: a value may return. */
function setBack(place: Place): void {
  const last = one(place, place.ledger.written.slice(-4))
  const at = last?.system === 'crm' ? place.crm : place.erp
  if (!last || at.merged(last.kind).has(last.id)) return
  const back = Object.entries(last.before).filter(([field, value]) => SET_BACK.has(field) && value !== null)
  if (back.length === 0) return
  place.happened('a value returns')
  edit(place, at, last.kind, last.id, Object.fromEntries(back))
}

const SET_BACK: ReadonlySet<string> = new Set(['name', 'phone', 'creditLimit', 'category', 'customerReference'])

/** Somebody changes what the joint has just made, perhaps before the joint knows that it has. */
function editFresh(place: Place): void {
  const made = one(
    place,
    place.ledger.written.slice(-4).filter(({ isNew }) => isNew),
  )
  const at = made?.system === 'crm' ? place.crm : place.erp
  if (!made || at.merged(made.kind).has(made.id)) return
  place.happened('what was just made is changed')
  edit(
    place,
    at,
    made.kind,
    made.id,
    place.climate !== 'usual' && place.random() >= 0.5 ? renamed(place, at, made.kind) : changeOf(place, made.kind),
  )
}

/**
 * What the joint has just written is answered on both sides: where it comes from the same field is said anew, where it was
 * written something else of the same document.
 */
function answerWrite(place: Place): void {
  const last = one(
    place,
    place.ledger.written.slice(-3).filter(({ kind, before }) => kind === 'customer' && BOTH_SAY.some((name) => name in before)),
  )
  if (!last) return
  const [there, here] = last.system === 'crm' ? [place.crm, place.erp] : [place.erp, place.crm]
  const written = there.documents('customer').get(last.id)
  const field = BOTH_SAY.find((name) => name in last.before)
  const origin = [...here.documents('customer')].find(([, { code }]) => code === written?.code)?.[0]
  if (!written || !field || !origin || there.merged('customer').has(last.id) || here.merged('customer').has(origin)) return
  place.happened('a write is answered on both sides')
  edit(place, here, 'customer', origin, { [field]: `${field === 'name' ? 'N' : 'P'}${place.count()}` })
  edit(place, there, 'customer', last.id, {
    [field === 'name' ? 'phone' : 'name']: `${field === 'name' ? 'P' : 'N'}${place.count()}`,
  })
}

const BOTH_SAY = ['name', 'phone'] as const

/** Somebody makes what may be there already, with a contact. */
function doubt(place: Place, at: MemorySystem): void {
  const known = one(place, [...(at === place.crm ? place.erp : place.crm).documents('customer').values()].slice(-4))
  if (!known) return
  place.happened('what is there is made again')
  add(place, at, 'customer', customerOf(String(known.code), `N${place.count()}`, null))
  const [id] = [...at.documents('customer').keys()].slice(-1)
  if (id) add(place, at, 'contact', contactOf(id, `K${place.count()}`))
}

/** What was entered last is put right: a contact goes to another customer, a customer or item gets another code. */
function changeTheirMind(place: Place): void {
  const last = one(
    place,
    place.ledger.deeds.slice(-4).filter(({ what }) => what !== 'remove'),
  )
  const at = last?.system === 'crm' ? place.crm : place.erp
  if (!last || at.merged(last.kind).has(last.id)) return
  place.happened('somebody thinks better of it')
  const customer = last.kind === 'contact' ? [...at.documents('customer').keys()][0] : undefined
  const values = customer ? { customer } : last.kind === 'order' ? changeOf(place, 'order') : { code: codeOf(place, at) }
  edit(place, at, last.kind, last.id, last.kind === 'contact' && !customer ? changeOf(place, 'contact') : values)
}

/** What it is found by is said anew. */
function renamed(place: Place, at: MemorySystem, kind: KindName): Values {
  if (kind === 'contact') return { name: `K${place.count()}` }
  return kind === 'order' ? changeOf(place, kind) : (moneyChangeOf(place, kind) ?? { code: codeOf(place, at) })
}

function changeCode(place: Place, at: MemorySystem): void {
  const kind = place.random() < 0.5 ? 'customer' : 'item'
  const id = idOf(place, at, kind)
  if (id) edit(place, at, kind, id, { code: codeOf(place, at) })
}

function remove(place: Place, at: MemorySystem): void {
  const kind = one(place, EDITABLE) ?? 'customer'
  const id = place.removes ? idOf(place, at, kind) : undefined
  if (id) removeOne(place, at, kind, id)
}

const NAMING_CUSTOMERS: Readonly<Record<string, readonly KindName[]>> = {
  usual: ['contact', 'order'],
  crm: ['contact', 'order', 'price', 'return'],
  erp: ['contact', 'order', 'price', 'return', 'invoice', 'payment'],
}

/** Two customers were one: what named the second names the first from now on, and the second goes. */
function mergeByHand(place: Place, at: MemorySystem): void {
  const [first, second] = [idOf(place, at, 'customer'), idOf(place, at, 'customer')]
  if (!place.removes || !first || !second || first === second) return
  for (const kind of NAMING_CUSTOMERS[place.climate === 'money' ? at.system : 'usual'] ?? []) {
    for (const [id, values] of at.documents(kind)) {
      if (values.customer === second) edit(place, at, kind, id, { customer: first })
    }
  }
  edit(place, at, 'customer', first, { phone: `P${place.count()}` })
  removeOne(place, at, 'customer', second)
}

/** The system itself makes one of two: it re-points what names the second. */
export function merge(place: Place, at: MemorySystem): void {
  const [first, second] = [idOf(place, at, 'customer'), idOf(place, at, 'customer')]
  if (!place.merges || !at.capabilities().kinds.customer?.merge || !first || !second || first === second) return
  at.merge('customer', second, first)
  place.happened('a system merges')
  place.note(`${at.system}: customer ${second} is merged into ${first}`)
}

export function unmerge(place: Place, at: MemorySystem): void {
  const merged = at.merged('customer')
  const id = one(place, [...merged].flatMap(([id, into]) => (merged.has(into) ? [] : [id])).sort())
  if (!id) return
  at.merge('customer', id, null)
  place.happened('a system un-merges')
  place.note(`${at.system}: customer ${id} is un-merged`)
}

export function bringBack(place: Place, at: MemorySystem): void {
  const kind = one(place, EDITABLE) ?? 'customer'
  const [id, old] =
    one(
      place,
      [...at.removed(kind)].sort(([a], [b]) => (a < b ? -1 : 1)),
    ) ?? []
  if (!id || !old) return
  const values = { ...old, ...changeOf(place, kind) }
  at.bringBack(kind, id, values)
  place.ledger.deeds.push({ system: at.system, kind, id, what: 'add', values, before: old })
  place.happened('a document is back')
  place.note(`${at.system}: ${kind} ${id} is back`)
}
