import { App, Button, Form, Input } from 'antd'
import { useState } from 'react'
import { useList, useSend } from '../../api/documents.ts'
import { useWords } from '../../i18n/use-words.ts'
import { RowList } from '../../lists/row-list.tsx'
import { EditModal } from '../../parts/edit-modal.tsx'
import { Section } from '../../parts/figure.tsx'
import { May } from '../../parts/may.tsx'
import { Loaded } from '../../parts/page.tsx'
import { DICTIONARIES } from './use-quality.ts'
import { type Word, wordsOf, wordsText } from './words-text.ts'

interface Row {
  readonly id: string
  readonly version: number
  readonly name: string
  readonly words: readonly Word[]
}

/** The words that rules may name: seen, made and changed as lines of text. */
export function Dictionaries() {
  const { t, label } = useWords()
  const [open, setOpen] = useState<Row | 'new'>()
  const found = useList(DICTIONARIES, { sort: 'name', limit: 200 })
  const { fields } = DICTIONARIES.definition
  return (
    <Section title={t('quality.dictionaries')}>
      <Loaded query={found}>
        {({ items }) => (
          <RowList
            rows={items as unknown as readonly Row[]}
            rowKey={({ id }) => id}
            empty={t('quality.noDictionaries')}
            list="joint/quality-dictionary"
            imported={DICTIONARIES}
            columns={[
              { key: 'name', title: label(fields.name.label), render: (row) => row.name },
              {
                key: 'words',
                title: label(fields.words.label),
                says: (row) => wordsText(row.words).replaceAll('\n', '; '),
                render: (row) =>
                  `${t('quality.wordCount', { count: row.words.length })}: ${row.words
                    .slice(0, 5)
                    .map(({ word }) => word)
                    .join(', ')}`,
              },
              {
                key: 'edit',
                title: '',
                render: (row) => (
                  <May right="joint.quality-dictionary.change">
                    <Button onClick={() => setOpen(row)}>{t('quality.editDictionary')}</Button>
                  </May>
                ),
              },
            ]}
          />
        )}
      </Loaded>
      <May right="joint.quality-dictionary.create">
        <div style={{ marginBlockStart: 12 }}>
          <Button onClick={() => setOpen('new')}>{t('quality.newDictionary')}</Button>
        </div>
      </May>
      {open && <DictionaryForm row={open === 'new' ? undefined : open} onClose={() => setOpen(undefined)} />}
    </Section>
  )
}

function DictionaryForm({ row, onClose }: { row: Row | undefined; onClose: () => void }) {
  const { t, label } = useWords()
  const { message } = App.useApp()
  const sending = useSend(DICTIONARIES)
  const [name, setName] = useState(row?.name ?? '')
  const [text, setText] = useState(wordsText(row?.words ?? []))
  const [begun] = useState({ name, text })
  const [since] = useState(row?.version ?? 0)
  const hasChanges = name !== begun.name || text !== begun.text
  const words = wordsOf(text)
  const submit = () =>
    sending.mutate(
      row ? { id: row.id, command: 'change', input: { words }, version: since } : { command: 'create', input: { name, words } },
      {
        onSuccess: () => {
          void message.success(t(row ? 'quality.saved' : 'quality.dictionaryAdded'))
          onClose()
        },
      },
    )
  const title = row ? row.name : t('quality.newDictionary')
  return (
    <EditModal
      hasChanges={hasChanges && !sending.isSuccess}
      error={sending.error}
      saved={row && { document: 'joint/quality-dictionary', id: row.id, since }}
      title={title}
      okText={t(row ? 'quality.editDictionary' : 'quality.newDictionary')}
      confirmLoading={sending.isPending}
      onOk={submit}
      onClose={onClose}
    >
      <Form layout="vertical" component="div">
        {!row && (
          <Form.Item label={label(DICTIONARIES.definition.fields.name.label)} htmlFor="name">
            <Input id="name" maxLength={60} value={name} onChange={(event) => setName(event.target.value)} />
          </Form.Item>
        )}
        <Form.Item label={t('quality.words')} htmlFor="words">
          <Input.TextArea id="words" rows={12} value={text} onChange={(event) => setText(event.target.value)} />
        </Form.Item>
      </Form>
    </EditModal>
  )
}
