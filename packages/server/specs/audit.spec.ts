import { crmMigrations } from '@tandem/crm'
import { erpMigrations } from '@tandem/erp'
import { hubMigrations } from '@tandem/hub'
import { testDatabase } from '@tandem/testkit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { linkEvents, verifyAudit } from '../auth/audit.ts'
import { type Somebody, somebody } from './people.fixture.ts'
import { startTestServer, type TestServer } from './test-server.ts'

const database = testDatabase([crmMigrations, erpMigrations, hubMigrations])
let server: TestServer
let admin: Somebody

beforeAll(async () => {
  server = await startTestServer(database.current)
  admin = await somebody(server, { name: 'boss', roles: ['administrator'] })
})
afterAll(() => server.close())

const CUSTOMERS = '/api/v1/crm/customers'
const AUDIT = '/api/v1/platform/audit'
const customer = (code: string, name = code) => ({
  code,
  name,
  type: 'company',
  currency: 'CNY',
  paymentTermDays: 30,
  onHold: false,
})
const link = () => server.world.run((tx) => linkEvents(tx, server.world.tenant, server.world.now()))

/** What somebody with the owner's password could do, who switches the guard off first. */
async function byHand(text: string): Promise<void> {
  await database.current.script(`set session_replication_role = replica; ${text}; set session_replication_role = default`)
}

describe('P3 the audit trail', () => {
  it('is chained: what is final is linked once, and holds', async () => {
    for (const code of ['A1', 'A2', 'A3']) await admin.call('POST', CUSTOMERS, { body: customer(code) })
    expect(await link()).toBeGreaterThan(3)
    expect(await link()).toBe(0)
    await admin.call('POST', CUSTOMERS, { body: customer('A4') })
    expect(await link()).toBe(1)
    const verified = (await admin.call('GET', `${AUDIT}/verify`)).body
    expect(verified).toMatchObject({ broken: null, known: null, head: expect.stringMatching(/^[0-9a-f]{64}$/) })
    await admin.call('POST', CUSTOMERS, { body: customer('A5') })
    await link()
    expect((await admin.call('GET', `${AUDIT}/verify?head=${verified.head}`)).body).toMatchObject({ known: true, broken: null })
    expect((await admin.call('GET', `${AUDIT}/verify?head=${'0'.repeat(64)}`)).body.known).toBe(false)
  })

  it('goes on beyond nine links, in the order of their numbers', async () => {
    for (let n = 0; n < 12; n++) {
      await admin.call('POST', CUSTOMERS, { body: customer(`L${n}`) })
      await link()
    }
    expect((await admin.call('GET', `${AUDIT}/verify`)).body).toMatchObject({ broken: null, links: expect.any(Number) })
    expect((await server.world.run((tx) => verifyAudit(tx))).links).toBeGreaterThan(12)
  })

  it.each([
    ['a changed word', `update crm.event set payload = jsonb_set(payload, '{name}', '"Forged"') where payload->>'code' = 'A2'`],
    ['another actor', `update crm.event set actor_id = 'nobody' where payload->>'code' = 'A2'`],
    ['an event that is gone', `delete from crm.event where payload->>'code' = 'A2'`],
    ['a link that is gone', `delete from platform.audit_link where number = 2`],
  ])('shows %s', async (_, text) => {
    const whole = await server.world.run((tx) => verifyAudit(tx))
    expect(whole.broken).toBeNull()
    await byHand(
      `create table public.kept_event as select * from crm.event; create table public.kept_link as select * from platform.audit_link; ${text}`,
    )
    expect((await server.world.run((tx) => verifyAudit(tx))).broken).not.toBeNull()
    const columns =
      'tenant_id, xact, seq, id, document, document_id, document_version, type, payload, actor_kind, actor_id, cause_system, cause_change, at'
    await byHand(`delete from crm.event; insert into crm.event (${columns}) overriding system value select ${columns} from public.kept_event;
      delete from platform.audit_link; insert into platform.audit_link select * from public.kept_link; drop table public.kept_event, public.kept_link`)
    expect((await server.world.run((tx) => verifyAudit(tx))).broken).toBeNull()
  })

  it('cannot be changed by the application', async () => {
    const change = server.world.run((tx) =>
      tx.execute({ sql: 'update platform.audit_link set hash = hash', parameters: [] } as never),
    )
    await expect(change).rejects.toThrow(/permission denied/)
  })

  it('is searched by who, what, where and when, page by page, and exported', async () => {
    await admin.call('POST', CUSTOMERS, { body: customer('S1', '=cmd()') })
    const all = await admin.call('GET', `${AUDIT}?actor=boss&type=customer-created&limit=2`)
    expect(all.body.items).toHaveLength(2)
    expect(all.body.items[0]).toMatchObject({ actorId: 'boss', document: 'customer', payload: { code: 'S1' } })
    const next = await admin.call('GET', `${AUDIT}?actor=boss&type=customer-created&limit=2&cursor=${all.body.next}`)
    expect(next.body.items.map(({ id }: { id: string }) => id)).not.toContain(all.body.items[1].id)
    const { documentId } = all.body.items[0]
    expect((await admin.call('GET', `${AUDIT}?documentId=${documentId}&context=crm`)).body.items).toHaveLength(1)
    expect((await admin.call('GET', `${AUDIT}?context=platform&document=user`)).body.items.length).toBeGreaterThan(-1)
    expect((await admin.call('GET', `${AUDIT}?to=2020-01-01`)).body.items).toEqual([])
    const file = await fetch(`${server.url}${AUDIT}/export?document=customer`, { headers: { cookie: admin.cookie } })
    const text = await file.text()
    expect(text.split('\r\n')[0]).toContain('at,actorKind,actorId,type')
    expect(text).toContain('customer-created')
  })

  it('is searched by several words for what happened, and by what happened to any document', async () => {
    const kinds = async (type: string) => {
      const { body } = await admin.call('GET', `${AUDIT}?type=${type}&limit=500`)
      return [...new Set<string>(body.items.map((entry: { type: string }) => entry.type))].sort()
    }
    expect(await kinds('*-created')).toEqual(expect.arrayContaining(['customer-created', 'role-created']))
    expect(await kinds('customer-created,role-created')).toEqual(['customer-created', 'role-created'])
    // What is only the end of another word is not meant.
    expect(await kinds('*-reated')).toEqual([])
  })

  it.each(['context=x', 'documentId=7', 'from=yesterday', 'cursor=1', 'limit=0', 'nonsense=1'])('refuses %s', async (query) => {
    expect((await admin.call('GET', `${AUDIT}?${query}`)).body.code).toBe('input/invalid')
  })

  it('is for who may read it', async () => {
    const sales = await somebody(server, { name: 'sales', roles: ['sales'] })
    for (const path of [AUDIT, `${AUDIT}/export`, `${AUDIT}/verify`]) expect((await sales.call('GET', path)).status).toBe(403)
    const auditor = await somebody(server, { name: 'auditor', roles: ['auditor'] })
    expect((await auditor.call('GET', `${AUDIT}/verify`)).status).toBe(200)
    expect((await auditor.call('POST', CUSTOMERS, { body: customer('X') })).status).toBe(403)
  })
})

