import { repair } from '@tandem/hub/definitions'
import { Link } from '@tanstack/react-router'
import { App, Button, Form, Input, Radio, Typography } from 'antd'
import { useMemo, useState } from 'react'
import { jointType, useList, useSend } from '../api/documents.ts'
import { useNameOf } from '../desk/use-actor.ts'
import { useWords } from '../i18n/use-words.ts'
import { DocumentList } from '../lists/document-list.tsx'
import type { Drawn } from '../lists/rows.ts'
import { EditModal } from '../parts/edit-modal.tsx'
import { Section } from '../parts/figure.tsx'
import { May } from '../parts/may.tsx'
import { useFieldLabel } from './use-field-label.ts'
import type { Difference } from './use-joint.ts'
import { useSystemTitle } from './use-who.ts'
import { kindLabel, valueText } from './words.ts'

const REPAIRS = jointType(repair)

type Way = 'take-found' | 'write-agreed' | 'look-again'

/** What can be done about a difference: the same as the server allows. */
function waysOf({ record, externalId, field, found }: Difference): Way[] {
  if (field !== null) return ['write-agreed', 'take-found', 'look-again']
  if (record === null) return ['look-again']
  if (externalId === null) return ['write-agreed']
  return found === null ? ['write-agreed', 'look-again'] : ['look-again']
}

/** What waits in a queue is decided there; everything else is settled here, one by one, with who and why. */
export function SettleDifference({ kind, row }: { kind: string; row: Difference }) {
  const { t } = useWords()
  const [open, setOpen] = useState(false)
  if (row.why === 'conflict' || row.why === 'duplicate') return <Link to="/joint/conflicts">{t('chain.toConflicts')}</Link>
  if (row.why === 'parked') return <Link to="/joint/inbox">{t('chain.toInbox')}</Link>
  if (row.why !== 'drift' && row.why !== 'kept-differently' && row.why !== 'ignored') return null
  return (
    <>
      <May right="joint.repair.create">
        <Button size="small" onClick={() => setOpen(true)}>
          {t('chain.settleOne')}
        </Button>
      </May>
      {open && <SettleDialog kind={kind} row={row} onClose={() => setOpen(false)} />}
    </>
  )
}

function SettleDialog({ kind, row, onClose }: { kind: string; row: Difference; onClose: () => void }) {
  const { t } = useWords()
  const { message } = App.useApp()
  const sending = useSend(REPAIRS)
  const ways = waysOf(row)
  const [choice, setChoice] = useState<Way>(ways[0] ?? 'look-again')
  const [reason, setReason] = useState('')
  const { field } = row
  const system = useSystemTitle()(row.system)
  const wordOf = (way: Way) =>
    way === 'write-agreed' && field === null ? t('chain.wayMake', { system }) : t(`chain.ways.${way}`, { system })
  const done = () => {
    void message.success(t('chain.settled'))
    onClose()
  }
  return (
    <EditModal
      hasChanges={(reason !== '' || choice !== (ways[0] ?? 'look-again')) && !sending.isSuccess}
      error={sending.error}
      title={t('chain.settleTitle')}
      okText={wordOf(choice)}
      confirmLoading={sending.isPending}
      okButtonProps={{ disabled: choice !== 'look-again' && reason.trim() === '' }}
      onOk={() => sending.mutate({ command: 'create', input: inputOf(kind, row, choice, reason) }, { onSuccess: done })}
      onClose={onClose}
    >
      <Typography.Paragraph type="secondary">{t('chain.settleAbout')}</Typography.Paragraph>
      <TwoValues kind={kind} row={row} />
      <Form layout="vertical" component="div">
        <Form.Item>
          <Radio.Group
            vertical
            value={choice}
            onChange={(event) => setChoice(event.target.value as Way)}
            options={ways.map((way) => ({ value: way, label: wordOf(way) }))}
          />
        </Form.Item>
        <Form.Item label={t('chain.reason')} htmlFor="repair-reason" required={choice !== 'look-again'}>
          <Input id="repair-reason" maxLength={400} value={reason} onChange={(event) => setReason(event.target.value)} />
        </Form.Item>
      </Form>
    </EditModal>
  )
}

function inputOf(kind: string, { system, record, externalId, field, agreed, found }: Difference, choice: Way, reason: string) {
  const about = { system, kind, ...(record && { record }), ...(externalId && { externalId }), ...(field && { field }) }
  return { ...about, agreed, found, choice, ...(reason && { reason }) }
}

function TwoValues({ kind, row: { externalId, subject, field, agreed, found } }: { kind: string; row: Difference }) {
  const { t, label } = useWords()
  const fieldName = useFieldLabel()
  const facts = [
    [label(kindLabel(kind)), subject ?? externalId ?? '–'],
    [t('joint.field'), field ? fieldName(kind, field) : t('joint.whole')],
    [t('joint.agreed'), valueText(agreed)],
    [t('joint.found'), valueText(found)],
  ]
  return (
    <dl className="facts">
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}

/** Who settled which difference how, why, and whether a proof has seen it gone. */
export function Repairs() {
  const { t, label } = useWords()
  const titleOf = useSystemTitle()
  const nameOf = useNameOf()
  const fieldName = useFieldLabel()
  const any = useList(REPAIRS, { limit: 1 })
  const drawn = useMemo(
    (): Drawn => ({
      kind: ({ kind }) => label(kindLabel(String(kind))),
      field: ({ kind, field }) => (field ? fieldName(String(kind), String(field)) : t('joint.whole')),
      choice: ({ choice, system }) => t(`chain.ways.${choice as Way}`, { system: titleOf(String(system)) }),
      system: ({ system }) => titleOf(String(system)),
      createdBy: ({ createdBy }) => nameOf(String(createdBy)),
      state: ({ state }) => t(`chain.repairStates.${state as (typeof repair.states)[number]}`),
    }),
    [t, label, titleOf, nameOf, fieldName],
  )
  if (!any.data?.items.length) return null
  return (
    <Section title={t('chain.repairs')}>
      <DocumentList
        type={REPAIRS}
        sort="-createdAt"
        columns={['subject', 'state', 'kind', 'field', 'system', 'choice', 'reason', 'createdBy', 'createdAt']}
        filters={['state', 'choice']}
        drawn={drawn}
        empty={{ text: t('chain.noRepairs') }}
      />
    </Section>
  )
}
