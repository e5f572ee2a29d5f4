/** Odoo's JSON-2 and JSON-RPC over `FakeStore`, as a `fetch`: for specs where no Odoo runs. Its answers are those of 19.0. */
import { leadDefaults } from './fake-leads.ts'
import { confirm, countOrder, orderVals, worthOf } from './fake-orders.ts'
import { pickingDefaults, pickingVals } from './fake-stock.ts'
import { FakeError, FakeStore, type Row, stampOf, type Value } from './fake-store.ts'
import { furnish } from './furnish.ts'

export const FAKE_KEY = 'right-key'

export interface FakeOdoo {
  readonly fetch: typeof fetch
  readonly store: FakeStore
  /** The answer of the next call that fits is lost, though it was done. */
  loseAnswer(fits: RegExp): void
  /** The next call that fits may not be made by this user. */
  refuse(fits: RegExp): void
  /** The next calls, so many, are told to come back later. */
  limit(calls: number): void
  /** What it says of itself. */
  version: string
  /** Nothing answers. */
  isDown: boolean
  readonly calls: { readonly path: string; readonly args: Record<string, unknown> }[]
}

export function fakeOdoo(now: number): FakeOdoo {
  const store = new FakeStore(now)
  furnish(store)
  let losing: RegExp | undefined
  let limited = 0
  let refusing: RegExp | undefined
  const fake: FakeOdoo = {
    store,
    isDown: false,
    version: '19.0',
    calls: [],
    loseAnswer: (fits) => {
      losing = fits
    },
    refuse: (fits) => {
      refusing = fits
    },
    limit: (calls) => {
      limited = calls
    },
    fetch: (async (input: string | URL | Request, init?: RequestInit) => {
      if (fake.isDown) throw Object.assign(new TypeError('fetch failed'), { cause: { code: 'ECONNREFUSED' } })
      if (limited > 0) {
        limited -= 1
        return new Response('', { status: 429, headers: { 'retry-after': '2' } })
      }
      const path = new URL(String(input)).pathname
      if (refusing?.test(path)) {
        refusing = undefined
        return json(403, { name: 'odoo.exceptions.AccessError', message: 'You are not allowed to do this.' })
      }
      const body = JSON.parse(String(init?.body ?? '{}')) as Record<string, unknown>
      const response = path === '/jsonrpc' ? rpc(fake, body) : jsonTwo(fake, path, body, new Headers(init?.headers))
      if (losing?.test(path)) {
        losing = undefined
        throw Object.assign(new TypeError('fetch failed'), { cause: { code: 'ECONNRESET' } })
      }
      return response
    }) as typeof fetch,
  }
  return fake
}

function json(status: number, body: unknown): Response {
  return new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json' } })
}

function jsonTwo(fake: FakeOdoo, path: string, args: Record<string, unknown>, headers: Headers): Response {
  const [, , , model = '', method = ''] = path.split('/')
  if (headers.get('authorization') !== `bearer ${FAKE_KEY}`) {
    return json(401, { name: 'werkzeug.exceptions.Unauthorized', message: 'Invalid apikey' })
  }
  fake.calls.push({ path, args })
  try {
    return json(200, call(fake.store, model, method, args))
  } catch (fault) {
    if (!(fault instanceof FakeError)) throw fault
    return json(fault.status, { name: fault.kind, message: fault.message, arguments: [fault.message], debug: 'Traceback ...' })
  }
}

/** The old door: always HTTP 200. */
function rpc(fake: FakeOdoo, body: Record<string, unknown>): Response {
  const { service, method, args } = body.params as { service: string; method: string; args: unknown[] }
  const result = (value: unknown) => json(200, { jsonrpc: '2.0', id: body.id, result: value })
  if (method === 'version') return result({ server_version: fake.version, protocol_version: 1 })
  if (service === 'common') return result(args[2] === FAKE_KEY ? 2 : false)
  const [, , , model, name, positional, named] = args as [
    string,
    number,
    string,
    string,
    string,
    unknown[],
    Record<string, unknown>,
  ]
  const told = name === 'create' ? { ...named, vals_list: positional[0] } : named
  fake.calls.push({ path: `/jsonrpc/${model}/${name}`, args: told })
  try {
    if (!fake.store.has(model)) throw new FakeError('odoo.exceptions.UserError', `Object ${model} doesn't exist`, 200)
    if (name === 'create') return result(createByPlace(fake.store, model, positional[0] as Row[] | undefined))
    const ids = positional[0] as readonly number[] | undefined
    return result(call(fake.store, model, name, { ...named, ...(ids ? { ids } : {}) }))
  } catch (fault) {
    if (!(fault instanceof FakeError)) throw fault
    const data = { name: fault.kind, message: fault.message, arguments: [fault.message], debug: 'Traceback ...' }
    return json(200, { jsonrpc: '2.0', id: body.id, error: { code: 0, message: 'Odoo Server Error', data } })
  }
}

