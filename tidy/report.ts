import { expect } from 'vitest'
import type { Finding } from './source.ts'

/** Fails with the findings as a list, one a line. */
export function expectNone(findings: readonly Finding[]): void {
  const lines = findings.map(({ where, what }) => `${where}  ${what}`).sort()
  expect(lines.length === 0 ? '' : `${lines.length} found:\n${lines.join('\n')}`).toBe('')
}
