import type { Problem } from '../api/client.ts'

/**
 * Which of a refusal's words belong to which line, by its place from 0. A refusal names the line by its number, a bad
 * field by its place: `/lines/0/quantity`. What names no line is the whole quote's business.
 */
export function lineProblems({ detail, details, errors = [] }: Problem): Map<number, string> {
  const found = new Map<number, string>()
  if (typeof details?.lineNumber === 'number' && detail) found.set(details.lineNumber - 1, detail)
  for (const error of errors) {
    const at = /^\/lines\/(\d+)(\/|$)/.exec(error.pointer)?.[1]
    if (at !== undefined && !found.has(Number(at))) found.set(Number(at), error.detail)
  }
  return found
}
