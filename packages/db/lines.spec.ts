import { define } from '@tandem/kernel'
import { describe, expect, it } from 'vitest'
import { lineTable } from './lines.ts'

const label = { en: 'Order', zh: '订单' }
const order = define({ name: 'order', plural: 'orders', label, table: 'crm.order', title: [], fields: {} })

describe('lines of a document', () => {
  it('stand in a table named by one of them', () => {
    expect(lineTable(order, 'lines')).toBe('crm.order_line')
    expect(lineTable(order, 'allocations')).toBe('crm.order_allocation')
  })

  it('keep an s that is no plural', () => {
    expect(lineTable(order, 'progress')).toBe('crm.order_progress')
  })
})