/** What is created must stand in its place, not under its name: then this door fails, though the record was all but made. */
function createByPlace(store: FakeStore, model: string, vals: Row[] | undefined): unknown {
  if (!vals) throw new FakeError('builtins.IndexError', 'list index out of range', 200)
  return call(store, model, 'create', { vals_list: vals })
}

type Args = Record<string, unknown> & { readonly ids?: readonly number[] }

function call(store: FakeStore, model: string, method: string, args: Args): unknown {
  store.columns(model)
  const ids = args.ids ?? []
  switch (method) {
    case 'search_read':
      return searchRead(store, model, args)
    case 'search_count':
      return found(store, model, args).length
    case 'read':
      return ids.flatMap((id) => {
        const row = store.rows(model).get(id)
        return row ? [shown(store, model, row, args.fields as string[])] : []
      })
    case 'fields_get':
      return Object.fromEntries(
        Object.entries(store.columns(model)).map(([field, { type }]) => [field, { type, string: field, readonly: false }]),
      )
    case 'create':
      if (model === 'ir.model.fields') refuseTwice(store, args.vals_list as Row[])
      return (args.vals_list as Row[]).map((vals) => store.create(model, flat(model, vals)))
    case 'write':
      refuseNameless(model, args.vals as Row)
      store.write(model, ids, (VALS[model] ?? plainVals)(store, ids, args))
      return true
    case 'unlink':
      store.unlink(model, ids)
      return true
    case 'load':
      return load(store, model, args.fields as string[], args.data as string[][])
    case 'action_confirm':
      return confirm(store, ids)
    case 'action_cancel':
      store.write('sale.order', ids, { state: 'cancel' })
      return true
    default:
      throw new FakeError('builtins.AttributeError', `The method '${model}.${method}' does not exist`, 404)
  }
}

const VALS: Readonly<Record<string, typeof orderVals>> = { 'sale.order': orderVals, 'stock.picking': pickingVals }

function plainVals(_store: FakeStore, _ids: readonly number[], { vals }: Record<string, unknown>): Row {
  return vals as Row
}

function refuseTwice(store: FakeStore, fields: readonly Row[]): void {
  const there = [...store.rows('ir.model.fields').values()].map(({ name }) => name)
  if (!fields.some(({ name }) => there.includes(name))) return
  throw new FakeError('odoo.exceptions.ValidationError', 'Field names must be unique per model.', 422)
}

/** Lines inside a document are rows of their own. */
function flat(model: string, vals: Row): Row {
  if (model !== 'account.payment.term') return vals
  return Object.fromEntries(Object.entries(vals).filter(([name]) => name !== 'line_ids'))
}

function found(store: FakeStore, model: string, { domain, context }: Args): Row[] {
  const active = (context as { active_test?: boolean } | undefined)?.active_test === false
  return [...store.rows(model).values()].filter(
    (row) => (active || row.active !== false) && fits(store, model, row, domain as never),
  )
}

function searchRead(store: FakeStore, model: string, args: Args): unknown[] {
  const rows = found(store, model, args)
  const isNewestFirst = String(args.order ?? '').startsWith('write_date desc')
  rows.sort((a, b) => (isNewestFirst ? String(b.write_date).localeCompare(String(a.write_date)) : Number(a.id) - Number(b.id)))
  const page = args.limit === undefined ? rows : rows.slice(0, args.limit as number)
  return page.map((row) => shown(store, model, row, args.fields as string[]))
}

