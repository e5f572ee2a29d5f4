/** Versions for systems that number none: a hash of what a document says, whatever the order of its parts. */
import { createHash } from 'node:crypto'
import type { Values } from '@tandem/hub'
import type { Json } from '@tandem/kernel'

export function contentVersion(values: Values): string {
  return createHash('sha256').update(canonical(values)).digest('hex').slice(0, 24)
}

/** The version and the sign of birth, where one is known: a document that got the id of another is no version of that one. */
export function contentSigns(values: Values, born: string | undefined): { readonly version: string; readonly born?: string } {
  return born === undefined ? { version: contentVersion(values) } : { version: contentVersion({ values, born }), born }
}

function canonical(value: Json | undefined): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value ?? null)
  const entries = Object.entries(value as Values).sort(([a], [b]) => (a < b ? -1 : 1))
  return `{${entries.map(([name, one]) => `${JSON.stringify(name)}:${canonical(one)}`).join(',')}}`
}
