import { system } from '@tandem/hub/definitions'
import { type Fields, partial } from '@tandem/kernel'
import { jointType, useDocument } from '../api/documents.ts'
import { useWords } from '../i18n/use-words.ts'
import { DocumentForm } from '../lists/document-form.tsx'

const SYSTEMS = jointType(system)

const { writesASecond, writesAMinute, writesADay, mostUnplanned, mostUndelivered } = system.fields
const { autoPausePercent, autoPauseLeast, autoPauseSeconds } = system.fields
const LIMITS: Fields = partial({
  ...{ writesASecond, writesAMinute, writesADay, mostUnplanned, mostUndelivered },
  ...{ autoPausePercent, autoPauseLeast, autoPauseSeconds },
})

/** How fast a system is written to, when reading waits, when a flow pauses by itself. An emptied quota is no quota. */
export function LimitsDialog({ id, name, onClose }: { id: string; name: string; onClose: () => void }) {
  const { t } = useWords()
  const { data } = useDocument(SYSTEMS, id)
  if (!data) return null
  const names = Object.keys(LIMITS)
  return (
    <DocumentForm
      type={SYSTEMS}
      title={t('running.limits.title', { system: name })}
      command="set-limits"
      on={data}
      input={LIMITS}
      ask={names}
      given={Object.fromEntries(names.map((one) => [one, data[one as keyof typeof data]]))}
      wrap={(values) => Object.fromEntries(names.map((one) => [one, values[one] ?? null]))}
      okText={t('running.limits.set')}
      done={t('running.limits.done')}
      onClose={onClose}
    />
  )
}
