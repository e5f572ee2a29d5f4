import type { Definition } from '@tandem/kernel'
import type { Language } from '../format/decimal.ts'

/**
 * What people call a document: its title fields that are words, `F-1001 Oak table`. In Chinese the Chinese name stands
 * instead of the name where there is one, and the other way round.
 */
export function titleOf(definition: Definition, row: Readonly<Record<string, unknown>>, language: Language): string {
  const names = definition.title.filter((name) => name !== 'nameZh' && definition.fields[name]?.kind !== 'reference')
  const words = names.map((name) => {
    const chinese = name === 'name' && language === 'zh' ? row.nameZh : null
    return String(chinese || row[name] || '')
  })
  return words.filter(Boolean).join(' ')
}
