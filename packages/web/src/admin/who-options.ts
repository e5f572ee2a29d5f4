import type { AuditEntry } from '../api/administration.ts'
import { usePeople } from '../api/record.ts'
import { OURSELVES, useActor, useNameOf } from '../desk/use-actor.ts'
import { useWords } from '../i18n/use-words.ts'
import { useSystems } from '../joint/use-joint.ts'

/** Whom the audit trail can be asked for: colleagues, systems, what works by itself, and who else did something of what is seen. */
export function useWhoOptions(): (seen: readonly AuditEntry[]) => { value: string; label: string }[] {
  const { language } = useWords()
  const { data: people } = usePeople()
  const { data: systems } = useSystems()
  const nameOf = useNameOf()
  const actor = useActor()
  return (seen) => {
    const known = [
      ...(people?.items ?? []).map(({ id }) => id),
      ...(systems ?? []).map(({ system }) => system),
      'joint',
      ...OURSELVES,
    ]
    const others = seen.filter(({ actorId }) => !known.includes(actorId))
    const named = new Map([
      ...known.map((id) => [id, nameOf(id)] as const),
      ...others.map((one) => [one.actorId, actor(one)] as const),
    ])
    return [...named].map(([value, label]) => ({ value, label })).sort((a, b) => a.label.localeCompare(b.label, language))
  }
}
