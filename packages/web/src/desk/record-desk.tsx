import { CommentOutlined, HistoryOutlined, PaperClipOutlined } from '@ant-design/icons'
import { Card, Grid, Tabs } from 'antd'
import { nameOf } from '../api/desk.ts'
import type { DocumentType } from '../api/documents.ts'
import { useComments, useFiles } from '../api/record.ts'
import { useWords } from '../i18n/use-words.ts'
import { Comments } from './comments.tsx'
import { Files } from './files.tsx'
import { History } from './history.tsx'

/** What stands at every document: what people say of it, files, and what happened to it on both sides. */
export function RecordDesk({ type, id }: { type: DocumentType; id: string }) {
  const { t } = useWords()
  // On a phone the three are to be seen without scrolling.
  const wide = Grid.useBreakpoint().md ?? true
  const place = { document: nameOf(type), documentId: id }
  const said = useComments(place).comments.data?.items.length ?? 0
  const kept = useFiles(place).files.data?.items.length ?? 0
  const named = (name: string, count: number) => (count > 0 ? `${name} (${count})` : name)
  return (
    <Card size="small" style={{ marginBlockStart: 24 }} className="record-desk">
      <Tabs
        items={[
          {
            key: 'comments',
            icon: <CommentOutlined />,
            label: named(t('record.comments'), said),
            children: <Comments place={place} />,
          },
          { key: 'files', icon: <PaperClipOutlined />, label: named(t('record.files'), kept), children: <Files place={place} /> },
          {
            key: 'history',
            icon: <HistoryOutlined />,
            label: t(wide && (type.side === 'crm' || type.side === 'erp') ? 'record.history' : 'record.historyHere'),
            children: <History type={type} place={place} />,
          },
        ]}
      />
    </Card>
  )
}
