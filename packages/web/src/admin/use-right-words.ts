import type { Label } from '@tandem/kernel'
import { role, user } from '@tandem/server/definitions'
import { useMemo } from 'react'
import { usePermissions } from '../api/administration.ts'
import { documents } from '../api/documents.ts'
import { useWords } from '../i18n/use-words.ts'
import { type KnownPermissions, type Right, rightOf, verbOf } from './rights.ts'

const OWN: Readonly<Record<string, Label>> = { 'platform.user': user.label, 'platform.role': role.label }
const NONE: KnownPermissions = new Map()

/** What rights are called. */
export function useRightWords() {
  const { t, label } = useWords()
  const { data } = usePermissions()
  const known = useMemo(() => (data ? new Map(data.map(({ permission, label: text }) => [permission, text])) : NONE), [data])
  const areaWord = (area: string) => {
    const all = t('admin.areas', { returnObjects: true }) as Readonly<Record<string, string>>
    return all[area] ?? area
  }
  const subjectWord = (area: string, subject: string): string => {
    if (subject === '*') return t('admin.everythingIn', { area: areaWord(area) })
    const fields = t('admin.fields', { returnObjects: true }) as Readonly<Record<string, string>>
    if (area === 'field') return fields[subject] ?? subject
    const definition = area === 'crm' || area === 'erp' || area === 'joint' ? documents[area].get(subject)?.definition : undefined
    const text = definition?.label ?? OWN[`${area}.${subject}`] ?? firstLabel(known, area, subject)
    return text ? label(text) : subject
  }
  const actionWord = ({ area, subject, action }: Pick<Right, 'area' | 'subject' | 'action'>): string => {
    const common = t('admin.actions', { returnObjects: true }) as Readonly<Record<string, string>>
    if (area === 'field' && action === 'change') return t('admin.changeField')
    const said = common[action]
    if (said) return said
    const verb = verbOf(known.get(`${area}.${subject}.${action}`))
    return verb ? label(verb) : action
  }
  /** Of a grant as a whole: `Quote: see (only one's own)`. */
  const grantWord = (grant: string): string => {
    const right = rightOf(grant)
    if (!right) return grant
    if (right.area === '*') return t('admin.all')
    const reach = right.reach === 'all' ? '' : ` (${t(`admin.reach.${right.reach}`)})`
    return `${subjectWord(right.area, right.subject)}: ${actionWord(right)}${reach}`
  }
  return { known, areaWord, subjectWord, actionWord, grantWord }
}

/** What is no document is called by what it is asked with. */
function firstLabel(known: KnownPermissions, area: string, subject: string): Label | undefined {
  const start = `${area}.${subject}.`
  for (const [name, text] of known) if (name.startsWith(start)) return text
  return undefined
}
