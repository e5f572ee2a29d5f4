import { duplicate } from '@tandem/hub/definitions'
import type { Row } from '@tandem/kernel'
import { App, Modal, Table, Typography } from 'antd'
import { useState } from 'react'
import { jointType, useAnswer, useSend } from '../api/documents.ts'
import { useWords } from '../i18n/use-words.ts'
import { scrolled } from '../parts/scrolled.ts'
import { kindLabel, valueText } from './words.ts'

type Duplicate = Row<typeof duplicate>

export const DUPLICATES = jointType(duplicate)

export type SayCommand = 'same' | 'apart'

interface SayManyProps {
  readonly rows: readonly Duplicate[]
  readonly say: SayCommand
  readonly onClose: () => void
}

/** Says of all that are chosen that they are the same, or different, after showing each pair. Each may fail on its own. */
export function SayMany({ rows, say, onClose }: SayManyProps) {
  const { t, label } = useWords()
  const { message } = App.useApp()
  const sending = useSend(DUPLICATES)
  const [busy, setBusy] = useState(false)
  const run = async () => {
    setBusy(true)
    const sent = rows.map((row) => sending.mutateAsync({ id: row.id, version: row.version, ...commandOf(row, say) }))
    const done = (await Promise.allSettled(sent)).filter(({ status }) => status === 'fulfilled').length
    void message.info(t('rules.doneAll', { done, all: rows.length }))
    onClose()
  }
  return (
    <Modal
      open
      width={760}
      title={t(`identity.sayMany.${say}`, { count: rows.length })}
      okText={t(`identity.sayMany.${say}`, { count: rows.length })}
      okButtonProps={{ loading: busy }}
      onOk={() => void run()}
      onCancel={onClose}
    >
      {say === 'same' && <Typography.Paragraph type="secondary">{t('identity.sayManyAbout')}</Typography.Paragraph>}
      <Table<Duplicate>
        size="small"
        ref={scrolled}
        scroll={{ x: 'max-content', y: 320 }}
        pagination={false}
        rowKey="id"
        dataSource={rows as Duplicate[]}
        columns={[
          { title: t('joint.kind'), render: (_, row) => label(kindLabel(row.kind)) },
          { title: t('identity.found'), render: (_, row) => valueText(row.document) },
          { title: t('identity.known'), render: (_, row) => <Known record={row.record as string} /> },
          { title: t('identity.byLikeness'), render: (_, row) => (row.score === null ? '–' : `${row.score} %`) },
        ]}
      />
    </Modal>
  )
}

/** Two of one system are merged into the one that was known before. */
function commandOf({ type }: Duplicate, say: SayCommand): { command: string; input: object } {
  if (say === 'apart') return { command: 'keep-apart', input: {} }
  return type === 'merge' ? { command: 'merge', input: { keep: 'known' } } : { command: 'link', input: {} }
}

function Known({ record }: { record: string }) {
  const { data } = useAnswer<{ readonly values: unknown }>('joint', 'record', { id: record })
  return <>{data ? valueText(data.values) : '…'}</>
}
