import { crm, crmMigrations } from '@tandem/crm'
import { appendEvents, CommitUnknown, type Database, rows, sql } from '@tandem/db'
import type { Connector, KindName, Outcome, Values, Write } from '@tandem/hub'
import { asId, type Result } from '@tandem/kernel'
import { makeWorld, testDatabase, type World } from '@tandem/testkit'
import { describe, expect, it } from 'vitest'
import { connectTandemCrm } from './index.ts'

const database = testDatabase([crmMigrations])

const acme = {
  code: 'C1',
  name: 'Acme 家具',
  type: 'company',
  taxNumber: null,
  email: null,
  phone: null,
  currency: 'CNY',
  paymentTermDays: 30,
  creditLimit: '1000',
  onHold: false,
  status: 'active',
}

async function joined(seed: number, wrap: (database: Database) => Database = (same) => same) {
  const world = await makeWorld(database.current, seed)
  const { tenant, now, newId } = world
  return { world, crm: connectTandemCrm({ database: wrap(world.database), tenant, now, newId }) }
}

let writes = 0
function create(values: Values, key = `tandem-crm:key-${writes++}:1`): Write {
  return { key, values, changed: Object.keys(values) }
}
function update(externalId: string, seen: string, changes: Values): Write {
  return { key: `tandem-crm:key-${writes++}:1`, externalId, seen, values: { ...acme, ...changes }, changed: Object.keys(changes) }
}
function doneOf(outcome: Outcome | undefined) {
  if (!outcome || !('done' in outcome)) throw new Error(`not done: ${JSON.stringify(outcome)}`)
  return outcome.done
}
async function made(connector: Connector, kind: KindName, values: Values): Promise<string> {
  return doneOf((await connector.apply(kind, [create(values)]))[0]).externalId
}

/** As any person's: by its name, through the surface. */
function command(document: string, name: string): { run(...all: never[]): Promise<Result<{ id: string }>[]> } {
  const found = crm.commands.find((one) => one.document === document && one.name === name)
  if (!found) throw new Error(`no ${document}/${name}`)
  return found as never
}
function change(world: World, id: string, input: Values) {
  return world.do(command('customer', 'change'), { id, input })
}

