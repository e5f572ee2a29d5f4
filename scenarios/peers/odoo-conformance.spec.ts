import type { Values } from '@tandem/hub'
import { conformance } from '@tandem/testkit'
import { afterAll, describe } from 'vitest'
import { connectorTo } from './given.ts'
import { losingFetch } from './losing.ts'
import { OdooClerk } from './odoo-clerk.ts'
import { type OdooPeer, odooPeer } from './peers.ts'

const odoo = await odooPeer()
const RUN = Date.now()

describe.runIf(odoo)('a running Odoo', () => {
  const peer = odoo as OdooPeer
  const clerk = new OdooClerk(peer)
  const prefix = RUN.toString(36)
  afterAll(async () => {
    const left = await clerk.all('res.partner', [['ref', '=like', `${prefix}-%`]], [])
    await clerk.call('res.partner', 'unlink', { ids: left.map(({ id }) => id) })
    const leads = await clerk.all('crm.lead', [['name', '=like', `%${prefix}-%`]], [])
    await clerk.call('crm.lead', 'unlink', { ids: leads.map(({ id }) => id) })
  })

  let cases = 0
  const openBy = (settings: Values) => () => {
    cases += 1
    const mine = `${prefix}-${cases}`
    const line = losingFetch()
    const { url, database, login, key } = peer
    return {
      connect: () => connectorTo('odoo', 'erp', { url, key, database, login, everySeconds: 0, ...settings }, line.fetch),
      make: (n: number) => partner(mine, n),
      field: 'name',
      bad: { name: '' },
      edit: async (ids: readonly string[], name: string) =>
        void (await clerk.call('res.partner', 'write', { ids: ids.map(Number), vals: { name } })),
      remove: async (id: string) => void (await clerk.call('res.partner', 'unlink', { ids: [Number(id)] })),
      loseAnswer: () => line.loseAnswer(/res\.partner\W.*load|load.*res\.partner/),
      limit: () => line.limit(),
      untilFarLook: () => new Promise<void>((resolve) => setTimeout(resolve, 31_000)),
      commitLate: async (msAgo: number) => String(await clerk.lateCustomer(`${mine}-late`, msAgo)).padStart(10, '0'),
    }
  }
  conformance('Odoo by JSON-2', 'customer', openBy({}), RUN)
  conformance('Odoo by JSON-RPC', 'customer', openBy({ protocol: 'json-rpc' }), RUN)

  const leadsBy = (settings: Values) => () => {
    cases += 1
    const mine = `${prefix}-${cases}`
    const line = losingFetch()
    const { url, database, login, key } = peer
    return {
      connect: () => connectorTo('odoo', 'crm', { url, key, database, login, everySeconds: 0, ...settings }, line.fetch),
      make: (n: number) => opportunity(mine, n),
      field: 'title',
      bad: { title: '' },
      edit: async (ids: readonly string[], name: string) =>
        void (await clerk.call('crm.lead', 'write', { ids: ids.map(Number), vals: { name } })),
      remove: async (id: string) => void (await clerk.call('crm.lead', 'unlink', { ids: [Number(id)] })),
      loseAnswer: () => line.loseAnswer(/crm\.lead\W.*load|load.*crm\.lead/),
      limit: () => line.limit(),
      untilFarLook: () => new Promise<void>((resolve) => setTimeout(resolve, 31_000)),
    }
  }
  conformance('Odoo by JSON-2', 'opportunity', leadsBy({}), RUN + 1)
  conformance('Odoo by JSON-RPC', 'opportunity', leadsBy({ protocol: 'json-rpc' }), RUN + 2)
})

/** Of each stage one, so that all that Odoo does by itself with them is met. */
function opportunity(prefix: string, n: number): Values {
  const [state = 'new', probability = '0'] =
    (
      [
        ['new', '12.5'],
        ['qualified', '30'],
        ['proposition', '60'],
        ['won', '100'],
        ['lost', '0'],
      ] as const
    )[n % 5] ?? []
  return {
    ...{ title: `椅子 "${n}" & Söhne ${prefix}-${n}`, customer: null, prospect: `启明小学 ${n}`, contact: null, owner: 'admin' },
    ...{ state, probability, currency: 'USD', expectedRevenue: '80000.25', expectedCloseDate: '2026-12-24', source: 'Fair' },
    ...{ lostReason: state === 'lost' ? 'Too far away' : null, note: 'They asked twice: 3 < 4 & "soon".\nCall on Monday.' },
  }
}

function partner(prefix: string, n: number): Values {
  return {
    ...{ code: `${prefix}-${n}`, name: `公司 "${n}" Ünïcode & Söhne`, type: 'company', taxNumber: null, currency: 'USD' },
    ...{ email: `c${n}@example.com`, phone: '+49 30 1234', paymentTermDays: 30, onHold: false, status: 'active' },
  }
}
