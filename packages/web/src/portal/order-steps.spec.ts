import { describe, expect, it } from 'vitest'
import { stepsOf } from './order-steps.ts'

const lines = [
  { lineNumber: 1, item: 'table', quantity: '2' },
  { lineNumber: 2, item: 'assembly', quantity: '1' },
]
const services = new Set(['assembly'])
const far = (shipped: string, invoiced: string) => [
  { lineNumber: 1, shipped, invoiced },
  { lineNumber: 2, shipped: '0', invoiced: invoiced === '2' ? '1' : '0' },
]
const done = (...given: Parameters<typeof stepsOf>) => stepsOf(...given).flatMap(({ name, isDone }) => (isDone ? [name] : []))

describe('P3 how far an order is, as its customer sees it', () => {
  it('is received, then confirmed', () => {
    expect(done({ state: 'requested', lines, progress: [] }, services, [])).toEqual(['received'])
    expect(done({ state: 'placed', lines, progress: far('0', '0') }, services, [])).toEqual(['received', 'confirmed'])
  })

  it('is shipped when all goods have left, whatever services there are; half is not all', () => {
    expect(done({ state: 'placed', lines, progress: far('1', '0') }, services, [])).not.toContain('shipped')
    expect(done({ state: 'placed', lines, progress: far('2', '0') }, services, [])).toContain('shipped')
    const only = lines.slice(1)
    expect(stepsOf({ state: 'placed', lines: only, progress: [] }, services, []).map(({ name }) => name)).not.toContain('shipped')
  })

  it('is paid when everything is invoiced and every invoice is', () => {
    const placed = { state: 'placed', lines, progress: far('2', '2') }
    const invoice = { type: 'invoice', total: '452', paid: '452' }
    const note = { type: 'credit-note', total: '113', paid: '0' }
    expect(done(placed, services, [invoice, note])).toContain('paid')
    expect(done(placed, services, [invoice, { ...invoice, paid: '100' }])).not.toContain('paid')
    expect(done({ ...placed, progress: far('2', '1') }, services, [invoice])).not.toContain('paid')
    expect(done(placed, services, [])).not.toContain('paid')
  })
})
