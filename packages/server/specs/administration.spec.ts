import { crmMigrations } from '@tandem/crm'
import { testDatabase } from '@tandem/testkit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Somebody, somebody } from './people.fixture.ts'
import { startTestServer, type TestServer } from './test-server.ts'

const database = testDatabase([crmMigrations])
let server: TestServer
let admin: Somebody

beforeAll(async () => {
  server = await startTestServer(database.current)
  admin = await somebody(server, { name: 'boss', roles: ['administrator'] })
})
afterAll(() => server.close())

const signIn = (email: string, password: string) =>
  server.call('POST', '/api/v1/platform/sign-in', { key: null, body: { email, password } })

describe('P3 administration', () => {
  it('names every permission once, in both languages, for whoever makes roles and keys', async () => {
    const { status, body } = await admin.call('GET', '/api/v1/platform/permissions')
    expect(status).toBe(200)
    const names = body.items.map(({ permission }: { permission: string }) => permission)
    expect(new Set(names).size).toBe(names.length)
    expect(names).toEqual(expect.arrayContaining(['crm.customer.read', 'crm.customer.create', 'platform.user.unlock']))
    expect(names.every((name: string) => /^[a-z]+\.[a-z0-9-]+\.[a-z0-9-]+$/.test(name))).toBe(true)
    expect(body.items.every(({ label }: { label: { en: string; zh: string } }) => label.en && label.zh)).toBe(true)
  })

  it('unlocks who typed a wrong password too often, tells the trail, and lets nobody else do it', async () => {
    const other = await somebody(server, { name: 'zoe', roles: ['sales'] })
    const email = `zoe@${server.world.tenant}.example`
    for (let attempt = 0; attempt < 9; attempt++) {
      server.world.pass(120_000)
      await signIn(email, `wrong ${attempt}`)
    }
    expect(await signIn(email, 'wrong once more')).toMatchObject({ status: 429 })
    const unlock = `/api/v1/platform/users/${other.id}/unlock`
    expect(await other.call('POST', unlock)).toMatchObject({ status: 403 })
    expect(await admin.call('POST', unlock)).toMatchObject({ status: 200 })
    expect(await signIn(email, 'wrong all the same')).toMatchObject({ status: 401 })
    const trail = await admin.call('GET', `/api/v1/platform/users/${other.id}/events`)
    expect(trail.body.items.filter(({ type }: { type: string }) => type === 'user-unlocked')).toMatchObject([{ actorId: 'boss' }])
    expect(await admin.call('POST', `/api/v1/platform/users/${server.world.tenant}/unlock`)).toMatchObject({ status: 404 })
  })
})
