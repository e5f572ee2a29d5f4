import { crmMigrations } from '@tandem/crm'
import { ChangedMeanwhile, CommitUnknown, ConnectionLost, first, rows, run, sql } from '@tandem/db'
import { testDatabase } from '@tandem/testkit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { refusalOf, withRetries } from '../http/faults.ts'
import { forgetOldAnswers } from '../http/write.ts'
import { startTestServer, type TestServer } from './test-server.ts'

const database = testDatabase([crmMigrations])
let server: TestServer
let count = 0

beforeAll(async () => {
  server = await startTestServer(database.current)
})
afterAll(() => server.close())

const CUSTOMERS = '/api/v1/crm/customers'
const acme = () => ({ code: `O${++count}`, name: 'Acme', type: 'company', currency: 'CNY', paymentTermDays: 30, onHold: false })
const withKey = (key: string) => ({ 'idempotency-key': key })

function eventsOf(id: string) {
  return server.call('GET', `${CUSTOMERS}/${id}/events`)
}

describe('I6 a request with an Idempotency-Key', () => {
  it('is done once and answered alike when it is repeated', async () => {
    const body = acme()
    const one = await server.call('POST', CUSTOMERS, { body, headers: withKey('a') })
    const two = await server.call('POST', CUSTOMERS, { body, headers: withKey('a') })
    expect(one.headers.get('idempotent-replayed')).toBeNull()
    expect(two.headers.get('idempotent-replayed')).toBe('true')
    expect(two).toMatchObject({ status: 201, body: one.body })
    expect([two.headers.get('etag'), two.headers.get('location')]).toEqual(['"1"', `${CUSTOMERS}/${one.body.id}`])
  })

  it('is done once when it comes ten times at the same moment', async () => {
    const body = acme()
    const all = await Promise.all(
      Array.from({ length: 10 }, () => server.call('POST', CUSTOMERS, { body, headers: withKey('b') })),
    )
    expect(new Set(all.map(({ status, body: { id } }) => `${status} ${id}`)).size).toBe(1)
    expect(all.filter(({ headers }) => headers.get('idempotent-replayed') === null)).toHaveLength(1)
  })

  it('changes a document once, also ten times at the same moment, and later repeats do not undo what came after', async () => {
    const { body: made } = await server.call('POST', CUSTOMERS, { body: acme() })
    const path = `${CUSTOMERS}/${made.id}`
    const change = { body: { phone: '1' }, headers: withKey('c') }
    const all = await Promise.all(Array.from({ length: 10 }, () => server.call('PATCH', path, change)))
    expect(new Set(all.map(({ status, body }) => `${status} ${body.version}`))).toEqual(new Set(['200 2']))
    await server.call('PATCH', path, { body: { phone: '2' } })
    expect((await server.call('PATCH', path, change)).body.phone).toBe('1')
    expect((await server.call('GET', path)).body).toMatchObject({ phone: '2', version: 3 })
    expect((await eventsOf(made.id)).body.items).toHaveLength(3)
  })

  it('is refused for another request', async () => {
    await server.call('POST', CUSTOMERS, { body: acme(), headers: withKey('d') })
    const other = await server.call('POST', CUSTOMERS, { body: acme(), headers: withKey('d') })
    expect(other).toMatchObject({ status: 422, body: { code: 'http/key-reused' } })
  })

  it('leaves nothing behind when it is refused, so its key may be used again', async () => {
    const { body: taken } = await server.call('POST', CUSTOMERS, { body: acme() })
    const wrong = { ...acme(), code: taken.code }
    expect((await server.call('POST', CUSTOMERS, { body: wrong, headers: withKey('e') })).status).toBe(409)
    expect((await server.call('POST', CUSTOMERS, { body: acme(), headers: withKey('e') })).status).toBe(201)
  })

  it('is done once as a batch, too', async () => {
    const body = [acme(), { ...acme(), name: ' ' }]
    const one = await server.call('POST', `${CUSTOMERS}/batch`, { body, headers: withKey('f') })
    const two = await server.call('POST', `${CUSTOMERS}/batch`, { body, headers: withKey('f') })
    expect(two.body).toEqual(one.body)
    expect(one.body.results.map(({ ok }: { ok: boolean }) => ok)).toEqual([true, false])
  })

  it.each(['x'.repeat(256), 'ä'])('needs a key that is one, not %.5s', async (key) => {
    const headers = { 'idempotency-key': Buffer.from(key).toString('latin1') }
    const reply = await server.call('POST', CUSTOMERS, { body: acme(), headers })
    expect(reply).toMatchObject({ status: 400, body: { code: 'http/bad-idempotency-key' } })
  })

  it('is forgotten after a week', async () => {
    const body = acme()
    await server.call('POST', CUSTOMERS, { body, headers: withKey('g') })
    await server.world.run((tx) => run(tx, sql`update platform.answer set at = now() - interval '8 days' where key = 'g'`))
    await server.world.run(forgetOldAnswers)
    const left = await server.world.run((tx) =>
      first(tx, sql<{ n: number }>`select count(*) as n from platform.answer where key = 'g'`),
    )
    expect(left?.n).toBe(0)
  })
})

