import { define, type Row } from '@tandem/kernel'

/** A field that this company has added to a kind. It travels between the systems whose mappings name it. */
export const customField = define({
  name: 'custom-field',
  plural: 'custom-fields',
  label: { en: 'Custom field', zh: '自定义字段' },
  table: 'hub.custom_field',
  title: ['labelEn', 'name'],
  fields: {
    kind: { kind: 'text', label: { en: 'Kind', zh: '类型' } },
    /** Its key in values is `custom.` and this. */
    name: { kind: 'text', max: 40, label: { en: 'Name', zh: '名称' } },
    labelEn: { kind: 'text', max: 80, label: { en: 'English label', zh: '英文标签' } },
    labelZh: { kind: 'text', max: 80, label: { en: 'Chinese label', zh: '中文标签' } },
    type: { kind: 'choice', of: ['text', 'decimal', 'date', 'choice', 'flag'], label: { en: 'Type of value', zh: '值类型' } },
    choices: { kind: 'json', optional: true, label: { en: 'Choices', zh: '选项' } },
  },
})

export type CustomField = Row<typeof customField>
