/** Every route of the CRM and the ERP, sent nonsense made from its own description: refused in words, never a fault. */
import { crm, crmMessages, crmMigrations } from '@tandem/crm'
import { erp, erpMessages, erpMigrations } from '@tandem/erp'
import { hubMessages, hubMigrations, hubSurface } from '@tandem/hub'
import { randomNumbers, testDatabase } from '@tandem/testkit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  type Description,
  NOBODYS_ID,
  NONSENSE,
  type Operation,
  operationsOf,
  pick,
  plausible,
  spoil,
} from './description.fixture.ts'
import { startTestServer, type TestServer } from './test-server.ts'

const database = testDatabase([crmMigrations, erpMigrations, hubMigrations])
const sides = [
  { surface: crm, messages: crmMessages },
  { surface: erp, messages: erpMessages },
  { surface: hubSurface(), messages: hubMessages },
]
let server: TestServer

beforeAll(async () => {
  server = await startTestServer(database.current, { sides })
})
afterAll(() => server.close())

function pathOf(template: string, random: () => number): string {
  return template.replace(/\{\w+\}/g, () =>
    encodeURIComponent(pick([NOBODYS_ID, server.world.tenant, '7', "'", '\0', '💥'], random)),
  )
}

function queryOf({ parameters = [] }: Operation, random: () => number): string {
  const query = new URLSearchParams()
  for (const { name, in: where } of parameters) {
    if (where === 'query' && random() < 0.1) query.append(name, String(pick(NONSENSE, random)))
  }
  return query.size > 0 ? `?${query}` : ''
}

describe.each([1, 2])('P1 nonsense from seed %d', (seed) => {
  it('is never a fault, on no route', async () => {
    const all = server.api.openapi() as Description
    const random = randomNumbers(seed)
    const text = ({ format }: { format?: string }) => (format === 'uuid' && random() < 0.5 ? server.world.tenant : undefined)
    const faults: string[] = []
    for (const { method, path: template, operation, body: schema } of operationsOf(all)) {
      for (let turn = 0; turn < 5; turn++) {
        const right = schema && plausible({ all, random, text }, schema)
        const body = schema && turn > 1 ? spoil(right, random) : right
        const path = pathOf(template, random) + queryOf(operation, random)
        const reply = await server.call(method, path, body === undefined ? {} : { body })
        if (reply.status >= 500) faults.push(`${method} ${path} ${JSON.stringify(body)} -> ${JSON.stringify(reply.body)}`)
      }
    }
    expect(faults).toEqual([])
  }, 300_000)
})
