import { CUSTOM_PREFIX, type CustomField } from '@tandem/db/definitions'
import type { Fields } from '@tandem/kernel'
import { Button, Flex, Tag, Typography } from 'antd'
import { useState } from 'react'
import { type AnyRow, type DocumentType, useList } from '../api/documents.ts'
import { useMay } from '../api/platform.ts'
import { CUSTOM_FIELD_TYPES } from '../custom/use-custom.ts'
import { CommandButton } from '../erp/command-button.tsx'
import { useWords } from '../i18n/use-words.ts'
import { DocumentForm } from '../lists/document-form.tsx'
import { RowList } from '../lists/row-list.tsx'
import { Section } from '../parts/figure.tsx'
import { Page } from '../parts/page.tsx'
import { ProblemAlert } from '../parts/problem-alert.tsx'

type FieldRow = CustomField & AnyRow
type OwnSide = keyof typeof CUSTOM_FIELD_TYPES

/** Which fields the company has added to documents of its own two sides, and where one more is added. */
export function CustomFieldsPage() {
  const { t } = useWords()
  return (
    <Page title={t('customFields.title')} about={t('customFields.about')}>
      <FieldsOf side="crm" />
      <FieldsOf side="erp" />
    </Page>
  )
}

function FieldsOf({ side }: { side: OwnSide }) {
  const { t } = useWords()
  const type: DocumentType = CUSTOM_FIELD_TYPES[side]
  const found = useList(type, { sort: 'document', limit: 500 })
  const mayCreate = useMay(`${side}.custom-field.create`)
  const [form, setForm] = useState<FieldRow | 'new'>()
  const add = mayCreate && (
    <Button size="small" type="primary" onClick={() => setForm('new')} data-add={side}>
      {t('customFields.add')}
    </Button>
  )
  const rows = (found.data?.items ?? []) as unknown as FieldRow[]
  return (
    <Section title={t(`sides.${side}`)} extra={add}>
      <ProblemAlert error={found.error} onRetry={() => void found.refetch()} />
      {found.data && <FieldTable type={type} rows={rows} onChange={setForm} />}
      {form && <FieldForm type={type} row={form === 'new' ? undefined : form} onClose={() => setForm(undefined)} />}
    </Section>
  )
}

interface TableProps {
  readonly type: DocumentType
  readonly rows: readonly FieldRow[]
  readonly onChange: (row: FieldRow) => void
}

function FieldTable({ type, rows, onChange }: TableProps) {
  const { t, label, choice } = useWords()
  const { fields } = type.definition
  const mayChange = useMay(`${type.side}.custom-field.change`)
  const typeText = useTypeText()
  const one = (value: string) => [{ value, label: choice(value) }]
  const title = (name: string) => label(fields[name]?.label ?? { en: name, zh: name })
  return (
    <RowList
      rows={rows}
      rowKey={({ id }) => id}
      empty={t('customFields.none')}
      list={`${type.side}/${type.definition.name}`}
      columns={[
        { key: 'labelEn', title: title('labelEn'), render: (row) => row.labelEn, says: (row) => row.labelEn },
        { key: 'labelZh', title: title('labelZh'), render: (row) => row.labelZh, says: (row) => row.labelZh },
        { key: 'document', title: title('document'), render: (row) => choice(row.document), among: (row) => one(row.document) },
        {
          key: 'code',
          title: title('code'),
          render: (row) => <Typography.Text code>{CUSTOM_PREFIX + row.code}</Typography.Text>,
          says: (row) => row.code,
        },
        { key: 'type', title: title('type'), render: typeText },
        {
          key: 'required',
          title: title('required'),
          render: (row) => (row.required ? <Tag>{t('lists.yes')}</Tag> : t('lists.no')),
        },
        {
          key: 'status',
          title: title('status'),
          among: (row) => one(row.status),
          render: (row) => (row.status === 'retired' ? <Tag>{choice(row.status)}</Tag> : choice(row.status)),
        },
        ...(mayChange
          ? [{ key: 'actions', title: '', render: (row: FieldRow) => <Actions type={type} row={row} onChange={onChange} /> }]
          : []),
      ]}
    />
  )
}

function useTypeText(): (row: FieldRow) => string {
  const { t, choice, language } = useWords()
  return ({ type, decimals, options }) => {
    if (type === 'number') return t('customFields.number', { type: choice(type), decimals: decimals ?? 0 })
    const list = (options ?? []) as unknown as readonly Record<'en' | 'zh', string>[]
    const named = list.map((one) => one[language]).join(language === 'zh' ? '、' : ', ')
    return type === 'choice' ? t('customFields.choice', { type: choice(type), options: named }) : choice(type)
  }
}

function Actions({ type, row, onChange }: { type: DocumentType; row: FieldRow; onChange: (row: FieldRow) => void }) {
  const { t, language } = useWords()
  const name = language === 'zh' ? row.labelZh : row.labelEn
  if (row.status === 'retired') {
    const done = t('customFields.restored')
    return <CommandButton small type={type} row={row} command="restore" text={t('customFields.restore')} done={done} />
  }
  return (
    <Flex gap={8} wrap>
      <Button size="small" onClick={() => onChange(row)}>
        {t('customFields.change')}
      </Button>
      <CommandButton
        small
        type={type}
        row={row}
        command="retire"
        ask={t('customFields.sure', { name })}
        text={t('customFields.retire')}
        done={t('customFields.retired')}
      />
    </Flex>
  )
}

/** The options of a choice are typed a line each. */
const OPTIONS: Fields = {
  code: { kind: 'text', max: 40, label: { en: 'Code', zh: '编码' } },
  en: { kind: 'text', max: 80, label: { en: 'English', zh: '英文' } },
  zh: { kind: 'text', max: 80, label: { en: 'Chinese', zh: '中文' } },
}

function FieldForm({ type, row, onClose }: { type: DocumentType; row: FieldRow | undefined; onClose: () => void }) {
  const { t } = useWords()
  const { status: _, options, ...own } = type.definition.fields
  const input: Fields = {
    ...own,
    options: { kind: 'lines', of: OPTIONS, optional: true, label: options?.label ?? OPTIONS_LABEL },
  }
  const texts = ['labelEn', 'labelZh']
  const common = { type, input, okText: t('customFields.save'), onClose }
  if (row) {
    const ask = [...texts, ...(row.type === 'choice' ? ['options'] : []), 'required']
    const given = Object.fromEntries(ask.map((name) => [name, row[name]]))
    const done = t('customFields.saved')
    return (
      <DocumentForm {...common} title={t('customFields.change')} command="change" on={row} ask={ask} given={given} done={done} />
    )
  }
  const ask = (values: Readonly<Record<string, unknown>>) => [
    ...['document', ...texts, 'code', 'type'],
    ...(values.type === 'number' ? ['decimals'] : values.type === 'choice' ? ['options'] : []),
    'required',
  ]
  const [first] = type.definition.fields.document?.kind === 'choice' ? type.definition.fields.document.of : []
  const given = { document: first, type: 'text', required: false }
  const done = t('customFields.made')
  return <DocumentForm {...common} title={t('customFields.add')} command="create" ask={ask} given={given} done={done} />
}

const OPTIONS_LABEL = { en: 'Options', zh: '选项' } as const
