import { crmMigrations } from '@tandem/crm'
import { erp, erpMessages, erpMigrations } from '@tandem/erp'
import { hubMessages, hubMigrations, hubSurface } from '@tandem/hub'
import { testDatabase } from '@tandem/testkit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { checkEveryList } from '../desk/exported.ts'
import { sealingWith } from '../sealing.ts'
import { type Somebody, somebody } from './people.fixture.ts'
import { crmSide, startTestServer, type TestServer } from './test-server.ts'

const database = testDatabase([crmMigrations, erpMigrations, hubMigrations])
const EXPORTS = '/api/v1/joint/file-exports'
let server: TestServer
let lead: Somebody
let clerk: Somebody
let viewer: Somebody

beforeAll(async () => {
  const sealing = sealingWith(new Uint8Array(32).fill(7))
  server = await startTestServer(database.current, {
    sides: [
      crmSide,
      { surface: erp, messages: erpMessages },
      { surface: hubSurface({}, { types: [], sealing, lists: checkEveryList }), messages: hubMessages },
    ],
  })
  const roles = {
    lead: ['joint.file-export.*', 'crm.*.read:team'],
    clerk: ['joint.file-export.*', 'crm.*.read', 'erp.*.read'],
    viewer: ['joint.file-export.read', 'crm.*.read'],
  }
  for (const [code, permissions] of Object.entries(roles)) {
    const body = { code, name: code, nameZh: code, permissions }
    expect((await server.call('POST', '/api/v1/platform/roles', { body })).status).toBe(201)
  }
  lead = await somebody(server, { name: 'lead', roles: ['lead'], team: 'east' })
  clerk = await somebody(server, { name: 'clerk', roles: ['clerk'] })
  viewer = await somebody(server, { name: 'viewer', roles: ['viewer'] })
})
afterAll(() => server.close())

/** The code of the refusal; undefined: done. */
async function setUp(by: Somebody, body: object): Promise<string | undefined> {
  const reply = await by.call('POST', EXPORTS, { body })
  return reply.status === 201 ? undefined : reply.body.code
}

describe('I2 P3 exports to files', () => {
  it('are set up by who may see all that is written: not by who sees a part of the list', async () => {
    expect(await setUp(lead, { name: 'a', target: 'crm/customer', columns: 'code' })).toBe('file-export/not-yours')
    expect(await setUp(viewer, { name: 'a', target: 'crm/customer', columns: 'code' })).toBe('http/not-allowed')
    expect(await setUp(clerk, { name: 'a', target: 'crm/customer', columns: 'code' })).toBe(undefined)
  })

  it('write no costs or credit for who may not see them: as a column, by a filter, or because all is written', async () => {
    expect(await setUp(clerk, { name: 'b', target: 'erp/item' })).toBe('file-export/hidden-columns')
    expect(await setUp(clerk, { name: 'b', target: 'erp/item', columns: 'code, standardCost' })).toBe('file-export/unknown-field')
    const byFilter = { name: 'b', target: 'erp/item', columns: 'code', query: 'filter[standardCost][from]=5' }
    expect(await setUp(clerk, byFilter)).toBe('file-export/unknown-field')
    expect(await setUp(clerk, { name: 'b', target: 'erp/item', columns: 'code, name' })).toBe(undefined)
  })

  it('cannot be turned to another machine by who may not see what another has set up', async () => {
    const made = await server.call('POST', EXPORTS, {
      body: { name: 'costs', target: 'erp/item', columns: 'code, standardCost' },
    })
    expect(made.status).toBe(201)
    const path = `${EXPORTS}/${made.body.id}`
    const change = await clerk.call('PATCH', path, { body: { sftp: 'sftp://me@example.com/x', credential: 'mine' } })
    expect(change.body.code).toBe('file-export/unknown-field')
    const asked = await clerk.call('POST', `${path}/ask`, { body: {} })
    expect(asked.status).toBe(200)
    expect(asked.body.askedAt).not.toBeNull()
  })

  it('tell nobody the password, and stand in the audit trail', async () => {
    const body = { name: 'away', target: 'crm/customer', sftp: 'sftp://erp@example.com/in', credential: 'open sesame' }
    const made = await server.call('POST', EXPORTS, { body })
    expect(made.status).toBe(201)
    expect(JSON.stringify(made.body)).not.toContain('sesame')
    expect((await server.call('POST', `${EXPORTS}/${made.body.id}/pause`, { body: {} })).status).toBe(200)
    const { body: events } = await server.call('GET', `${EXPORTS}/${made.body.id}/events`)
    expect(events.items.map(({ type }: { type: string }) => type)).toEqual(['file-export-created', 'file-export-paused'])
    expect(JSON.stringify(events)).not.toContain('sesame')
  })
})
