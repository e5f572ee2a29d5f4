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
})

function partner(prefix: string, n: number): Values {
  return {
    ...{ code: `${prefix}-${n}`, name: `公司 "${n}" Ünïcode & Söhne`, type: 'company', taxNumber: null, currency: 'USD' },
    ...{ email: `c${n}@example.com`, phone: '+49 30 1234', paymentTermDays: 30, onHold: false, status: 'active' },
  }
}
