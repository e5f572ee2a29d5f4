import type { Values } from '@tandem/hub'
import { conformance } from '@tandem/testkit'
import { afterAll, beforeAll, describe } from 'vitest'
import { connectorTo } from './given.ts'
import { losingFetch } from './losing.ts'
import { type TrytonPeer, trytonPeer } from './peers.ts'
import { TrytonClerk } from './tryton-clerk.ts'

const tryton = await trytonPeer()
const RUN = Date.now()

describe.runIf(tryton)('a running Tryton', () => {
  const peer = tryton as TrytonPeer
  const clerk = new TrytonClerk(peer)
  const prefix = RUN.toString(36)
  beforeAll(() => clerk.furnish())
  afterAll(async () => {
    const left = await clerk.rows('party.party', [['code', 'like', `${prefix}-%`]], [])
    await clerk.call('party.party', 'delete', [left.map(({ id }) => id)])
  })

  let cases = 0
  const open = () => {
    cases += 1
    const mine = `${prefix}-${cases}`
    const line = losingFetch()
    const { url, database, login, password } = peer
    return {
      connect: () => connectorTo('tryton', 'erp', { url, database, login, password, everySeconds: 0 }, line.fetch),
      make: (n: number) => party(mine, n),
      field: 'name',
      bad: { taxNumber: 'DE-is-no-number' },
      edit: async (ids: readonly string[], name: string) =>
        void (await clerk.call('party.party', 'write', [ids.map(Number), { name }])),
      remove: async (id: string) => void (await clerk.call('party.party', 'delete', [[Number(id)]])),
      loseAnswer: () => line.loseAnswer(/model\.party\.party\.create/),
      limit: () => line.limit(),
    }
  }
  conformance('Tryton', 'customer', open, RUN)
})

function party(prefix: string, n: number): Values {
  return {
    ...{ code: `${prefix}-${n}`, name: `公司 "${n}" Ünïcode & Söhne`, taxNumber: null, phone: '+49 30 1234', currency: 'USD' },
    ...{ email: `c${n}@example.com`, paymentTermDays: 0, status: 'active' },
  }
}
