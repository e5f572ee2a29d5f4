/** The data-only door: fields that a company adds to documents of its own two sides, and what they are to those who read fields. */
import { type Definition, defineFields, type Field, type Fields, type Row } from '@tandem/kernel'

/** Decimals and dates are text. What was emptied stays with null, so that others are told of it. */
export type CustomValues = Readonly<Record<string, string | boolean | null>>

/** The field of a document that holds their values. */
export const CUSTOM_VALUES = {
  kind: 'custom',
  optional: true,
  label: { en: 'Custom fields', zh: '自定义字段' },
  help: { en: 'Values by code; what is left out stays as it is', zh: '按编码填写；未填的保持不变' },
} as const

/** What they are called where fields are called by name: `custom.region`. */
export const CUSTOM_PREFIX = 'custom.'

export const CUSTOM_TYPES = ['text', 'number', 'date', 'flag', 'choice'] as const

export interface CustomOption {
  readonly code: string
  readonly en: string
  readonly zh: string
}

/** What a custom field is called, and how it is to be filled in. */
export const customFieldText = defineFields({
  labelEn: { kind: 'text', max: 80, label: { en: 'English label', zh: '英文标签' } },
  labelZh: { kind: 'text', max: 80, label: { en: 'Chinese label', zh: '中文标签' } },
  options: {
    kind: 'json',
    optional: true,
    label: { en: 'Options', zh: '选项' },
    help: { en: 'Of a choice: a list of code, en and zh', zh: '选项类型的列表，含 code、en、zh' },
  },
  required: { kind: 'flag', label: { en: 'Required', zh: '必填' } },
})

export const customFieldParts = defineFields({
  code: {
    ...{ kind: 'text', max: 40, label: { en: 'Code', zh: '编码' } },
    help: {
      en: 'Letters and digits, first a small letter; it never changes',
      zh: '以小写字母开头，只含字母和数字；建立后不能修改',
    },
  },
  type: { kind: 'choice', of: CUSTOM_TYPES, label: { en: 'Type of value', zh: '值类型' } },
  decimals: {
    ...{ kind: 'integer', optional: true, label: { en: 'Decimals', zh: '小数位数' } },
    help: { en: 'Of a number, 0 to 6', zh: '数字类型的小数位数，0 至 6' },
  },
  ...customFieldText,
})

const STATUS = { kind: 'choice', of: ['active', 'retired'], set: 'by-us', label: { en: 'Status', zh: '状态' } } as const

/** The document of one side that says which fields were added to which of its `documents`. */
export function customFieldOf<const D extends readonly string[]>(table: string, documents: D) {
  const document = { kind: 'choice', of: documents, label: { en: 'Document', zh: '单据' } } as const
  return {
    name: 'custom-field',
    plural: 'custom-fields',
    label: { en: 'Custom field', zh: '自定义字段' },
    table,
    title: ['code', 'labelEn', 'labelZh'],
    fields: { document, ...customFieldParts, status: STATUS },
  } as const satisfies Definition
}

export type CustomField = Row<ReturnType<typeof customFieldOf<readonly string[]>>>

/** What must be known of one to read its values. */
export type CustomPart = Pick<CustomField, 'code' | 'labelEn' | 'labelZh' | 'type' | 'decimals' | 'options' | 'required'>

/** A custom field as a field like any other. */
export function fieldOfCustom({ type, labelEn, labelZh, options, required }: CustomPart): Field {
  const about = { label: { en: labelEn, zh: labelZh }, ...(required ? {} : { optional: true as const }) }
  switch (type) {
    case 'number':
      return { kind: 'quantity', unit: '', ...about }
    case 'choice': {
      const list = (options ?? []) as unknown as readonly CustomOption[]
      const words = Object.fromEntries(list.map(({ code, en, zh }) => [code, { en, zh }]))
      return { kind: 'choice', of: list.map(({ code }) => code), words, ...about }
    }
    default:
      return { kind: type, ...about }
  }
}

/** The definition with these as fields under their names: `custom.region`. */
export function withCustom<D extends Definition>(definition: D, parts: readonly CustomPart[]): D {
  if (parts.length === 0) return definition
  const more: Fields = Object.fromEntries(parts.map((part) => [CUSTOM_PREFIX + part.code, fieldOfCustom(part)]))
  return { ...definition, fields: { ...definition.fields, ...more } }
}

/** A change as it is told: of custom values only those that are others than before. */
export function toldChanges<C extends object>(before: object, changes: C): C {
  const { custom } = changes as { readonly custom?: CustomValues | null }
  if (!custom) return changes
  const was = (before as { readonly custom?: CustomValues | null }).custom ?? {}
  const changed = Object.entries(custom).filter(([code, value]) => value !== was[code])
  return { ...changes, custom: Object.fromEntries(changed) }
}

/** Their values by those names. */
export function flatCustom(values: CustomValues | null | undefined): CustomValues {
  return Object.fromEntries(Object.entries(values ?? {}).map(([code, value]) => [CUSTOM_PREFIX + code, value]))
}
