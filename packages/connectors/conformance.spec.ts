/** Our own two sides do what any connector must, and so does the system in memory that specs of the joint use. */
import { crmMigrations } from '@tandem/crm'
import { erpMigrations } from '@tandem/erp'
import { hubMigrations, type Values } from '@tandem/hub'
import { conformance, makeWorld, memorySystem, testDatabase } from '@tandem/testkit'
import { connectTandemCrm, connectTandemErp } from './index.ts'

const database = testDatabase([crmMigrations, erpMigrations, hubMigrations])
let seed = 8_100

function customer(n: number): Values {
  return {
    ...{
      code: `C-${n}`,
      name: `公司 "${n}" Ünïcode & Söhne`,
      type: 'company',
      taxNumber: null,
      phone: '+49 30 1234',
      currency: 'USD',
    },
    ...{ email: `c${n}@example.com`, paymentTermDays: 30, creditLimit: '1234.56', onHold: false, status: 'active' },
  }
}

for (const connect of [connectTandemCrm, connectTandemErp]) {
  conformance(connect === connectTandemCrm ? 'Tandem CRM' : 'Tandem ERP', 'customer', async () => {
    seed += 1
    const { tenant, now, newId, pass, database: own } = await makeWorld(database.current, seed)
    const given = { database: own, tenant, now, newId }
    let number = 0
    return {
      connect: () => connect(given),
      make: customer,
      field: 'name',
      bad: { name: '' },
      pass,
      // Somebody there: another write, of which this connector knows nothing.
      async edit(ids, value) {
        const connector = connect(given)
        const seen = await connector.read('customer', ids)
        number += 1
        await connector.apply(
          'customer',
          seen.map((one, i) => ({
            key: `somebody:${newId()}:${number + i}`,
            externalId: one.externalId,
            seen: one.version,
            values: { ...one.values, name: value },
            changed: ['name'],
          })),
        )
      },
    }
  })
}

conformance('the system in memory', 'customer', () => {
  const at = '2026-03-02T08:00:00.000Z' as never
  let isLost = false
  const system = memorySystem({
    system: 'memory',
    side: 'erp',
    kinds: ['customer'],
    now: () => at,
    random: () => (isLost ? 0 : 1),
    batch: 300,
  })
  return {
    connect: () => system,
    make: customer,
    field: 'name',
    edit: async (ids, value) => {
      for (const id of ids) system.edit('customer', id, { name: value })
    },
    remove: async (id) => system.remove('customer', id),
    loseAnswer: () => {
      isLost = true
      system.suffer({ timeOutAfterCommit: 0.5 })
      queueMicrotask(() => {
        isLost = false
      })
    },
  }
})
