import { App, Modal, Table } from 'antd'
import { useState } from 'react'
import { useSend } from '../../api/documents.ts'
import { useWords } from '../../i18n/use-words.ts'
import { scrolled } from '../../parts/scrolled.ts'
import { fieldLabel } from '../words.ts'
import { FINDINGS, type Finding } from './use-quality.ts'

/** Shows what every suggestion would change, then applies them. Each may succeed or fail on its own. */
export function ApplyAll({ rows, onClose }: { rows: readonly Finding[]; onClose: () => void }) {
  const { t, label } = useWords()
  const { message } = App.useApp()
  const sending = useSend(FINDINGS)
  const [busy, setBusy] = useState(false)
  const run = async () => {
    setBusy(true)
    const sent = rows.map(({ id, version }) => sending.mutateAsync({ id, command: 'apply', input: {}, version }))
    const done = (await Promise.allSettled(sent)).filter(({ status }) => status === 'fulfilled').length
    void message.info(t('quality.doneAll', { done, all: rows.length }))
    onClose()
  }
  return (
    <Modal
      open
      width={760}
      title={t('quality.applyAllTitle')}
      okText={t('quality.applyAll', { count: rows.length })}
      okButtonProps={{ loading: busy }}
      onOk={() => void run()}
      onCancel={onClose}
    >
      <Table
        size="small"
        ref={scrolled}
        scroll={{ x: 'max-content', y: 360 }}
        pagination={false}
        rowKey={({ id }) => id}
        dataSource={rows as Finding[]}
        columns={[
          { title: label(FINDINGS.definition.fields.subject.label), dataIndex: 'subject' },
          { title: label(FINDINGS.definition.fields.field.label), render: (_, row) => label(fieldLabel(row.kind, row.field)) },
          { title: t('quality.is'), dataIndex: 'value' },
          { title: t('quality.shouldBe'), render: (_, row) => <strong>{row.suggestion}</strong> },
        ]}
      />
    </Modal>
  )
}
