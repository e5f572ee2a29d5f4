import { useCallback } from 'react'
import { type TimelineEntry, usePeople } from '../api/record.ts'
import { useWords } from '../i18n/use-words.ts'
import { useSystemTitle } from '../joint/use-who.ts'

/** Who acts without being a person or a system: schedules, the demo, the operator's commands. */
export const OURSELVES = ['jobs', 'load', 'rotate-key', 'set-up', 'sign-in'] as const
type Ourselves = (typeof OURSELVES)[number]

/** Whom a signature means, as people call them: colleagues by their full name, systems by their title. */
export function useNameOf(): (id: string) => string {
  const { t } = useWords()
  const { data: people } = usePeople()
  const systemTitle = useSystemTitle()
  return useCallback(
    (id: string) => {
      if (id === 'joint') return t('sides.joint')
      if (isOurselves(id)) return t(`admin.ourselves.${id}`)
      return people?.items.find((person) => person.id === id)?.fullName ?? systemTitle(id)
    },
    [t, people, systemTitle],
  )
}

/** Who did something. What the joint writes somewhere is signed with the name of that system. */
export function useActor(): (entry: Pick<TimelineEntry, 'actorKind' | 'actorId'>) => string {
  const { t } = useWords()
  const nameOf = useNameOf()
  return ({ actorKind, actorId }) => {
    if (actorKind === 'key') return `${actorId} (${t('admin.aKey')})`
    if (actorKind === 'joint' && actorId !== 'joint') return t('record.byJoint', { system: nameOf(actorId) })
    return nameOf(actorId)
  }
}

function isOurselves(id: string): id is Ourselves {
  return OURSELVES.some((one) => one === id)
}
