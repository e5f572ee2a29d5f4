import type { Values, Write } from '@tandem/hub'
import { describe, expect, it } from 'vitest'
import { CallFailed, outcomeOf, postJson } from './http.ts'
import { idNumber, idText } from './ids.ts'
import { versionOf, writtenVersion } from './version.ts'

describe('I3 the connector kit', () => {
  it('I3 ids of numbers stand in the order of their bytes, and back', () => {
    expect(['9', '10', '100'].map((text) => idText(Number(text)))).toEqual(['0000000009', '0000000010', '0000000100'])
    expect(idNumber(idText(4711))).toBe(4711)
    expect(idNumber('p0000000012')).toBe(0)
  })

  it('I6 a version changes with the time and with the content, whatever the order of its fields', () => {
    expect(versionOf('t1', { a: '1', b: null })).toBe(versionOf('t1', { b: null, a: '1' }))
    expect(versionOf('t1', { a: '1' })).not.toBe(versionOf('t1', { a: '2' }))
    expect(versionOf('t1', { a: '1' })).not.toBe(versionOf('t2', { a: '1' }))
  })

  it('I6 what the system made of a write is taken for an echo only when it says what was written', () => {
    const write: Write = { key: 'k', values: { name: 'A', phone: '1' }, changed: ['phone'] }
    const now = (values: Values) => ({ externalId: '1', version: 'v', values })
    expect(writtenVersion(write, now({ name: 'A', phone: '1', more: 'x' }))).toBe('v')
    expect(writtenVersion(write, now({ name: 'A', phone: '+1' }))).toBe('written.v')
    expect(writtenVersion(write, now({ name: 'Edited meanwhile', phone: '1' }))).toBe('written.v')
  })

  it.each([
    [429, { 'retry-after': '3' }, { later: { afterMs: 3_000, reason: 'rate-limit' } }],
    [503, { 'retry-after': '1' }, { later: { afterMs: 1_000, reason: 'rate-limit' } }],
    [503, {}, { later: { afterMs: 1_000, reason: 'unreachable' } }],
    [502, {}, { unknown: { reason: 'HTTP 502' } }],
    [504, {}, { unknown: { reason: 'HTTP 504' } }],
  ])('I6 an answer of %i means what it means', async (status, headers, outcome) => {
    const fetching = (async () => new Response('', { status, headers })) as typeof fetch
    const fault = await postJson(fetching, 'http://x.test/', {}, {}, 1_000).catch((one: unknown) => one)
    expect(outcomeOf(fault)).toEqual(outcome)
  })

  it('I6 nothing was done when the connection was refused; who knows when it broke', async () => {
    const failing = (code: string) => async () => {
      throw Object.assign(new TypeError('fetch failed'), { cause: Object.assign(new Error(code), { code }) })
    }
    const tried = (code: string) => postJson(failing(code) as never, 'http://x.test/', {}, {}, 1_000).catch((one: unknown) => one)
    expect(outcomeOf(await tried('ECONNREFUSED'))).toMatchObject({ later: { reason: 'unreachable' } })
    expect(outcomeOf(await tried('ECONNRESET'))).toHaveProperty('unknown')
    expect(outcomeOf(new CallFailed('refused', 'no'))).toBeUndefined()
  })
})