describe('P1 requests that come together', () => {
  const events = () =>
    server.world.run((tx) => rows(tx, sql<{ xact: string; id: string }>`select xact, document_id as id from crm.event`))

  it('run as few transactions, and each gets its own answer', async () => {
    const before = (await events()).length
    const all = await Promise.all(Array.from({ length: 30 }, () => server.call('POST', CUSTOMERS, { body: acme() })))
    expect(all.map(({ status }) => status)).toEqual(all.map(() => 201))
    expect(new Set(all.map(({ body }) => body.id)).size).toBe(30)
    const made = (await events()).slice(before)
    expect(made).toHaveLength(30)
    expect(new Set(made.map(({ xact }) => xact)).size).toBeLessThan(10)
  })

  it('do not spoil each other: the refused are told why, the others are done', async () => {
    const { body: taken } = await server.call('POST', CUSTOMERS, { body: acme() })
    const twice = acme()
    const all = await Promise.all(
      [acme(), { ...acme(), code: taken.code }, { ...acme(), name: ' ' }, twice, twice, acme()].map((body, n) =>
        server.call('POST', CUSTOMERS, { body, headers: n % 2 ? withKey(`spoil-${n}`) : {} }),
      ),
    )
    expect(all.map(({ status }) => status)).toEqual([201, 409, 422, 201, 409, 201])
  })

  it('are done once each where they carry keys, however they are mixed with repeats', async () => {
    const bodies = Array.from({ length: 6 }, acme)
    const send = () =>
      Promise.all(bodies.map((body, n) => server.call('POST', CUSTOMERS, { body, headers: withKey(`mix-${n}`) })))
    const [first, second, third] = await Promise.all([send(), send(), send()])
    const ids = (replies: typeof first) => replies.map(({ body }) => body.id)
    expect([ids(second), ids(third)]).toEqual([ids(first), ids(first)])
    expect(new Set(ids(first)).size).toBe(6)
  })
})

describe('P1 requests that meet', () => {
  it('are tried again, so that all ten changes of one document come through', async () => {
    const { body } = await server.call('POST', CUSTOMERS, { body: acme() })
    const path = `${CUSTOMERS}/${body.id}`
    const all = await Promise.all(Array.from({ length: 10 }, (_, n) => server.call('PATCH', path, { body: { phone: `n${n}` } })))
    expect(all.map(({ status }) => status)).toEqual(Array.from({ length: 10 }, () => 200))
    expect((await server.call('GET', path)).body.version).toBe(11)
  })

  it('are tried a few times only, and only where nothing was saved', async () => {
    const failing = (error: unknown) => {
      let tries = 0
      return withRetries(
        () => 0,
        () => Promise.reject(Object.assign(error as Error, { tries: ++tries })),
      ).catch((fault) => fault.tries)
    }
    expect(await failing(new ChangedMeanwhile('crm.customer'))).toBe(6)
    expect(await failing(Object.assign(new Error('deadlock'), { code: '40P01' }))).toBe(6)
    expect(await failing(new ConnectionLost(new Error('gone')))).toBe(6)
    expect(await failing(new CommitUnknown(new Error('gone')))).toBe(1)
    expect(await failing(new Error('other'))).toBe(1)
  })

  it.each([
    [new ChangedMeanwhile('crm.customer'), 'http/changed-meanwhile'],
    [new CommitUnknown(new Error('gone')), 'http/outcome-unknown'],
    [new ConnectionLost(new Error('gone')), 'http/busy'],
    [Object.assign(new Error('serialization'), { code: '40001' }), 'http/busy'],
    [Object.assign(new Error('unique'), { code: '23505', constraint_name: 'customer_code_key' }), 'input/taken'],
    [Object.assign(new Error('check'), { code: '23514', constraint: 'customer_check' }), 'input/against-rule'],
    [Object.assign(new Error('reference'), { code: '23503' }), 'input/no-such-reference'],
    [Object.assign(new Error('range'), { code: '22003' }), 'input/against-rule'],
  ])('say what to do: %s', (error, code) => {
    expect(refusalOf(error)?.refusal.code).toBe(code)
  })

  it('leave what nobody can mend to be a fault', () => {
    expect(refusalOf(new Error('bug'))).toBeUndefined()
    expect(refusalOf(Object.assign(new Error('syntax'), { code: '42601' }))).toBeUndefined()
  })
})
