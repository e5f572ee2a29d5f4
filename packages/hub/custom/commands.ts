/** Custom fields: one more is a row, not a change of the program. */
import { changeDocuments, createDocuments, rows, sql, stamp, type Tx } from '@tandem/db'
import {
  type CreateCommand,
  type DocumentCommand,
  type Input,
  type Json,
  ok,
  type Result,
  refuse,
  type Stored,
} from '@tandem/kernel'
import { kindNames } from '../kinds.ts'
import { moveMark } from '../mapping/mark.ts'
import { type CustomField, customField } from './definition.ts'

const { kind, name, labelEn, labelZh, type, choices } = customField.fields
const newFields = { kind, name, labelEn, labelZh, type, choices } as const

/** Adds a field to a kind. Its name never changes: values are kept under it. */
export const createCustomField: CreateCommand<Tx, typeof newFields, CustomField> = {
  name: 'create',
  document: 'custom-field',
  on: 'new',
  label: { en: 'New custom field', zh: '新建自定义字段' },
  input: newFields,
  async run(tx, by, inputs) {
    const found = await rows(tx, sql<{ key: string }>`select kind || '.' || name as key from hub.custom_field`)
    const taken = new Set(found.map(({ key }) => key))
    const decided = inputs.map((input) => {
      const result = newCustomField(input, stamp(by), taken)
      if (result.ok) taken.add(`${input.kind}.${input.name}`)
      return result
    })
    const results = await createDocuments<CustomField>(tx, by, customField, decided)
    if (results.some(({ ok }) => ok)) await moveMark(tx)
    return results
  },
}

const NAME = /^[a-z][A-Za-z0-9]*$/

export function newCustomField(input: Input<typeof newFields>, stored: Stored, taken: ReadonlySet<string>): Result<CustomField> {
  if (!(kindNames as readonly string[]).includes(input.kind)) {
    return refuse('custom-field/unknown-kind', { kind: input.kind, kinds: kindNames.join(', ') })
  }
  if (!NAME.test(input.name)) return refuse('custom-field/bad-name', { name: input.name })
  if (taken.has(`${input.kind}.${input.name}`)) return refuse('custom-field/name-taken', { name: input.name, kind: input.kind })
  const list = input.type === 'choice' ? choicesIn(input.choices ?? null) : null
  if (input.type === 'choice' && !list) return refuse('custom-field/no-choices', { name: input.name })
  return ok({ ...stored, ...input, choices: list } as CustomField)
}

function choicesIn(value: Json): string[] | undefined {
  if (!Array.isArray(value)) return undefined
  const texts = value.filter((one): one is string => typeof one === 'string' && one.trim() !== '')
  return texts.length === value.length && texts.length > 0 ? texts : undefined
}

const changeFields = {
  labelEn: { ...labelEn, optional: true },
  labelZh: { ...labelZh, optional: true },
  choices,
} as const

interface Change {
  readonly labelEn?: string | null | undefined
  readonly labelZh?: string | null | undefined
  readonly choices?: Json | undefined
}

/** What it is called, and its choices; never its name or type. */
export const changeCustomField: DocumentCommand<Tx, typeof changeFields, CustomField> = {
  name: 'change',
  document: 'custom-field',
  on: 'one',
  label: { en: 'Change', zh: '修改' },
  input: changeFields,
  async run(tx, by, inputs) {
    const results = await changeDocuments<CustomField, Change>(tx, by, customField, inputs, changed)
    if (results.some(({ ok }) => ok)) await moveMark(tx)
    return results
  },
}

function changed(row: CustomField, { labelEn: en, labelZh: zh, choices: list }: Change): Result<Partial<CustomField>> {
  const kept = (row.choices ?? []) as readonly string[]
  const next = row.type === 'choice' && list ? choicesIn(list) : kept
  // A choice that records may hold must stay: they could not be read any more.
  if (row.type === 'choice' && (!next || kept.some((one) => !next.includes(one)))) {
    return refuse('custom-field/no-choices', { name: row.name })
  }
  const changes = { ...(en && { labelEn: en }), ...(zh && { labelZh: zh }) }
  return ok(row.type === 'choice' && list ? { ...changes, choices: next as string[] } : changes)
}
