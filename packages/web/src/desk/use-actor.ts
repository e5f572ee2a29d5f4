import type { TimelineEntry } from '../api/record.ts'
import { usePeople } from '../api/record.ts'
import { useWords } from '../i18n/use-words.ts'
import { useSystemTitle } from '../joint/use-who.ts'

const OURSELVES = ['jobs', 'load', 'rotate-key', 'set-up', 'sign-in'] as const
type Ourselves = (typeof OURSELVES)[number]

/** Who did something, as people call them: colleagues by their full name, systems by their title. */
export function useActor(): (entry: Pick<TimelineEntry, 'actorKind' | 'actorId'>) => string {
  const { t } = useWords()
  const people = usePeople()
  const systemTitle = useSystemTitle()
  return ({ actorKind, actorId }) => {
    if (actorKind === 'key') return `${actorId} (${t('admin.aKey')})`
    if (actorKind === 'joint')
      return actorId === 'joint' ? t('sides.joint') : t('record.byJoint', { system: systemTitle(actorId) })
    if (actorKind === 'system') return isOurselves(actorId) ? t(`admin.ourselves.${actorId}`) : actorId
    return people.data?.items.find(({ id }) => id === actorId)?.fullName ?? actorId
  }
}

function isOurselves(id: string): id is Ourselves {
  return OURSELVES.some((one) => one === id)
}