describe('P3 an API key of somebody', () => {
  const KEYS = '/api/v1/platform/api-keys'

  it('may do no more than its owner, and stops with them', async () => {
    const owner = await somebody(server, { name: 'dev', roles: ['integrator'] })
    const made = await owner.call('POST', KEYS, { body: { name: 'theirs', scopes: ['*'] } })
    expect(made).toMatchObject({ status: 201, body: { owner: owner.id, expiresAt: null } })
    const { key } = made.body
    expect((await server.call('GET', CUSTOMERS, { key })).status).toBe(200)
    expect((await server.call('POST', CUSTOMERS, { key, body: customer('K1') })).status).toBe(403)
    await admin.call('POST', `/api/v1/platform/users/${owner.id}/disable`)
    expect((await server.call('GET', CUSTOMERS, { key })).status).toBe(401)
  })

  it('is seen and taken back by its owner, whatever they may do by now, and by no key', async () => {
    const MINE = '/api/v1/me/api-keys'
    const owner = await somebody(server, { name: 'once', roles: ['integrator'] })
    const other = await somebody(server, { name: 'other', roles: ['sales'] })
    const { id, key } = (await owner.call('POST', KEYS, { body: { name: 'old', scopes: ['crm:read'] } })).body
    const changed = await admin.call('PATCH', `/api/v1/platform/users/${owner.id}`, { body: { roles: ['sales'] } })
    expect(changed.status, JSON.stringify(changed.body)).toBe(200)
    expect((await owner.call('GET', KEYS)).status).toBe(403)
    expect((await owner.call('GET', MINE)).body.items).toMatchObject([{ id, name: 'old' }])
    expect((await other.call('GET', MINE)).body.items).toEqual([])
    expect((await other.call('POST', `${MINE}/${id}/revoke`)).body.code).toBe('document/not-found')
    for (const [method, path] of [
      ['GET', MINE],
      ['POST', `${MINE}/${id}/revoke`],
    ] as const) {
      expect((await server.call(method, path, { key })).body.code).toBe('http/no-session')
    }
    expect((await owner.call('POST', `${MINE}/${id}/revoke`)).body.revokedAt).not.toBeNull()
    expect((await server.call('GET', CUSTOMERS, { key })).status).toBe(401)
  })

  it('may be for some permissions only, and run out', async () => {
    const expiresAt = new Date(Date.parse(server.world.now()) + 60_000).toISOString()
    const made = await admin.call('POST', KEYS, { body: { name: 'short', scopes: ['crm.customer.read'], expiresAt } })
    const { key } = made.body
    expect((await server.call('GET', CUSTOMERS, { key })).status).toBe(200)
    expect((await server.call('GET', '/api/v1/crm/quotes', { key })).status).toBe(403)
    server.world.pass(61_000)
    expect((await server.call('GET', CUSTOMERS, { key })).status).toBe(401)
    const wrong = await admin.call('POST', KEYS, { body: { name: 'wrong', scopes: ['crm'] } })
    expect(wrong.body.code).toBe('input/invalid')
  })
})

describe('P2 another company', () => {
  const COMPANIES = '/api/v1/platform/companies'
  const body = { name: 'Second', baseCurrency: 'EUR', timeZone: 'Europe/Berlin' }

  it('is made only where the operator lets it, in a time zone that there is', async () => {
    expect((await admin.call('POST', COMPANIES, { body })).body.code).toBe('company/closed')
    const nowhere = await admin.call('POST', COMPANIES, { body: { ...body, timeZone: 'Mars/Base' } })
    expect(nowhere.body.code).toBe('company/no-such-time-zone')
  })
})
