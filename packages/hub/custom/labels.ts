/** Custom fields as fields of their kinds, so that everything that reads fields reads these, too. */
import { rows, sql, type Tx } from '@tandem/db'
import type { Field } from '@tandem/kernel'
import { CUSTOM } from '../engine/values.ts'
import type { CustomField } from './definition.ts'

export type CustomRow = Pick<CustomField, 'kind' | 'name' | 'labelEn' | 'labelZh' | 'type' | 'choices'>

/** The custom fields of a kind by their keys in values: `custom.size`. */
export async function customLabels(tx: Tx, kind: string): Promise<Map<string, Field>> {
  const found = await rows(
    tx,
    sql<CustomRow>`select kind, name, label_en, label_zh, type, choices from hub.custom_field where kind = ${kind} order by name`,
  )
  return new Map(found.map((row) => [CUSTOM + row.name, fieldOf(row)]))
}

export function fieldOf({ type, choices, labelEn, labelZh }: CustomRow): Field {
  const about = { label: { en: labelEn, zh: labelZh }, optional: true } as const
  switch (type) {
    case 'decimal':
      return { kind: 'quantity', unit: '', ...about }
    case 'choice':
      return { kind: 'choice', of: choices as readonly string[], ...about }
    default:
      return { kind: type, ...about }
  }
}