function shown(store: FakeStore, model: string, row: Row, fields: readonly string[]): object {
  const names = fields.length === 0 ? Object.keys(store.columns(model)) : fields
  return { id: row.id, ...Object.fromEntries(names.map((field) => [field, store.shown(model, row, field)])) }
}

type Term = string | readonly [string, string, unknown]

/** Polish notation: operators before their operands, `and` between what stands side by side. */
function fits(store: FakeStore, model: string, row: Row, domain: readonly Term[]): boolean {
  const rest = [...domain]
  const next = (): boolean => {
    const term = rest.shift()
    if (term === '&' || term === '|') {
      const [a, b] = [next(), next()]
      return term === '&' ? a && b : a || b
    }
    if (!Array.isArray(term)) throw new FakeError('builtins.ValueError', `Invalid domain term ${String(term)}`, 500)
    return holds(store, model, row, term as unknown as readonly [string, string, unknown])
  }
  let all = true
  while (rest.length > 0) all = next() && all
  return all
}

function holds(store: FakeStore, model: string, row: Row, [path, operator, wanted]: readonly [string, string, unknown]): boolean {
  if (typeof wanted === 'string' && /\dT\d|Z$/.test(wanted) && /_date$/.test(path)) {
    throw new FakeError('builtins.ValueError', `time data ${wanted} does not match format`, 500)
  }
  const value = store.valueAt(model, row, path)
  const list = Array.isArray(wanted) ? wanted : [wanted]
  const isEmpty = (one: unknown) => one === false || (Array.isArray(one) && one.length === 0) || (one === 0 && /_id$/.test(path))
  switch (operator) {
    case '=':
      return wanted === false ? isEmpty(value) : value === wanted
    case '!=':
      return wanted === false ? !isEmpty(value) : value !== wanted
    case 'in':
      return list.includes(value)
    case 'not in':
      return !list.includes(value)
    case '>':
      return (value as number) > (wanted as number)
    case '>=':
      return (value as number) >= (wanted as number)
    default:
      throw new FakeError('builtins.ValueError', `Invalid operator ${operator}`, 500)
  }
}

/** Upserts by external id, all or none; every trouble comes with HTTP 200 and `ids: false`. */
function load(store: FakeStore, model: string, fields: readonly string[], data: readonly (readonly string[])[]): object {
  const twice = fields.find((field) => fields.includes(`${field}/.id`))
  if (twice) return refused(`Ambiguous specification for field '${twice}', only provide one of name, external id or database id`)
  const heads: Row[] = []
  const lines = new Map<Row, Row[]>()
  for (const cells of data) {
    const row = Object.fromEntries(fields.map((field, i) => [field, cells[i] ?? '']))
    if (row.id || row['.id']) heads.push(row)
    const head = heads.at(-1)
    if (head && fields.some((field) => INNER.test(field))) lines.set(head, [...(lines.get(head) ?? []), row])
  }
  try {
    const wanted = heads.map((head) => (head['.id'] ? changesOf(store, model, head) : valsOf(store, model, head, '')))
    const ids = wanted.map((vals, i) => placed(store, model, heads[i] as Row, vals))
    for (const [head, rows] of lines) PLACE[model]?.(store, ids[heads.indexOf(head)] as number, rows)
    return { ids, messages: [], nextrow: 0 }
  } catch (fault) {
    if (!(fault instanceof FakeError)) throw fault
    return refused(fault.message)
  }
}

function refused(message: string): object {
  return { ids: false, messages: [{ type: 'error', record: 0, message }], nextrow: 0 }
}

/** Of a record that is there: an empty cell empties the field. */
function changesOf(store: FakeStore, model: string, { '.id': id, ...cells }: Row): Row {
  if (!store.rows(model).has(Number(id))) {
    throw new FakeError('odoo.exceptions.ValidationError', `Unknown database identifier '${String(id)}'`, 422)
  }
  const vals = Object.entries(cells).map(([field, cell]): [string, Value] => {
    const [column = '', dot] = field.split('/')
    const type = store.columns(model)[column]?.type
    if (!type) throw new FakeError('builtins.ValueError', `Unknown field '${column}'`, 500)
    return [column, cell === '' ? false : fromCell(type, String(cell), dot === '.id')]
  })
  const changes = Object.fromEntries(vals)
  refuseNameless(model, changes)
  return changes
}

