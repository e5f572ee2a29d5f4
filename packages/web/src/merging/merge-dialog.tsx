import { useNavigate } from '@tanstack/react-router'
import { App, Button, Form, Segmented, Typography } from 'antd'
import { useState } from 'react'
import { type AnyRow, type DocumentType, useAnswer, useSend } from '../api/documents.ts'
import { ChangedMeanwhile } from '../desk/changed-meanwhile.tsx'
import { useWords } from '../i18n/use-words.ts'
import { pageOf } from '../lists/pages.ts'
import { ReferencePicker } from '../lists/reference-picker.tsx'
import { titleOf } from '../lists/title.ts'
import { EditModal } from '../parts/edit-modal.tsx'
import { ProblemAlert } from '../parts/problem-alert.tsx'
import { type Repointed, RepointedList } from './repointed.tsx'

interface MergeProps {
  readonly type: DocumentType
  readonly row: AnyRow
}

interface Preview {
  readonly loser: AnyRow
  readonly winner: AnyRow
  readonly goes: readonly Repointed[]
}

/** Merges this one and another that is the same, after showing what goes along. */
export function MergeButton(props: MergeProps) {
  const { t } = useWords()
  const [open, setOpen] = useState(false)
  return (
    <>
      <Button onClick={() => setOpen(true)}>{t('identity.mergeInto')}</Button>
      {open && <MergeDialog {...props} onClose={() => setOpen(false)} />}
    </>
  )
}

function MergeDialog({ type, row, onClose }: MergeProps & { onClose: () => void }) {
  const { t } = useWords()
  const [other, setOther] = useState<string | null>(null)
  const [keep, setKeep] = useState<'other' | 'this'>('this')
  const { preview, sending, names, merge, moved, look } = useMerging(type, row, other, keep, onClose)
  return (
    <EditModal
      hasChanges={other !== null && !sending.isPending && !sending.isSuccess}
      error={sending.error}
      width={760}
      title={t('identity.mergeInto')}
      okText={t('identity.doMerge', names)}
      okButtonProps={{ disabled: !preview.data || preview.isFetching || moved !== undefined, danger: true }}
      confirmLoading={sending.isPending}
      onOk={merge}
      onClose={onClose}
    >
      <Typography.Paragraph type="secondary">{t('identity.mergeAbout')}</Typography.Paragraph>
      <Form layout="vertical" component="div">
        <Form.Item label={t('identity.other')} htmlFor="merge-other" required>
          <ReferencePicker
            id="merge-other"
            side={type.side}
            name={type.definition.name}
            value={other}
            onChange={setOther}
            label={t('identity.other')}
            filter={{ status: 'active' }}
            autoFocus
          />
        </Form.Item>
      </Form>
      <Segmented<'other' | 'this'>
        aria-label={t('identity.keepWhich')}
        value={keep}
        onChange={setKeep}
        options={[
          { value: 'this', label: t('identity.keepThis') },
          { value: 'other', label: t('identity.keepOther') },
        ]}
      />
      <ProblemAlert error={preview.error} />
      {moved && <ChangedMeanwhile saved={{ document: `${type.side}/${type.definition.name}`, ...moved }} onTakeTheirs={look} />}
      {preview.data && <WhatHappens type={type} preview={preview.data} />}
    </EditModal>
  )
}

/** What the chosen merge would do, and doing it: afterwards the page is that of the one that stays. */
function useMerging(type: DocumentType, row: AnyRow, other: string | null, keep: 'other' | 'this', onClose: () => void) {
  const { t, language } = useWords()
  const { message } = App.useApp()
  const navigate = useNavigate()
  const { side, definition } = type
  const [loser, winner] = keep === 'this' ? [other, row.id] : [row.id, other]
  const sending = useSend(type)
  // Once it is done there is nothing more to be previewed.
  const isOpen = other !== null && (sending.isIdle || sending.isError)
  const preview = useAnswer<Preview>(side, 'merge-preview', { [definition.name]: loser, into: winner }, isOpen)
  const named = (one: AnyRow | undefined) => (one ? titleOf(definition, one, language) : '…')
  const names = { loser: named(preview.data?.loser), winner: named(preview.data?.winner) }
  const merge = () => {
    if (!loser || !winner) return
    const command = { id: loser, version: preview.data?.loser.version, command: 'merge', input: { into: winner } }
    const done = () => {
      void message.success(t('identity.mergedNow', names))
      onClose()
      const page = pageOf(side, definition.name, winner)
      if (page && winner !== row.id) void navigate({ to: page })
    }
    // The page may hear of it first, and this dialog be gone with the button that opened it: it goes on all the same.
    sending.mutateAsync(command).then(done, () => undefined)
  }
  return { preview, sending, names, merge, ...useMoved(preview.data, sending.isIdle || sending.isError) }
}

/** Which of the two somebody else changed while it was looked at. */
function useMoved(shown: Preview | undefined, isOpen: boolean) {
  const [seen, setSeen] = useState<Preview>()
  const isSame = (one: 'loser' | 'winner') => seen?.[one].id === shown?.[one].id
  if (shown && !(seen && isSame('loser') && isSame('winner'))) setSeen(shown)
  const which = (['loser', 'winner'] as const).find((one) => isSame(one) && seen?.[one].version !== shown?.[one].version)
  const row = which && seen?.[which]
  return { moved: isOpen && shown && row ? { id: row.id, since: row.version } : undefined, look: () => setSeen(shown) }
}

function WhatHappens({ type: { side, definition }, preview: { loser, winner, goes } }: { type: DocumentType; preview: Preview }) {
  const { t } = useWords()
  return (
    <>
      <div className="beside" style={{ marginBlockStart: 12 }}>
        <Facts title={t('identity.stays')} names={Object.keys(definition.fields)} row={winner} definition={definition} />
        <Facts title={t('identity.goes')} names={Object.keys(definition.fields)} row={loser} definition={definition} />
      </div>
      <RepointedList side={side} title={t('identity.goesAlong')} parts={goes} empty={t('identity.goesNothing')} />
    </>
  )
}

interface FactsProps {
  readonly title: string
  readonly names: readonly string[]
  readonly row: AnyRow
  readonly definition: DocumentType['definition']
}

function Facts({ title, names, row, definition }: FactsProps) {
  const { label } = useWords()
  return (
    <div>
      <Typography.Text type="secondary" className="small">
        {title}
      </Typography.Text>
      <dl className="facts">
        {names
          .filter((name) => typeof row[name] === 'string' && row[name] !== '' && definition.fields[name]?.kind === 'text')
          .map((name) => (
            <div key={name}>
              <dt>{label(definition.fields[name]?.label ?? { en: name, zh: name })}</dt>
              <dd>{String(row[name])}</dd>
            </div>
          ))}
      </dl>
    </div>
  )
}
