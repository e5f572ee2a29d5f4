import { Input, Select, Table, Tag, Typography } from 'antd'
import type { ImportMapping, ImportPreview, RowError } from '../api/desk.ts'
import { useWords } from '../i18n/use-words.ts'
import { useClearing } from '../parts/clearing.tsx'
import { scrolled } from '../parts/scrolled.ts'

interface ImportColumnsProps {
  readonly preview: ImportPreview
  readonly mapping: ImportMapping
  readonly onChange: (mapping: ImportMapping) => void
}

/** Which column goes into which field. */
export function ImportColumns({ preview, mapping, onChange }: ImportColumnsProps) {
  const clearing = useClearing()
  const { t, label } = useWords()
  const fieldOf = (column: string) => {
    const to = mapping.columns[column]
    return typeof to === 'string' ? to : to?.field
  }
  const choose = (column: string, field: string | undefined) => {
    const { [column]: _, ...others } = mapping.columns
    onChange({ ...mapping, columns: field ? { ...others, [column]: field } : others })
  }
  const options = preview.fields.map(({ name, label: words, needed }) => ({
    value: name,
    label: label(words) + (needed ? ' *' : ''),
  }))
  return (
    <>
      <Table
        size="small"
        rowKey="column"
        pagination={false}
        ref={scrolled}
        scroll={{ x: 'max-content' }}
        dataSource={[...preview.columns]}
        columns={[
          { key: 'column', title: t('tools.column'), dataIndex: 'column' },
          {
            key: 'samples',
            title: t('tools.samples'),
            render: (_, { samples }) => <Typography.Text type="secondary">{samples.filter(Boolean).join(' · ')}</Typography.Text>,
          },
          {
            key: 'field',
            title: t('tools.field'),
            render: (_, { column }) => (
              <Select
                allowClear={clearing}
                style={{ width: 240 }}
                aria-label={t('tools.fieldOf', { column })}
                placeholder={t('tools.notImported')}
                value={fieldOf(column) ?? null}
                onChange={(field) => choose(column, field ?? undefined)}
                showSearch={{ optionFilterProp: 'label' }}
                options={options}
              />
            ),
          },
        ]}
      />
      <Constants preview={preview} mapping={mapping} onChange={onChange} />
    </>
  )
}

/** What a new document needs and no column fills gets one text for all rows. */
function Constants({ preview, mapping, onChange }: ImportColumnsProps) {
  const { t, label } = useWords()
  const constants = mapping.constants ?? {}
  const fill = (name: string, text: string) => {
    const { [name]: _, ...others } = constants
    onChange({ ...mapping, constants: text === '' ? others : { ...others, [name]: text } })
  }
  return [...new Set([...preview.missing, ...Object.keys(constants)])].map((name) => {
    const text = label(preview.fields.find((field) => field.name === name)?.label ?? { en: name, zh: name })
    return (
      <label key={name} className="constant" htmlFor={`all-rows-${name}`}>
        {t('tools.forAllRows', { field: text })}
        <Input
          id={`all-rows-${name}`}
          defaultValue={constants[name] ?? ''}
          onBlur={(event) => fill(name, event.target.value.trim())}
        />
      </label>
    )
  })
}

const COLOURS = { create: 'green', change: 'blue', nothing: 'default', refused: 'red' } as const

/** What the first rows would do. */
export function ImportRows({ preview: { rows } }: { preview: ImportPreview }) {
  const { t, language } = useWords()
  return (
    <>
      <Typography.Title level={3} style={{ fontSize: 15, marginBlock: '16px 8px' }}>
        {t('tools.firstRows')}
      </Typography.Title>
      <ul className="import-rows">
        {rows.map(({ row, does, errors }) => (
          <li key={row}>
            {t('tools.row', { row })} <Tag color={COLOURS[does]}>{t(`tools.does.${does}`)}</Tag>
            {errors.map((error) => (
              <Typography.Text key={error.code + error.column} type="danger">
                {error.column && `${error.column}: `}
                {error[language]}{' '}
              </Typography.Text>
            ))}
          </li>
        ))}
      </ul>
    </>
  )
}

export function ImportErrors({ errors }: { errors: readonly RowError[] }) {
  const { t, language } = useWords()
  if (errors.length === 0) return null
  return (
    <Table
      size="small"
      style={{ marginBlockStart: 12 }}
      rowKey={(error) => `${error.row} ${error.column} ${error.code}`}
      pagination={errors.length > 10 ? { pageSize: 10 } : false}
      ref={scrolled}
      scroll={{ x: 'max-content' }}
      dataSource={[...errors]}
      columns={[
        { key: 'row', title: t('tools.rowNumber'), dataIndex: 'row' },
        { key: 'column', title: t('tools.column'), dataIndex: 'column' },
        { key: 'value', title: t('tools.value'), dataIndex: 'value' },
        { key: 'what', title: t('tools.whatToDo'), render: (_, error) => error[language] },
      ]}
    />
  )
}
