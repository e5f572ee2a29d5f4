import { activity } from '@tandem/crm/definitions'
import { App, Button, Select } from 'antd'
import { crmType, useSend } from '../api/documents.ts'
import { usePeople } from '../api/record.ts'
import { useWords } from '../i18n/use-words.ts'
import { useClearing } from '../parts/clearing.tsx'
import { May } from '../parts/may.tsx'
import { problemText } from '../parts/problem-alert.tsx'

const ACTIVITIES = crmType(activity)

interface TaskAt {
  readonly id: string
  readonly version: number
}

function useTask({ id, version }: TaskAt) {
  const words = useWords()
  const { message } = App.useApp()
  const sending = useSend(ACTIVITIES)
  const run = (command: 'take' | 'assign', input: object) =>
    sending
      .mutateAsync({ id, command, input, version })
      .catch((error: unknown) => void message.error(problemText(error, words), 8))
  return { run, isBusy: sending.isPending }
}

/** Takes a task that nobody has. */
export function TakeTask(at: TaskAt) {
  const { t } = useWords()
  const { run, isBusy } = useTask(at)
  return (
    <May right="crm.activity.take">
      <Button size="small" loading={isBusy} onClick={() => run('take', {})}>
        {t('customers.take')}
      </Button>
    </May>
  )
}

/** Who is to do an open task, and a way to give it to somebody else. */
export function AssignTask({ assignee, ...at }: TaskAt & { readonly assignee: string | null }) {
  const { run, isBusy } = useTask(at)
  return (
    <May right="crm.activity.assign">
      <PersonSelect value={assignee} disabled={isBusy} onChange={(person) => void run('assign', { assignee: person })} />
    </May>
  )
}

interface PersonSelectProps {
  readonly value: string | null
  readonly disabled?: boolean
  readonly onChange: (name: string | null) => void
}

/** One of the people of the company, by their name. */
export function PersonSelect({ value, disabled = false, onChange }: PersonSelectProps) {
  const clearing = useClearing()
  const { t, label } = useWords()
  const { data } = usePeople()
  const options = (data?.items ?? []).map(({ id, fullName }) => ({ value: id, label: fullName }))
  return (
    <Select
      size="small"
      allowClear={clearing}
      showSearch={{ optionFilterProp: 'label' }}
      style={{ minWidth: 140 }}
      aria-label={label(activity.fields.assignee.label)}
      placeholder={t('customers.nobody')}
      value={value}
      disabled={disabled}
      options={options}
      onChange={(name: string | undefined) => onChange(name ?? null)}
    />
  )
}
