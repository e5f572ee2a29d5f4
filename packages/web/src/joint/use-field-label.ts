import { customField } from '@tandem/hub/definitions'
import { useCallback } from 'react'
import { jointType, useList } from '../api/documents.ts'
import { useWords } from '../i18n/use-words.ts'
import { fieldLabel } from './words.ts'

const OF_COMPANIES = jointType(customField)
const PREFIX = 'custom.'

/** What people call a field of a kind, one of the company's own (`custom.region`) among them. */
export function useFieldLabel(): (kind: string, field: string) => string {
  const { label } = useWords()
  const { data } = useList(OF_COMPANIES, { limit: 500 })
  return useCallback(
    (kind: string, field: string) => {
      if (!field.startsWith(PREFIX)) return label(fieldLabel(kind, field))
      const name = field.slice(PREFIX.length)
      const found = data?.items.find((one) => one.kind === kind && one.name === name)
      return found ? label({ en: String(found.labelEn), zh: String(found.labelZh) }) : name
    },
    [label, data],
  )
}
