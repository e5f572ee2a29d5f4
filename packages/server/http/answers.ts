/** What routes answer, put the same way everywhere. */
import { ok, type Result } from '@tandem/kernel'
import type { Answer } from './route.ts'

export function answer(body: unknown, status = 200, headers?: Readonly<Record<string, string>>): Result<Answer> {
  return ok({ status, body, ...(headers ? { headers } : {}) })
}

/** The version of a document is its ETag. */
export function etag(version: number): string {
  return `"${version}"`
}

/** A stored row as it is shown: whose it is goes without saying. */
export function shown(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || !('tenantId' in value)) return value
  const { tenantId: _, ...rest } = value
  return rest
}

export function versionOf(value: unknown): number | undefined {
  const version = (value as { version?: unknown } | null)?.version
  return typeof version === 'number' ? version : undefined
}

/** The address of the next page, for the header Link (RFC 8288). */
export function nextPage(path: string, query: Readonly<Record<string, unknown>>, cursor: string): Record<string, string> {
  const parameters = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) {
    if (name !== 'cursor') for (const one of Array.isArray(value) ? value : [value]) parameters.append(name, String(one))
  }
  parameters.append('cursor', cursor)
  return { link: `<${path}?${parameters}>; rel="next"` }
}
