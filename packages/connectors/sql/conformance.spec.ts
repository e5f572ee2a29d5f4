/** Somebody else's table does what any connector must, followed by a log of triggers or by a column. On a real PostgreSQL. */
import type { Values } from '@tandem/hub'
import { conformance, customerOf, freshDatabaseUrl, postgresUrl } from '@tandem/testkit'
import { afterAll } from 'vitest'
import { acme, CUSTOMERS, type Place, placeOf } from './sql.fixture.ts'

const WAYS = {
  'a log': { by: 'log' },
  'a column': { by: 'column', column: 'updated_at', overlapSeconds: 300 },
}
for (const [way, watch] of Object.entries(WAYS)) {
  const kinds = { customer: { ...CUSTOMERS, watch } } as never
  let place: Promise<Place> | undefined
  let cases = 0
  afterAll(async () => (await place)?.close())

  conformance(`a table followed by ${way}`, 'customer', async () => {
    place ??= freshDatabaseUrl(postgresUrl()).then((url) => placeOf(url, kinds))
    const { sql, connect, pass } = await place
    cases += 1
    const mine = cases
    return {
      connect: () => connect(kinds),
      make: (n) => customer(`C-${mine}-${n}`, n),
      field: 'name',
      bad: { name: 'forbidden' },
      edit: async (ids, name) =>
        void (await sql`update clients set name = ${name}, updated_at = clock_timestamp() where id = any(${ids.map(Number)})`),
      remove: async (id) => void (await sql`delete from clients where id = ${Number(id)}`),
      commitLate: async (msAgo) => {
        const [row] = await sql`
          insert into clients (client_no, name, is_firm, term, updated_at)
          values (${`LATE-${mine}`}, 'late', true, 30, now() - ${`${msAgo} milliseconds`}::interval) returning id`
        return String(row?.id).padStart(19, '0')
      },
      pass,
    }
  })
}

function customer(code: string, n: number): Values {
  return { ...customerOf(code, `公司 "${n}" Ünïcode & Söhne`, null), creditLimit: acme.creditLimit ?? null }
}
