import { App, Modal, Segmented, Table } from 'antd'
import { useState } from 'react'
import { useSend } from '../api/documents.ts'
import { useWords } from '../i18n/use-words.ts'
import { scrolled } from '../parts/scrolled.ts'
import { type Taking, takenOf } from './taking.ts'
import { CONFLICTS, type Conflict, useSystems } from './use-joint.ts'
import { fieldLabel, kindLabel, valueText } from './words.ts'

/** Decides all that are shown by one word, after showing what each will be. Each may succeed or fail on its own. */
export function DecideMany({ rows, onClose }: { rows: readonly Conflict[]; onClose: () => void }) {
  const { t, label } = useWords()
  const { message } = App.useApp()
  const systems = useSystems()
  const sending = useSend(CONFLICTS)
  const [taking, setTaking] = useState<Taking>('newest')
  const [busy, setBusy] = useState(false)
  const sides = new Map((systems.data ?? []).map(({ system, side }) => [system, side]))
  const choices = rows.map((row) => ({ row, choice: takenOf(row, taking, sides) }))
  const going = choices.filter(({ choice }) => choice !== undefined)
  const options = (['crm', 'erp', 'newest'] as const).map((value) => ({
    value,
    label: `${t('rules.take')} ${t(`rules.takes.${value}`)}`,
  }))
  const run = async () => {
    setBusy(true)
    const sent = going.map(({ row, choice }) =>
      sending.mutateAsync({ id: row.id, command: 'decide', input: { choice }, version: row.version }),
    )
    const done = (await Promise.allSettled(sent)).filter(({ status }) => status === 'fulfilled').length
    void message.info(t('rules.doneAll', { done, all: going.length }))
    onClose()
  }
  return (
    <Modal
      open
      width={760}
      title={t('rules.bulk', { count: rows.length })}
      okText={t('rules.doAll', { count: going.length })}
      okButtonProps={{ disabled: going.length === 0, loading: busy }}
      onOk={() => void run()}
      onCancel={onClose}
    >
      <Segmented<Taking> value={taking} onChange={setTaking} options={options} />
      <Table
        size="small"
        style={{ marginBlockStart: 12 }}
        ref={scrolled}
        scroll={{ x: 'max-content', y: 320 }}
        pagination={false}
        rowKey={({ row }) => row.id}
        dataSource={choices}
        columns={[
          {
            title: t('joint.field'),
            render: (_, { row }) => `${label(kindLabel(row.kind))} · ${label(fieldLabel(row.kind, row.field))}`,
          },
          { title: t('joint.kept'), render: (_, { row }) => valueText(row.kept) },
          { title: t('joint.other'), render: (_, { row }) => valueText(row.other) },
          {
            title: t('rules.willBe'),
            render: (_, { row, choice }) => <strong>{choice ? valueText(row[choice]) : t('rules.undecided')}</strong>,
          },
        ]}
      />
    </Modal>
  )
}
