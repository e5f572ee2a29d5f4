/**
 * Fields that our own two sides were given by the company become custom fields of the joint under the same names, so that
 * mappings can name them, and what is known of them already is written to who has a place for it only now.
 */
import { rows, sql, type Tx } from '@tandem/db'
import { type Context, type Id, type Json, must } from '@tandem/kernel'
import type { NativeField } from '../connector.ts'
import { lockPlanner } from '../engine/plan-load.ts'
import { CUSTOM } from '../engine/values.ts'
import type { KindName } from '../kinds.ts'
import { wantIn } from '../merges/carry-out.ts'
import { changeCustomField, createCustomField } from './commands.ts'
import type { CustomField } from './definition.ts'

export interface OwnField {
  readonly name: string
  readonly labelEn: string
  readonly labelZh: string
  readonly type: CustomField['type']
  /** Of a choice. */
  readonly choices: readonly string[] | null
}

/** What one side has of a kind. */
export interface OwnFieldKind {
  readonly system: string
  readonly kind: KindName
  readonly fields: readonly OwnField[]
}

/** Safe to do again: makes what is missing, adds choices that are new. Of two that differ in type the first counts. */
export async function takeInOwnFields(tx: Tx, by: Context, told: readonly OwnFieldKind[]): Promise<void> {
  // Several workers may be told at the same time.
  await lockPlanner(tx)
  const known = await rows(tx, sql<CustomField>`select * from hub.custom_field`)
  const byKey = new Map(known.map((field) => [`${field.kind} ${field.name}`, field]))
  for (const { kind, fields } of told) {
    for (const field of fields) {
      const before = byKey.get(`${kind} ${field.name}`)
      const now = before ? await widened(tx, by, before, field) : await made(tx, by, kind, field)
      byKey.set(`${kind} ${field.name}`, now)
    }
  }
}

/**
 * Writes what is known of fields that a side declares from now on. While the engine rests: what it has under way was sent
 * without them, and says when it is done that they were.
 */
export async function writeToOwnFields(tx: Tx, by: Context, told: readonly OwnFieldKind[]): Promise<void> {
  for (const one of told) await writeWhatIsKnown(tx, by, one)
}

async function made(tx: Tx, by: Context, kind: KindName, { choices, ...field }: OwnField): Promise<CustomField> {
  const [result] = await createCustomField.run(tx, by, [{ kind, ...field, choices: choices as Json }])
  await tx.settled()
  return must(result as NonNullable<typeof result>)
}

async function widened(tx: Tx, by: Context, before: CustomField, { type, choices }: OwnField): Promise<CustomField> {
  const kept = (before.choices ?? []) as readonly string[]
  const more = type === 'choice' && before.type === 'choice' ? (choices ?? []).filter((one) => !kept.includes(one)) : []
  if (more.length === 0) return before
  const [result] = await changeCustomField.run(tx, by, [{ id: before.id, input: { choices: [...kept, ...more] } }])
  await tx.settled()
  return must(result as NonNullable<typeof result>)
}

/**
 * A field that the side did not declare when it was joined last: it holds nothing of it, whatever was agreed. Where a mapping
 * stands between, that says what the field is, and who puts it to use has everything read again.
 */
async function writeWhatIsKnown(tx: Tx, by: Context, { system, kind, fields }: OwnFieldKind): Promise<void> {
  const [declared] = await rows(
    tx,
    sql<{ fields: readonly NativeField[] }>`
      select fields from hub.native_kind where system = ${system} and kind = ${kind}
        and not exists (select from hub.mapping m where m.system = ${system} and m.kind = ${kind} and m.state = 'active')`,
  )
  const before = new Set(declared?.fields.map(({ path }) => path))
  const fresh = declared ? fields.filter(({ name }) => !before.has(CUSTOM + name)) : []
  if (fresh.length === 0) return
  const wanted = new Set<Id>()
  for (const { name } of fresh) {
    const key = CUSTOM + name
    const found = await rows(
      tx,
      sql<{ recordId: Id }>`
        update hub.link l set base = l.base - ${key}::text from hub.record r
        where r.id = l.record_id and l.system = ${system} and l.kind = ${kind} and not l.gone and r.state = 'active'
          and r.values->>${key}::text is not null and l.base->${key}::text = r.values->${key}::text
        returning l.record_id`,
    )
    for (const { recordId } of found) wanted.add(recordId)
  }
  await wantIn(
    tx,
    by,
    [...wanted].map((recordId) => ({ system, kind, recordId, version: 1, changeId: null })),
  )
}
