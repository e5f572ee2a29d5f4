import { AutoComplete, Button, Card, Flex, Select, Typography } from 'antd'
import { useWords } from '../../i18n/use-words.ts'
import { May } from '../../parts/may.tsx'
import { valueText } from '../words.ts'
import { StepList } from './step-list.tsx'
import type { DraftRow, MappingFields, NativeField, Preview } from './use-mapping.ts'

interface TableProps {
  readonly fields: MappingFields
  readonly draft: readonly DraftRow[]
  readonly preview: Preview | undefined
  readonly onChange: (draft: readonly DraftRow[]) => void
}

/** One row a field: what it is there, what happens on the way, what becomes of it, what is wrong. */
export function MappingTable({ fields, draft, preview, onChange }: TableProps) {
  return (
    <Flex vertical gap={8}>
      {draft.map((row, at) => (
        <OneRow
          key={row.key}
          fields={fields}
          row={row}
          problems={(preview?.problems ?? []).filter((problem) => problem.row === at)}
          becomes={preview?.inward.find(({ field }) => field === row.field)}
          onChange={(next) => onChange(draft.map((one) => (one.key === row.key ? next : one)))}
          onRemove={() => onChange(draft.filter((one) => one.key !== row.key))}
        />
      ))}
    </Flex>
  )
}

interface RowProps {
  readonly fields: MappingFields
  readonly row: DraftRow
  readonly problems: Preview['problems']
  readonly becomes: Preview['inward'][number] | undefined
  readonly onChange: (row: DraftRow) => void
  readonly onRemove: () => void
}

const DIRECTIONS = ['both', 'in', 'out'] as const

function OneRow({ fields, row, problems, becomes, onChange, onRemove }: RowProps) {
  const { t, label, choice } = useWords()
  const isBad = problems.length > 0 || Boolean(becomes?.trouble)
  return (
    <Card size="small" {...(isBad ? { style: { borderColor: '#d9363e' } } : {})}>
      <Flex gap={8} wrap align="start">
        <Select
          showSearch
          aria-label={t('lineage.field')}
          style={{ flex: '1 1 190px' }}
          value={row.field === '' ? null : row.field}
          placeholder={t('lineage.field')}
          onChange={(field: string) => onChange({ ...row, field })}
          options={fields.joint.map((one) => ({ value: one.field, label: `${label(one.label)} (${one.field})` }))}
        />
        <AutoComplete
          aria-label={t('lineage.native')}
          style={{ flex: '1 1 160px' }}
          value={row.native ?? ''}
          placeholder={t('lineage.nothing')}
          onChange={(native: string) => onChange({ ...row, native: native === '' ? null : native })}
          options={nativeFor(fields, row.field).map(({ path, kind }) => ({ value: path, label: `${path} · ${choice(kind)}` }))}
        />
        <Select
          aria-label={t('lineage.direction')}
          style={{ flex: '0 1 120px' }}
          value={row.direction}
          onChange={(direction: DraftRow['direction']) => onChange({ ...row, direction })}
          options={DIRECTIONS.map((value) => ({ value, label: t(`lineage.${value}`) }))}
        />
        <May right="joint.mapping.create">
          <Button type="text" onClick={onRemove}>
            {t('lineage.remove')}
          </Button>
        </May>
      </Flex>
      <Flex gap={8} wrap align="start" style={{ marginBlockStart: 8 }}>
        <Steps fields={fields} row={row} onChange={onChange} />
      </Flex>
      {becomes && !becomes.trouble && (
        <Typography.Text type="secondary" className="small">
          {t('lineage.preview')}: {valueText(becomes.value)}
        </Typography.Text>
      )}
      {[...problems.map(({ text }) => text), ...(becomes?.trouble ? [becomes.trouble] : [])].map((text) => (
        <Typography.Paragraph key={text} type="danger" className="small" style={{ margin: 0 }} role="alert">
          {text}
        </Typography.Paragraph>
      ))}
    </Card>
  )
}

function Steps({ fields, row, onChange }: Pick<RowProps, 'fields' | 'row' | 'onChange'>) {
  const { t } = useWords()
  const kind = fields.joint.find(({ field }) => field === row.field)?.kind ?? 'text'
  const theirs = nativeFor(fields, row.field).find(({ path }) => path === row.native)?.kind ?? 'text'
  return (
    <>
      {row.direction !== 'out' && (
        <StepList
          title={t('lineage.steps')}
          kind={kind}
          steps={row.steps}
          onChange={(steps) => onChange({ ...row, steps: steps ?? [] })}
        />
      )}
      {row.direction !== 'in' && (
        <StepList
          title={t('lineage.outSteps')}
          kind={theirs}
          steps={row.outSteps}
          mayBeBackwards
          onChange={(outSteps) => onChange({ ...row, outSteps })}
        />
      )}
    </>
  )
}

/** Within lines the fields of a line, else those of the document. */
function nativeFor({ native }: MappingFields, field: string): readonly NativeField[] {
  const isInLines = field.includes('.') && !field.startsWith('custom.')
  return isInLines ? native.flatMap(({ of = [] }) => of) : native
}
