import { duplicate } from '@tandem/hub/definitions'
import type { Row } from '@tandem/kernel'
import { Modal, Table, Typography } from 'antd'
import { jointType, useAnswer } from '../api/documents.ts'
import { useWords } from '../i18n/use-words.ts'
import { scrolled } from '../parts/scrolled.ts'
import { useSayAll } from './use-say-all.ts'
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
  const { sayAll, busy, refused } = useSayAll(DUPLICATES, onClose)
  const run = () => sayAll(rows.map((row) => ({ id: row.id, version: row.version, ...commandOf(row, say) })))
  return (
    <Modal
      open
      width={760}
      title={t(`identity.sayMany.${say}`, { count: rows.length })}
      okText={t(`identity.sayMany.${say}`, { count: rows.length })}
      okButtonProps={{ loading: busy }}
      onOk={() => void run()}
      cancelButtonProps={{ disabled: busy }}
      closable={!busy}
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
          {
            title: t('identity.found'),
            render: (_, row) => (
              <>
                {valueText(row.document)}
                {refused.has(row.id) && (
                  <Typography.Paragraph type="danger" className="small" role="alert" style={{ margin: 0 }}>
                    {refused.get(row.id)}
                  </Typography.Paragraph>
                )}
              </>
            ),
          },
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
