import { activity, activityInput } from '@tandem/crm/definitions'
import { App, Button, Flex, Input, Segmented, Tag, Timeline, Typography } from 'antd'
import { useState } from 'react'
import { crmType, useSend } from '../api/documents.ts'
import { usePlatform } from '../api/platform.ts'
import { useNameOf } from '../desk/use-actor.ts'
import { useWords } from '../i18n/use-words.ts'
import { DateInput } from '../lists/inputs.tsx'
import { May } from '../parts/may.tsx'
import { ProblemAlert, problemText } from '../parts/problem-alert.tsx'
import type { CustomerStory } from './story.ts'
import { AssignTask, PersonSelect, TakeTask } from './task-assignee.tsx'

const ACTIVITIES = crmType(activity)

/** What was done with the customer and what is to be done, and a line to add to it. */
export function Activities({ story }: { story: CustomerStory }) {
  const { t, choice, instant, date } = useWords()
  const nameOf = useNameOf()
  return (
    <>
      <May right="crm.activity.create">
        <AddActivity customer={story.customer.id} />
      </May>
      {story.activities.length === 0 && <Typography.Text type="secondary">{t('customers.noActivities')}</Typography.Text>}
      <Timeline
        items={story.activities.map((row) => ({
          key: row.id,
          color: row.kind === 'task' && !row.done ? 'orange' : 'blue',
          content: (
            <>
              <Flex gap={8} wrap align="baseline">
                <Tag>{choice(row.kind)}</Tag>
                <Typography.Text strong delete={row.kind === 'task' && row.done}>
                  {row.subject}
                </Typography.Text>
                {row.kind === 'task' && !row.done && (
                  <>
                    <May right="crm.activity.complete">
                      <Complete id={row.id} version={row.version} />
                    </May>
                    {!row.assignee && <TakeTask id={row.id} version={row.version} />}
                    <AssignTask id={row.id} version={row.version} assignee={row.assignee} />
                  </>
                )}
              </Flex>
              {row.text && <Typography.Paragraph style={{ margin: 0, whiteSpace: 'pre-wrap' }}>{row.text}</Typography.Paragraph>}
              <Typography.Text type="secondary" className="small">
                {instant(row.at)} · {nameOf(row.createdBy)}
                {row.dueDate && ` · ${t('customers.due', { date: date(row.dueDate) })}`}
              </Typography.Text>
            </>
          ),
        }))}
      />
    </>
  )
}

function Complete({ id, version }: { id: string; version: number }) {
  const words = useWords()
  const { message } = App.useApp()
  const sending = useSend(ACTIVITIES)
  // The button goes at once, so what becomes of it is told by the promise, not by callbacks of a button that is gone.
  const complete = () =>
    sending
      .mutateAsync({ id, command: 'complete', input: {}, version })
      .catch((error: unknown) => void message.error(problemText(error, words), 8))
  return (
    <Button size="small" loading={sending.isPending} onClick={complete}>
      {words.t('customers.complete')}
    </Button>
  )
}

function WhichKind({ kind, onChange }: { kind: string; onChange: (kind: string) => void }) {
  const { choice, label } = useWords()
  return (
    <Segmented
      aria-label={label(activity.fields.kind.label)}
      value={kind}
      onChange={onChange}
      options={activity.fields.kind.of.map((one) => ({ value: one, label: choice(one) }))}
    />
  )
}

/** Who writes a task down does it, unless they say otherwise. */
function useDoer() {
  const { data: me } = usePlatform()
  const [chosen, choose] = useState<string | null | undefined>()
  return [chosen === undefined ? (me?.user?.name ?? null) : chosen, choose] as const
}

function AddActivity({ customer }: { customer: string }) {
  const { t, label } = useWords()
  const sending = useSend(ACTIVITIES)
  const [kind, setKind] = useState<string>('note')
  const [subject, setSubject] = useState('')
  const [text, setText] = useState('')
  const [dueDate, setDueDate] = useState<string | null>(null)
  const [doer, setAssignee] = useDoer()
  const add = () => {
    const input = {
      customer,
      kind,
      subject: subject.trim(),
      text: text.trim() || null,
      ...(kind === 'task' ? { dueDate, assignee: doer } : {}),
    }
    const empty = () => {
      setSubject('')
      setText('')
      setDueDate(null)
    }
    sending.mutate({ command: 'create', input }, { onSuccess: empty })
  }
  return (
    <form
      style={{ display: 'grid', gap: 8, maxWidth: 640, marginBlockEnd: 20 }}
      onSubmit={(event) => {
        event.preventDefault()
        add()
      }}
    >
      <WhichKind kind={kind} onChange={setKind} />
      <Input
        value={subject}
        maxLength={200}
        aria-label={label(activityInput.subject.label)}
        placeholder={t('customers.whatHappened')}
        onChange={(event) => setSubject(event.target.value)}
      />
      <Input.TextArea
        value={text}
        maxLength={4000}
        rows={1}
        className="grows"
        aria-label={label(activityInput.text.label)}
        placeholder={t('customers.more')}
        onChange={(event) => setText(event.target.value)}
      />
      <Flex gap={8} wrap>
        {kind === 'task' && <DateInput value={dueDate} placeholder={label(activityInput.dueDate.label)} onChange={setDueDate} />}
        {kind === 'task' && <PersonSelect value={doer} onChange={setAssignee} />}
        <Button htmlType="submit" type="primary" disabled={subject.trim() === ''} loading={sending.isPending}>
          {t('customers.add')}
        </Button>
      </Flex>
      <ProblemAlert error={sending.error} />
    </form>
  )
}
