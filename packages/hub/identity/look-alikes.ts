/** What may be there already, asked while somebody types a new one: the same keys and the same weighing as on arrival. */
import { rows, sql, type Tx, uuidArray } from '@tandem/db'
import { defineFields, type Id, ok, type Query } from '@tandem/kernel'
import type { Values } from '../connector.ts'
import { whoSharesEach } from '../engine/candidates.ts'
import { subjectOf } from '../engine/values.ts'
import { naturalKeys, type Suspect, suspectsAmong } from './keys.ts'

const text = (en: string, zh: string) => ({ kind: 'text', max: 200, optional: true, label: { en, zh } }) as const

const input = defineFields({
  kind: { kind: 'choice', of: ['customer', 'item'], label: { en: 'Kind', zh: '类型' } },
  code: text('Code', '编码'),
  name: text('Name', '名称'),
  type: text('Type', '类型'),
  taxNumber: text('Tax number', '税号'),
  email: text('E-mail', '邮箱'),
  phone: text('Phone', '电话'),
  barcode: text('Barcode', '条码'),
})

export interface LookAlike {
  readonly record: Id
  readonly subject: string
  readonly name: string
  /** How surely it is the same, per cent. */
  readonly score: string
  readonly reasons: Suspect['reasons']
  readonly links: readonly { readonly system: string; readonly externalId: string }[]
}

const SHOWN = 5

export const lookAlikesQuery: Query<Tx, typeof input, readonly LookAlike[]> = {
  name: 'look-alikes',
  label: { en: 'What may be there already', zh: '可能已存在的' },
  input,
  async run(tx, _by, { kind, ...typed }) {
    const values = Object.fromEntries(Object.entries(typed).map(([name, value]) => [name, value ?? null])) as Values
    const found = await candidates(tx, kind, values)
    const byId = new Map(found.map((row) => [row.recordId as string, row]))
    const suspects = suspectsAmong(kind, values, found).slice(0, SHOWN)
    return ok(
      suspects.flatMap(({ recordId, score, reasons }) => {
        const row = byId.get(recordId)
        if (!row) return []
        const { values: said, links } = row
        const about = { subject: subjectOf(said, null), name: String(said.name ?? '') }
        return [{ record: row.recordId, ...about, score: String(Math.round(score * 10_000) / 100), reasons, links }]
      }),
    )
  },
}

interface Candidate {
  readonly recordId: Id
  readonly values: Values
  readonly links: LookAlike['links']
}

/** A key that too many share says nothing, as on arrival. */
async function candidates(tx: Tx, kind: string, values: Values): Promise<Candidate[]> {
  const keys = naturalKeys(kind, values)
  if (keys.length === 0) return []
  const sharing = await whoSharesEach(
    tx,
    keys.map(({ field, value }) => ({ kind, field, list: [value] })),
  )
  const ids = uuidArray([...new Set(sharing.map(({ recordId }) => recordId))])
  return rows(
    tx,
    sql<Candidate>`
      select r.id as record_id, r.values,
        (select coalesce(json_agg(json_build_object('system', l.system, 'externalId', l.external_id) order by l.system), '[]')
         from hub.link l where l.record_id = r.id and not l.gone) as links
      from hub.record r where r.id = any(${ids}::uuid[]) and r.state = 'active' order by r.id`,
  )
}
