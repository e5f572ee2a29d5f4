import { mkdtempSync, readdirSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { connectorCommand } from './connector.ts'

describe('I3 a connector of one’s own', () => {
  const told: string[] = []
  const terminal = { tell: (en: string) => told.push(en) } as never

  it('I3 begins as a copy of the skeleton under its own name', () => {
    const folder = mkdtempSync(join(tmpdir(), 'tandem-connector-'))
    expect(connectorCommand(terminal, ['new', 'abacus'], folder)).toBe(0)
    expect(readdirSync(join(folder, 'abacus')).sort()).toEqual(['abacus.spec.ts', 'connect.ts', 'messages.ts', 'type.ts'])
    const text = readFileSync(join(folder, 'abacus', 'type.ts'), 'utf8')
    expect(text).toContain('connect: connectAbacus')
    expect(text).not.toMatch(/skeleton/i)
    expect(told.at(-1)).toContain('docs/connectors.md')
    expect(() => connectorCommand(terminal, ['new', 'abacus'], folder)).toThrow('already')
  })

  it('I3 has a name that can be one', () => {
    expect(() => connectorCommand(terminal, ['new', 'My CRM'])).toThrow('small letters')
    expect(() => connectorCommand(terminal, ['old'])).toThrow('followed by new')
  })
})
