import { Modal, Segmented, Table, Typography } from 'antd'
import { useState } from 'react'
import { useAnswer } from '../api/documents.ts'
import { useWords } from '../i18n/use-words.ts'
import { scrolled } from '../parts/scrolled.ts'
import { type Taking, takenOf } from './taking.ts'
import { useFieldLabel } from './use-field-label.ts'
import { CONFLICTS, type Conflict, useSystems } from './use-joint.ts'
import { useSayAll } from './use-say-all.ts'
import { fieldText, kindLabel, valueText } from './words.ts'

/** Decides all that are shown by one word, after showing what each will be. Each may succeed or fail on its own. */
export function DecideMany({ rows, onClose }: { rows: readonly Conflict[]; onClose: () => void }) {
  const words = useWords()
  const { t } = words
  const fieldName = useFieldLabel()
  const systems = useSystems()
  const { sayAll, busy, refused } = useSayAll(CONFLICTS, onClose)
  const [taking, setTaking] = useState<Taking>('newest')
  const sides = new Map((systems.data ?? []).map(({ system, side }) => [system, side]))
  const choices = rows.map((row) => ({ row, choice: takenOf(row, taking, sides) }))
  const going = choices.filter(({ choice }) => choice !== undefined)
  const options = (['crm', 'erp', 'newest'] as const).map((value) => ({
    value,
    label: `${t('rules.take')} ${t(`rules.takes.${value}`)}`,
  }))
  const run = () =>
    sayAll(going.map(({ row, choice }) => ({ id: row.id, version: row.version, command: 'decide', input: { choice } })))
  const say = (row: Conflict, value: unknown) => fieldText(row.kind, row.field, value, words)
  return (
    <Modal
      open
      width={760}
      title={t('rules.bulk', { count: rows.length })}
      okText={t('rules.doAll', { count: going.length })}
      okButtonProps={{ disabled: going.length === 0, loading: busy }}
      onOk={() => void run()}
      cancelButtonProps={{ disabled: busy }}
      closable={!busy}
      onCancel={onClose}
    >
      <Segmented<Taking>
        aria-label={t('rules.bulk', { count: rows.length })}
        value={taking}
        onChange={setTaking}
        options={options}
      />
      <Table
        size="small"
        style={{ marginBlockStart: 12 }}
        ref={scrolled}
        scroll={{ x: 'max-content', y: 320 }}
        pagination={false}
        rowKey={({ row }) => row.id}
        dataSource={choices}
        columns={[
          { title: t('chain.document'), render: (_, { row }) => <Whose row={row} refused={refused.get(row.id)} /> },
          { title: t('joint.field'), render: (_, { row }) => fieldName(row.kind, row.field) },
          { title: t('joint.kept'), render: (_, { row }) => say(row, row.kept) },
          { title: t('joint.other'), render: (_, { row }) => say(row, row.other) },
          {
            title: t('rules.willBe'),
            render: (_, { row, choice }) => <strong>{choice ? say(row, row[choice]) : t('rules.undecided')}</strong>,
          },
        ]}
      />
    </Modal>
  )
}

/** What it is about, and why it could not be decided. */
function Whose({ row, refused }: { row: Conflict; refused: string | undefined }) {
  const { label } = useWords()
  const { data } = useAnswer<{ readonly values: unknown }>('joint', 'record', { id: row.record })
  return (
    <>
      {label(kindLabel(row.kind))} {data ? valueText(data.values) : '…'}
      {refused && (
        <Typography.Paragraph type="danger" className="small" role="alert" style={{ margin: 0 }}>
          {refused}
        </Typography.Paragraph>
      )}
    </>
  )
}
