import type { Id, Instant } from '@tandem/kernel'
import { describe, expect, it } from 'vitest'
import type { Change, Values } from '../connector.ts'
import { echoes } from './echoes.ts'
import { JOINT, type Leased } from './write-key.ts'

const KEY = 'erp:019a0000-0000-7000-8000-000000000001:1'
const values: Values = { code: 'C1', name: 'Acme', phone: null }
const leased = {
  ...{ id: 'd' as Id, kind: 'customer', recordId: 'r' as Id, version: 1, attempts: 1, priority: 1, until: '' as Instant },
  ...{
    sent: values,
    changed: Object.keys(values),
    sentSeen: null,
    deletes: false,
    linkedMeanwhile: false,
    sentBefore: false,
    lacks: null,
  },
  write: { key: KEY, values, changed: Object.keys(values) },
} satisfies Leased
const echo: Change = {
  ...{ externalId: '7', version: '1', values, at: '' as Instant, actor: 'joint', cause: { system: JOINT, change: KEY } },
}

/** Those of the changes that are looked at, after the write was recorded. */
function looked(...changes: Change[]): Change[] {
  const known = echoes()
  known.wrote('erp', leased, { externalId: '7', version: '1' })
  return known.others('erp', 'customer', changes)
}

describe('J4 the echo of what this worker has just written', () => {
  it('is not looked at; told once more, it is a repeat like any other', () => {
    expect(looked(echo)).toEqual([])
    expect(looked(echo, echo)).toEqual([echo])
  })

  it('is looked at when it says anything else: another value, version, writer or document, or that it is deleted', () => {
    const { cause: _, ...byNobody } = echo
    const others: Change[] = [
      { ...echo, values: { ...values, name: 'Acme Ltd' } },
      { ...echo, values: { ...values, email: 'a@b.c' } },
      { ...echo, version: '2' },
      { ...echo, externalId: '8' },
      { ...echo, deleted: true },
      { ...echo, mergedInto: '8' },
      { ...echo, cause: { system: JOINT, change: `${KEY}:1` } },
      // A version may be a hash of the contents, to which somebody has set the document back.
      byNobody,
    ]
    for (const other of others) expect(looked(other)).toEqual([other])
  })

  it('may leave out what the system does not know', () => {
    expect(looked({ ...echo, values: { code: 'C1' } })).toEqual([])
  })

  it('is waited for while its outcome is being recorded, and nothing else is', async () => {
    const known = echoes()
    let record = (): void => {}
    const outcomes = new Promise<void>((resolve) => {
      record = resolve
    })
    void known.recording('erp', outcomes)
    const order: string[] = []
    const { cause: _, ...byNobody } = echo
    const waiting = known.recorded('erp', [echo]).then(() => order.push('echo'))
    await known.recorded('erp', [byNobody]).then(() => order.push('a change of somebody'))
    await known.recorded('crm', [echo]).then(() => order.push('another system'))
    order.push('recorded')
    record()
    await waiting
    expect(order).toEqual(['a change of somebody', 'another system', 'recorded', 'echo'])
  })

  it('is not waited for any longer when it could not be recorded', async () => {
    const known = echoes()
    await known.recording('erp', Promise.reject(new Error('lost'))).catch(() => {})
    await known.recorded('erp', [echo])
    expect(known.others('erp', 'customer', [echo])).toEqual([echo])
  })
})
