/** Every refusal that a write of the joint may meet has a fix of its own. Here, for only the server knows all systems. */
import { connectorMessages } from '@tandem/connectors'
import { crmMessages } from '@tandem/crm'
import { erpMessages } from '@tandem/erp'
import { fixOf } from '@tandem/hub'
import { describe, expect, it } from 'vitest'

/** What the joint writes into our own sides. */
const WRITTEN = {
  erp: ['party', 'contact', 'address', 'sales-order', 'sales-return'],
  crm: [
    'customer',
    'contact',
    'address',
    'item',
    'price',
    'opportunity',
    'order',
    'shipment',
    'invoice',
    'payment',
    'return',
    'ticket',
  ],
} as const

/** Of a return the joint writes what is asked for; who receives and credits it meets these. */
const BY_HAND =
  /^sales-return\/(no-answer|too-early|not-in-return|bad-received|more-than-approved|more-scrapped|nothing-received|not-invoiced|before-invoice)$/

/** Never the outcome of a write: it is answered `later`, or only who asks, connects or talks to a customer meets it. */
const NEVER =
  /\/(changed-meanwhile|order-of-another|too-long|none|unreachable|bad-url|too-old|no-json-2|not-odoo|not-tryton|not-as-described|wrong)$/

const codesOf = (messages: object, documents: readonly string[]): string[] =>
  Object.keys(messages).filter((code) => documents.includes(code.split('/')[0] ?? ''))

const systems = {
  erp: codesOf(erpMessages, WRITTEN.erp),
  crm: codesOf(crmMessages, WRITTEN.crm),
  connectors: codesOf(connectorMessages, ['tandem', 'odoo', 'tryton', 'sql', 'rest', 'described']),
}

describe('I7 a refusal that holds up money', () => {
  it.each(Object.entries(systems))('of the %s says what to do about it, and not only that it was refused', (_name, codes) => {
    expect(codes.length).toBeGreaterThan(15)
    const generic = fixOf('nobody/says-this')
    expect(codes.filter((code) => !NEVER.test(code) && !BY_HAND.test(code) && fixOf(code) === generic)).toEqual([])
  })

  it('of an order says who can help: the accountants, the warehouse, whoever keeps the items', () => {
    const todo = (code: string) => fixOf(code).todo.en
    expect(todo('sales-order/credit-exceeded')).toMatch(/Collect a payment/)
    expect(todo('sales-order/customer-on-hold')).toMatch(/released the customer/)
    expect(todo('sales-order/item-archived')).toMatch(/Restore it there/)
    expect(todo('odoo/order-over')).toMatch(/those who ship and bill/)
    expect(todo('odoo/total-differs')).toMatch(/tax rate, discount and rounding/)
  })
})