describe('I6 what the joint writes into the CRM', () => {
  it('is done once, however often it is sent', async () => {
    const { world, crm } = await joined(1)
    const write = create(acme)
    const first = await crm.apply('customer', [write])
    expect(await crm.apply('customer', [write])).toEqual(first)
    expect(await crm.list('customer', '', 10)).toHaveLength(1)
    const other = connectTandemCrm({ ...world, now: world.now })
    expect(await other.probe('customer', [write, create(acme)])).toEqual([first[0], undefined])
  })

  it('is made of what there is when the other system does not keep what we must have', async () => {
    const { crm } = await joined(90)
    const id = await made(crm, 'customer', { code: 'C1', name: 'Acme', currency: 'CNY', status: 'active' })
    const [found] = await crm.read('customer', [id])
    expect(found?.values).toMatchObject({ type: 'company', paymentTermDays: 0, onHold: false, email: null })
  })

  it('is done once, too, when it is sent twice at the same time', async () => {
    const { crm } = await joined(2)
    const same = Array.from({ length: 5 }, (_, i) => create({ ...acme, code: `C${i}` }))
    const outcomes = await Promise.all([1, 2, 3, 4].map(() => crm.apply('customer', same)))
    for (const outcome of outcomes) expect(outcome).toEqual(outcomes[0])
    expect(await crm.list('customer', '', 10)).toHaveLength(5)
  })

  it('is refused one by one: the others go on, and the refused one may come again', async () => {
    const { crm } = await joined(3)
    await made(crm, 'customer', acme)
    const taken = create(acme)
    const batch = [create({ ...acme, code: 'C2' }), taken, create({ ...acme, code: 'C3' })]
    const outcomes = await crm.apply('customer', batch)
    expect(outcomes).toMatchObject([{ done: { version: '1' } }, { refused: { code: 'customer/code-taken' } }, { done: {} }])
    expect(await crm.probe('customer', [taken])).toEqual([undefined])
    const corrected = { ...taken, values: { ...acme, code: 'C4' } }
    expect(await crm.apply('customer', [corrected])).toMatchObject([{ done: {} }])
  })

  it('does not fail as a batch because of one write that the database itself refuses', async () => {
    const { crm } = await joined(4)
    const batch = Array.from({ length: 9 }, (_, i) => create({ ...acme, code: `C${i}` }))
    batch[6] = create({ ...acme, code: 'C6', creditLimit: 'not a number' })
    const outcomes = await crm.apply('customer', batch)
    expect(outcomes.map((outcome) => Object.keys(outcome)[0])).toEqual(batch.map((_, i) => (i === 6 ? 'refused' : 'done')))
    expect(outcomes[6]).toMatchObject({ refused: { code: 'tandem/not-accepted', details: { kind: 'customer' } } })
    expect(await crm.list('customer', '', 10)).toHaveLength(8)
  })

  it('names only what changed, and waits when somebody changed the document meanwhile', async () => {
    const { world, crm } = await joined(5)
    const id = await made(crm, 'customer', acme)
    await change(world, id, { phone: '123' })
    expect(await crm.apply('customer', [update(id, '1', { name: 'Acme' })])).toEqual([{ later: { afterMs: 0, reason: 'stale' } }])
    expect(await crm.apply('customer', [update(id, '2', { name: 'Acme' })])).toMatchObject([{ done: { version: '3' } }])
    expect(await crm.read('customer', [id])).toMatchObject([{ version: '3', values: { name: 'Acme', phone: '123' } }])
  })

  it('archives and restores by the commands for it, whole or not at all', async () => {
    const { crm } = await joined(6)
    const id = await made(crm, 'customer', acme)
    await made(crm, 'customer', { ...acme, code: 'C2' })
    const archive = update(id, '1', { name: 'Old Acme', status: 'archived' })
    expect(await crm.apply('customer', [archive])).toMatchObject([{ done: { version: '3' } }])
    expect(await crm.read('customer', [id])).toMatchObject([{ values: { name: 'Old Acme', status: 'archived' } }])
    const half = update(id, '3', { status: 'active', code: 'C2' })
    const good = create({ ...acme, code: 'C3' })
    expect(await crm.apply('customer', [half, good])).toMatchObject([{ refused: { code: 'customer/code-taken' } }, { done: {} }])
    expect(await crm.read('customer', [id])).toMatchObject([{ version: '3', values: { status: 'archived' } }])
    const born = await made(crm, 'customer', { ...acme, code: 'C4', status: 'archived' })
    expect(await crm.read('customer', [born])).toMatchObject([{ values: { status: 'archived' } }])
  })

  it('is put off when the database is away, and of unknown outcome when it went away while committing', async () => {
    let fail: 'before' | 'after' | undefined
    const { crm } = await joined(7, (database) => ({
      ...database,
      async transaction(tenant, work) {
        if (fail === 'before') throw Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' })
        const result = await database.transaction(tenant, work)
        if (fail === 'after') throw new CommitUnknown('the socket closed')
        return result
      },
    }))
    const write = create(acme)
    fail = 'before'
    expect(await crm.apply('customer', [write])).toMatchObject([{ later: { reason: 'unreachable' } }])
    fail = 'after'
    expect(await crm.apply('customer', [write])).toMatchObject([{ unknown: {} }])
    fail = undefined
    const [found] = await crm.probe('customer', [write])
    expect(doneOf(found).version).toBe('1')
  })

  it('cannot be asked about before it is decided', async () => {
    let commit = () => {}
    const held = new Promise<void>((resolve) => {
      commit = resolve
    })
    const { world, crm: slow } = await joined(8, (database) => ({
      ...database,
      transaction: (tenant, work) =>
        database.transaction(tenant, async (tx) => {
          const result = await work(tx)
          await held
          return result
        }),
    }))
    const write = create(acme)
    const applied = slow.apply('customer', [write])
    await world.run((tx) => rows(tx, sql`select pg_sleep(0.1)`))
    const probed = connectTandemCrm(world).probe('customer', [write])
    commit()
    expect(await probed).toEqual(await applied)
  })
})

