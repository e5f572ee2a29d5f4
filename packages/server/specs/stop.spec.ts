import { connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { crmMigrations } from '@tandem/crm'
import { rows, sql } from '@tandem/db'
import { testDatabase } from '@tandem/testkit'
import { describe, expect, it } from 'vitest'
import { startTestServer } from './test-server.ts'

const database = testDatabase([crmMigrations])
const CUSTOMERS = '/api/v1/crm/customers'
const acme = { code: 'X1', name: 'Acme', type: 'company', currency: 'CNY', paymentTermDays: 30, onHold: false }

describe('P1 a server that stops', () => {
  it('waits for no connection that nobody uses', async () => {
    const server = await startTestServer(database.current)
    const { port } = new URL(server.url)
    const opened = connect(Number(port), '127.0.0.1')
    await new Promise((resolve) => opened.once('connect', resolve))
    await server.call('GET', CUSTOMERS)
    const begin = performance.now()
    await server.close()
    expect(performance.now() - begin).toBeLessThan(3000)
    opened.destroy()
  })

  it('lets requests under way come to their end', async () => {
    const server = await startTestServer(database.current)
    const made = await server.call('POST', CUSTOMERS, { body: acme })
    const path = `${CUSTOMERS}/${made.body.id}`
    const lock = server.world.run(async (tx) => {
      await rows(tx, sql`select from crm.customer for update`)
      await sleep(500)
    })
    await sleep(100)
    const waiting = server.call('PATCH', path, { body: { phone: '1' } })
    await sleep(100)
    const [reply] = await Promise.all([waiting, server.close(), lock])
    expect(reply.status).toBe(200)
  })
})
