/** Versions for systems that number none: when it was last touched, and a hash of what it says. */
import { createHash } from 'node:crypto'
import type { Snapshot, Values, Write } from '@tandem/hub'
import type { Json } from '@tandem/kernel'

/**
 * `at` may be as coarse as a second: two changes within it say different things, or nothing new. Neither alone would do: a
 * time that is too coarse hides a change, a hash alone returns when a document returns to what it said.
 */
export function versionOf(at: string, values: Values): string {
  return `${at}.${hashOfValues(values)}`
}

export function hashOfValues(values: Values): string {
  return createHash('sha256').update(canonical(values)).digest('hex').slice(0, 16)
}

function canonical(value: Json | undefined): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value ?? null)
  const entries = Object.entries(value as Values).sort(([a], [b]) => (a < b ? -1 : 1))
  return `{${entries.map(([name, one]) => `${JSON.stringify(name)}:${canonical(one)}`).join(',')}}`
}

/**
 * The version after a write, as read back right after it. When the document says something else than was written (the system
 * put it in another form, or somebody wrote in between), the version is one that no reading has: so the next poll tells the
 * document as a change, and nothing of it is taken for an echo.
 */
export function writtenVersion({ values }: Write, now: Snapshot): string {
  const isAsWritten = Object.entries(now.values).every(
    ([name, value]) => !(name in values) || canonical(value) === canonical(values[name] ?? null),
  )
  return isAsWritten ? now.version : `written.${now.version}`
}
