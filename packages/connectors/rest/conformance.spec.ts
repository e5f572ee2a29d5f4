/** An API that is only described does what any connector must, whichever way it pages. */
import type { Given, Values } from '@tandem/hub'
import { conformance } from '@tandem/testkit'
import { afterAll, beforeAll } from 'vitest'
import { outsideOf } from '../outside.fixture.ts'
import { connectRest } from './index.ts'
import { type MisbehavingApi, misbehavingApi } from './misbehaving-api.fixture.ts'

let api: MisbehavingApi
beforeAll(async () => {
  api = await misbehavingApi()
})
afterAll(() => api.close())

const ON_HOLD = {
  at: 'blocked',
  values: [
    ['Y', true],
    ['N', false],
  ],
}
const FIELDS = { code: 'no', name: 'name', currency: { constant: 'CNY' }, email: 'contact.mail', onHold: ON_HOLD }

function described(paging: object): object {
  const customer = {
    ...{ path: '/customers', items: 'data.items', pageSize: 50, id: 'id', fields: { ...FIELDS, creditLimit: 'limit' }, paging },
    since: { at: 'updatedAt', query: 'since', overlapSeconds: 60 },
    ...{ create: true, update: true, delete: true, etag: true, keyAt: 'reference', find: { reference: '{key}' } },
  }
  return { base: `${api.url}/v1`, auth: { by: 'bearer' }, kinds: { customer } }
}

function customer(n: number): Values {
  return {
    ...{ code: `C-${n}`, name: `公司 "${n}" Ünïcode & Söhne`, currency: 'CNY', email: null },
    ...{ onHold: false, creditLimit: '1234.56' },
  }
}

const WAYS = {
  page: { by: 'page', page: 'page', size: 'size' },
  offset: { by: 'offset', offset: 'skip', size: 'take' },
  next: { by: 'next', at: '@odata.nextLink', size: 'take' },
}
for (const [way, paging] of Object.entries(WAYS)) {
  conformance(`an API by ${way}`, 'customer', () => {
    api.reset(1_000)
    const clock = { ms: Date.parse('2026-03-02T08:00:00Z') }
    const given = (): Given => ({
      ...{ id: 'api', system: 'api', side: 'crm', label: { en: 'API', zh: '接口' }, facts: null },
      outside: outsideOf(() => clock.ms),
      settings: { description: described(paging) as never, token: 'secret', everySeconds: 0 },
    })
    return {
      connect: () => connectRest(given()),
      make: customer,
      field: 'name',
      edit: async (ids, name) => api.editAll(ids, { name }),
      remove: async (id) => api.remove(id),
      loseAnswer: () => api.misbehave({ hangUpAfterCommit: 1 }),
      limit: () => api.misbehave({ tooMany: ['1'] }),
      pass: (ms) => {
        clock.ms += ms
      },
    }
  })
}
