import { crmMigrations } from '@tandem/crm'
import { rows, sql } from '@tandem/db'
import { hubMessages, hubMigrations, hubSurface } from '@tandem/hub'
import { testDatabase } from '@tandem/testkit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { crmSide, startTestServer, type TestServer } from '../specs/test-server.ts'
import { createMetrics } from './metrics.ts'

const database = testDatabase([crmMigrations, hubMigrations])
let server: TestServer

beforeAll(async () => {
  server = await startTestServer(database.current, {
    sides: [crmSide, { surface: hubSurface(), messages: hubMessages }],
    more: (services) => ({ routes: [createMetrics(services).route], components: {} }),
  })
})
afterAll(() => server?.close())

describe('I11 /metrics', () => {
  it('needs a key that may read the joint', async () => {
    expect((await server.call('GET', '/metrics', { key: null })).status).toBe(401)
    expect((await server.call('GET', '/metrics', { key: await server.newKey(['crm:read']) })).status).toBe(403)
  })

  it('tells lag, pending, parked, rates and the money of the inbox of the asking company alone', async () => {
    const { world } = server
    await world.run(async (tx) => {
      const at = world.now()
      const stamps = sql`1, ${at}, 'joint', ${at}, 'joint'`
      await rows(
        tx,
        sql`insert into hub.system (id, version, created_at, created_by, updated_at, updated_by, name, side, label_en, label_zh, capabilities, state)
        values (${world.newId()}, ${stamps}, 'erp', 'erp', 'ERP', 'ERP', '{}', 'active')`,
      )
      await rows(
        tx,
        sql`insert into hub.flow (id, version, created_at, created_by, updated_at, updated_by, system, kind, direction, state)
        values (${world.newId()}, ${stamps}, 'erp', 'order', 'out', 'active')`,
      )
      const record = world.newId()
      await rows(
        tx,
        sql`insert into hub.record (id, kind, version, values, stamps, created_at, updated_at) values (${record}, 'order', 1, '{}', '{}', ${at}, ${at})`,
      )
      await rows(
        tx,
        sql`insert into hub.delivery (id, system, kind, record_id, version, priority, state, due_at, created_at)
        values (${world.newId()}, 'erp', 'order', ${record}, 1, 0, 'pending', ${at}, ${at})`,
      )
      await rows(
        tx,
        sql`insert into hub.flow_rate (system, kind, direction, at, done, failed) values ('erp', 'order', 'out', ${at}, 7, 2)`,
      )
      await rows(
        tx,
        sql`insert into hub.inbox_entry (id, version, created_at, created_by, updated_at, updated_by, code, details, system, kind, subject, money, currency, state)
        values (${world.newId()}, ${stamps}, 'x/y', '{}', 'erp', 'order', 'SO1', 12.5, 'CNY', 'open')`,
      )
    })
    world.pass(30_000)
    const { body } = await server.call('GET', '/metrics')
    const flow = 'system="erp",kind="order",direction="out"'
    expect(body).toContain(`tandem_flow_lag_seconds{${flow}} 30\n`)
    expect(body).toContain(`tandem_flow_pending{${flow}} 1\n`)
    expect(body).toContain(`tandem_flow_done_last_minute{${flow}} 7\n`)
    expect(body).toContain(`tandem_flow_failed_last_minute{${flow}} 2\n`)
    expect(body).toContain('tandem_inbox_money{system="erp",kind="order",currency="CNY"} 12.5\n')
    expect((await server.call('GET', '/metrics', { key: server.strangersKey })).body).not.toContain('system="erp"')
  })
})
