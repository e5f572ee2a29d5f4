import { useCallback } from 'react'
import { usePeople } from '../api/record.ts'
import { useWords } from '../i18n/use-words.ts'
import { useSystems } from './use-joint.ts'

/** What people call a system; its name, where nobody knows it. */
export function useSystemTitle(): (name: string) => string {
  const { label } = useWords()
  const { data } = useSystems()
  return useCallback(
    (name: string) => {
      const found = data?.find(({ system }) => system === name)
      return found ? label(found.label) : name
    },
    [data, label],
  )
}

/** Who said something, and where: systems by what they are called, people by their full name, each once. */
export function useWho(): (system: string | null, by: string | null) => string[] {
  const titleOf = useSystemTitle()
  const people = usePeople()
  const nameOf = (name: string) => people.data?.items.find(({ id }) => id === name)?.fullName
  return (system, by) => {
    // What the joint wrote itself is signed with the system it came from.
    const isSystem = by === system || by === 'joint'
    const who = by && !isSystem ? (nameOf(by) ?? titleOf(by)) : null
    return [...new Set([system && titleOf(system), who].flatMap((one) => one || []))]
  }
}