function refuseNameless(model: string, vals: Row): void {
  if (model !== 'res.partner' || !('name' in vals) || vals.name) return
  throw new FakeError('odoo.exceptions.ValidationError', 'Contacts require a name', 422)
}

function placed(store: FakeStore, model: string, head: Row, vals: Row): number {
  if (!head['.id']) return upsert(store, model, String(head.id), vals)
  store.write(model, [Number(head['.id'])], vals)
  return Number(head['.id'])
}

function valsOf(store: FakeStore, model: string, row: Row, prefix: string): Row {
  const vals: Row = {}
  for (const [key, cell] of Object.entries(row)) {
    const field = prefix === '' ? key : key.slice(prefix.length)
    // An empty id is said, and keeps Odoo from filling in its own.
    if (cell === '' && prefix === '' && store.columns(model)[key.replace(/\/\.id$/, '')]?.type === 'many2one')
      vals[key.replace(/\/\.id$/, '')] = false
    if (!key.startsWith(prefix) || key === `${prefix}id` || cell === '' || (prefix === '' && INNER.test(key))) continue
    const [column = '', dot] = field.split('/')
    const type = store.columns(model)[column]?.type
    if (!type) throw new FakeError('builtins.ValueError', `Unknown field '${column}'`, 500)
    vals[column] = fromCell(type, String(cell), dot === '.id')
  }
  if (
    'name' in store.columns(model) &&
    prefix === '' &&
    !NUMBERED.has(model) &&
    !vals.name &&
    model !== 'product.pricelist.item' &&
    !ADDRESSES.has(String(vals.type))
  ) {
    throw new FakeError('odoo.exceptions.ValidationError', `Missing required value for the field 'Name' (name)`, 422)
  }
  return vals
}

/** Columns of lines inside a document. */
const INNER = /^(order_line|move_ids)\//
/** What gets its name from a sequence. */
const NUMBERED = new Set(['sale.order', 'stock.picking'])
/** Only these partners need no name. */
const ADDRESSES = new Set(['invoice', 'delivery', 'other'])

function fromCell(type: string, cell: string, isId: boolean): Value {
  if (type === 'many2many') return [[6, 0, cell.split(',').map(Number)]] as never
  if (isId || type === 'float' || type === 'integer') return Number(cell)
  return type === 'boolean' ? cell === 'True' : cell
}

function upsert(store: FakeStore, model: string, external: string, vals: Row): number {
  const [module = '', name = ''] = external.split('.')
  const known = [...store.rows('ir.model.data').values()].find((row) => row.module === module && row.name === name)
  if (known && store.rows(model).has(known.res_id as number)) {
    store.write(model, [known.res_id as number], vals)
    return known.res_id as number
  }
  const id = store.create(model, { ...defaults(store, model), ...vals })
  if (known) known.res_id = id
  else store.create('ir.model.data', { module, name, model, res_id: id })
  return id
}

function defaults(store: FakeStore, model: string): Row {
  if (model === 'res.partner') return { partner_share: true, type: 'contact' }
  if (model === 'sale.order') {
    const number = store.rows(model).size + 1
    return { name: `S${String(number).padStart(5, '0')}`, state: 'draft', currency_id: 1, date_order: stampOf(store.now) }
  }
  return { ...leadDefaults(store, model), ...pickingDefaults(store, model) }
}

const PLACE: Readonly<Record<string, typeof placeLines>> = { 'sale.order': placeLines, 'stock.picking': placeMoves }

/** Moves have no external ids: loaded twice, they would be there twice. */
function placeMoves(store: FakeStore, picking: number, rows: readonly Row[]): void {
  for (const row of rows) {
    const vals = valsOf(store, 'stock.move', row, 'move_ids/')
    store.create('stock.move', { ...defaults(store, 'stock.move'), ...vals, picking_id: picking })
  }
}

function placeLines(store: FakeStore, order: number, rows: readonly Row[]): void {
  for (const row of rows) {
    const vals = valsOf(store, 'sale.order.line', row, 'order_line/')
    upsert(store, 'sale.order.line', String(row['order_line/id']), { ...vals, ...worthOf(store, vals), order_id: order })
  }
  countOrder(store, order)
}
