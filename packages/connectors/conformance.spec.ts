/** Our own two sides do what any connector must, and so does the system in memory that specs of the joint use. */
import { crmMigrations } from '@tandem/crm'
import { erpMigrations } from '@tandem/erp'
import { hubMigrations, type KindName, type Values, type Write } from '@tandem/hub'
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

/** What only sales keeps: whom an opportunity is about is named, so that no customer has to be there. */
function opportunity(n: number): Values {
  const isLost = n % 2 === 0
  return {
    ...{ title: `椅子 "${n}" & Söhne`, customer: null, prospect: `启明小学 ${n}`, contact: null, owner: 'li.na' },
    ...{ state: isLost ? 'lost' : 'qualified', currency: 'CNY', expectedRevenue: '80000.25', probability: '32.5' },
    ...{ expectedCloseDate: null, source: 'Fair', lostReason: isLost ? 'Too dear' : null, note: 'First line\nsecond' },
  }
}

function ticketOf(customer: string, n: number): Values {
  return {
    ...{ customer, subject: `椅子 "${n}"`, description: `A leg is loose.\n第二行 ${n}`, priority: 'high', assignee: null },
    state: n % 2 === 0 ? 'solved' : 'open',
  }
}

type Open = (customer: string) => (n: number) => Values

/** One of our own sides, with a customer that others may be about. */
function own(name: string, connect: typeof connectTandemCrm, kind: KindName, field: string, open: Open): void {
  conformance(name, kind, async () => {
    seed += 1
    const { tenant, now, newId, pass, database: mine } = await makeWorld(database.current, seed)
    const given = { database: mine, tenant, now, newId }
    const about = customer(0)
    const [made] = kind === 'customer' ? [] : await connect(given).apply('customer', [creation(newId(), about)])
    let number = 0
    return {
      connect: () => connect(given),
      make: open(made && 'done' in made ? made.done.externalId : ''),
      field,
      bad: { [field]: '' },
      pass,
      // Somebody there: another write, of which this connector knows nothing.
      async edit(ids, value) {
        const connector = connect(given)
        const seen = await connector.read(kind, ids)
        number += 1
        await connector.apply(
          kind,
          seen.map((one, i) => ({
            key: `somebody:${newId()}:${number + i}`,
            externalId: one.externalId,
            seen: one.version,
            values: { ...one.values, [field]: value },
            changed: [field],
          })),
        )
      },
    }
  })
}

function creation(id: string, values: Values): Write {
  return { key: `tandem:${id}:1`, values, changed: Object.keys(values) }
}

own('Tandem CRM', connectTandemCrm, 'customer', 'name', () => customer)
own('Tandem ERP', connectTandemErp, 'customer', 'name', () => customer)
own('Tandem CRM', connectTandemCrm, 'opportunity', 'title', () => opportunity)
own('Tandem CRM', connectTandemCrm, 'ticket', 'subject', (about) => (n) => ticketOf(about, n))

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
