/** Whether what people repaired is gone: only a proof that looked at the kind afterwards may say so. */
import { rows, run, sql, type Tx, textArray, uuidArray } from '@tandem/db'
import type { Instant } from '@tandem/kernel'
import type { Proof } from './proof.ts'
import type { Repair } from './repair-definition.ts'

export async function tellRepaired(tx: Tx, { kinds }: Proof, begunAt: Instant, now: Instant): Promise<void> {
  // Of a kind with more differences than are kept nobody knows that one is gone.
  const whole = kinds.filter(({ differences, differenceCount }) => differences.length === differenceCount)
  if (whole.length === 0) return
  const asked = await rows(
    tx,
    sql<Repair>`
      select * from hub.repair where state = 'asked' and created_at <= ${begunAt}
        and kind = any(${textArray(whole.map(({ kind }) => kind))}::text[])`,
  )
  if (asked.length === 0) return
  const standing = new Set(
    whole.flatMap(({ kind, differences }) => differences.map((one) => keyOf({ ...one, kind, record: one.record }))),
  )
  const gone = asked.filter((one) => !standing.has(keyOf(one)))
  await run(
    tx,
    sql`update hub.repair set state = 'gone', version = version + 1, updated_at = ${now}, updated_by = 'joint'
        where id = any(${uuidArray(gone.map(({ id }) => id))}::uuid[])`,
  )
}

interface Named {
  readonly system: string
  readonly kind: string
  readonly record: string | null
  readonly externalId: string | null
  readonly field: string | null
}

function keyOf({ system, kind, record, externalId, field }: Named): string {
  return [system, kind, record ?? externalId, field].join(' ')
}
