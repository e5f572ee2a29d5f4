/** What the company has added to documents of our own two sides, told to the joint. */
import { joinableSystems } from '@tandem/connectors'
import { type Database, type KnownField, loadCustomFields, optionsOf, rows, sql, type Tx } from '@tandem/db'
import { type OwnField, type OwnFieldKind, takeInOwnFields, writeToOwnFields } from '@tandem/hub'
import type { Context, Id } from '@tandem/kernel'

/** By `crm` and `erp`. */
export type OwnFields = Readonly<Record<string, readonly KnownField[]>>

/** Changes whenever a field is added, changed, retired or restored. */
export async function ownFieldsMark(tx: Tx): Promise<string> {
  const found = await rows(
    tx,
    sql<{ side: string; count: number; versions: number }>`
      select 'crm' as side, count(*)::integer as count, coalesce(sum(version), 0)::integer as versions from crm.custom_field
      union all select 'erp', count(*)::integer, coalesce(sum(version), 0)::integer from erp.custom_field`,
  )
  return found.map(({ side, count, versions }) => `${side} ${count}:${versions}`).join(' ')
}

export interface Learned {
  readonly fields: OwnFields
  /** Writes what the joint knows of fields that are new on a side: to be done while no engine is at work here. */
  prepare(): Promise<void>
}

/** Reads them, and lets the joint know them; `joined`: the systems that are joined now. */
export async function learnOwnFields(
  database: Database,
  tenant: Id,
  by: () => Context,
  joined: readonly string[],
): Promise<Learned> {
  const fields = await database.read(tenant, loadBoth)
  const told = joinableSystems.filter(({ system }) => joined.includes(system)).flatMap((one) => kindsOf(one, fields))
  if (told.length > 0) await database.transaction(tenant, (tx) => takeInOwnFields(tx, by(), told))
  const prepare = async () => {
    if (told.length > 0) await database.transaction(tenant, (tx) => writeToOwnFields(tx, by(), told))
  }
  return { fields, prepare }
}

async function loadBoth(tx: Tx): Promise<OwnFields> {
  const [crm, erp] = await Promise.all([loadCustomFields(tx, 'crm'), loadCustomFields(tx, 'erp')])
  return { crm, erp }
}

function kindsOf({ system, side, kinds }: (typeof joinableSystems)[number], all: OwnFields): OwnFieldKind[] {
  const active = (all[side] ?? []).filter(({ status }) => status === 'active')
  return [...Map.groupBy(active, ({ document }) => document)].flatMap(([document, list]) => {
    const kind = kinds.get(document)
    return kind ? [{ system, kind, fields: list.map(ownField) }] : []
  })
}

function ownField({ code, labelEn, labelZh, type, options }: KnownField): OwnField {
  const choices = type === 'choice' ? optionsOf(options).map((one) => one.code) : null
  return { name: code, labelEn, labelZh, type: type === 'number' ? 'decimal' : type, choices }
}