describe('J1 what the CRM tells the joint', () => {
  it('is each document once with its present values, and who changed it last', async () => {
    const { world, crm } = await joined(11)
    const { id } = await world.do(command('customer', 'create'), acme)
    await change(world, id, { name: 'Acme' })
    const { changes, next, more } = await crm.changesSince('customer', '', 500)
    expect(changes).toMatchObject([{ externalId: id, version: '2', actor: 'tester', values: { ...acme, name: 'Acme' } }])
    expect(changes[0]).not.toHaveProperty('cause')
    expect(more).toBe(false)
    expect(await crm.changesSince('customer', next, 500)).toMatchObject({ changes: [], next })
    await change(world, id, { phone: '1' })
    expect((await crm.changesSince('customer', next, 500)).changes).toMatchObject([{ version: '3' }])
  })

  it('is an echo with the very write it comes from, until somebody else changes it', async () => {
    const { world, crm } = await joined(12)
    const batch = [create(acme), create({ ...acme, code: 'C2' }), create({ ...acme, code: 'C3' })]
    const [, second] = await crm.apply('customer', batch)
    const { changes, next } = await crm.changesSince('customer', '', 500)
    expect(changes.map(({ cause }) => cause)).toEqual(batch.map(({ key }) => ({ system: 'joint', change: key })))
    await change(world, doneOf(second).externalId, { phone: '1' })
    const later = await crm.changesSince('customer', next, 500)
    expect(later.changes).toMatchObject([{ actor: 'tester', version: '2' }])
    expect(later.changes[0]).not.toHaveProperty('cause')
  })

  it('comes a page at a time, and names the kinds that have news', async () => {
    const { crm } = await joined(13)
    await crm.apply(
      'customer',
      Array.from({ length: 7 }, (_, i) => create({ ...acme, code: `C${i}` })),
    )
    const seen: string[] = []
    let cursor = ''
    for (let more = true; more; ) {
      const page = await crm.changesSince('customer', cursor, 3)
      seen.push(...page.changes.map(({ values }) => values.code as string))
      cursor = page.next
      more = page.more
    }
    expect(seen).toEqual(['C0', 'C1', 'C2', 'C3', 'C4', 'C5', 'C6'])
    expect(await crm.hasNews?.({ customer: '', contact: '', order: '' })).toEqual(['customer'])
    expect(await crm.hasNews?.({ customer: cursor, contact: '' })).toEqual([])
  })

  it('is woken for by the commits of its own tenant only, told the kinds that have news', async () => {
    const { world, crm } = await joined(14)
    const other = await joined(15)
    const woken: unknown[] = []
    const stop = crm.onWake?.((kinds, hint) => {
      woken.push({ kinds, ...hint })
    })
    await made(other.crm, 'customer', acme)
    expect(woken).toEqual([])
    await made(crm, 'customer', acme)
    expect(woken).toEqual([{ kinds: ['customer'], echo: true }])
    const about = { document: 'campaign', documentId: world.newId(), documentVersion: 1, type: 'campaign-created', payload: {} }
    await world.run((tx) => appendEvents(tx, 'crm', world.context(), [about]))
    stop?.()
    await made(connectTandemCrm(world), 'customer', { ...acme, code: 'C2' })
    expect(woken).toHaveLength(1)
  })

  it('is listed by ascending id, a page at a time, for the proof', async () => {
    const { crm } = await joined(16)
    await crm.apply(
      'customer',
      Array.from({ length: 5 }, (_, i) => create({ ...acme, code: `C${i}` })),
    )
    const first = await crm.list('customer', '', 3)
    const second = await crm.list('customer', first.at(-1)?.externalId ?? '', 3)
    const ids = [...first, ...second].map(({ externalId }) => externalId)
    expect(ids).toEqual([...ids].sort())
    expect(ids).toHaveLength(5)
    expect(await crm.read('customer', [ids[0] ?? '', asId('00000000-0000-7000-8000-000000000000'), 'nonsense'])).toHaveLength(1)
  })
})

describe('J4 an order of the ERP in the CRM', () => {
  it('is recorded with its progress, and its state follows', async () => {
    const { crm } = await joined(21)
    const customer = await made(crm, 'customer', acme)
    const item = await made(crm, 'item', {
      code: 'T1',
      name: 'Table',
      nameZh: '桌子',
      type: 'made',
      unit: 'pcs',
      category: null,
      taxRate: '13',
      barcode: null,
      status: 'active',
    })
    const line = { lineNumber: 1, item, description: null, quantity: '10', unit: 'pcs', unitPrice: '100' }
    const values = {
      number: 'SO000001',
      erpNumber: 'SO000001',
      quoteNumber: null,
      customer,
      customerReference: null,
      state: 'placed',
      cancelRequested: null,
      currency: 'CNY',
      orderDate: '2026-03-02',
      requestedDate: null,
      billingAddress: null,
      shippingAddress: null,
      paymentTermDays: 30,
      net: '1000',
      tax: '130',
      total: '1130',
      lines: [{ ...line, discountPercent: '0', taxRate: '13', net: '1000', tax: '130' }],
      progress: [{ lineNumber: 1, reserved: '10', shipped: '0', invoiced: '0', expectedDate: '2026-03-09' }],
    }
    const order = await made(crm, 'order', values)
    expect(await crm.read('order', [order])).toMatchObject([{ version: '1', values: { ...values, cancelRequested: false } }])
    const progress = [{ lineNumber: 1, reserved: '0', shipped: '10', invoiced: '10', expectedDate: null }]
    const told: Write = {
      key: 'k',
      externalId: order,
      seen: '1',
      values: { ...values, progress, state: 'closed' },
      changed: ['progress', 'state'],
    }
    expect(await crm.apply('order', [told])).toMatchObject([{ done: { version: '2' } }])
    const { changes } = await crm.changesSince('order', '', 10)
    expect(changes).toMatchObject([{ version: '2', values: { state: 'closed', progress }, cause: { change: 'k' } }])
    const shipment = { number: 'SH1', order, shippedDate: '2026-03-05', carrier: null, trackingNumber: null }
    const lines = [{ orderLineNumber: 1, item, quantity: '10', unit: 'pcs' }]
    await made(crm, 'shipment', { ...shipment, lines })
    expect((await crm.list('shipment', '', 10))[0]?.values).toEqual({ ...shipment, lines })
  })
})
