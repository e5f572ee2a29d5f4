/** What the specs of the engine share: two systems in memory, a hub between them, and documents to make. */

import { type MemoryOptions, memorySystem, randomNumbers, type World } from '@tandem/testkit'
import type { Values } from '../connector.ts'
import { createHub } from '../hub.ts'
import { kindNames } from '../kinds.ts'
import type { HubOptions } from './options.ts'

export const acme: Values = {
  code: 'C1',
  name: 'Acme',
  type: 'company',
  taxNumber: null,
  email: null,
  phone: null,
  currency: 'CNY',
  paymentTermDays: 30,
  creditLimit: null,
  onHold: false,
  status: 'active',
}

export const chair: Values = {
  code: 'CHAIR',
  name: 'Chair',
  nameZh: '椅子',
  type: 'bought',
  unit: 'pcs',
  category: null,
  taxRate: '13',
  barcode: null,
  status: 'active',
}

export function contactOf(customer: string, name: string): Values {
  return { customer, name, email: null, phone: null, role: null, status: 'active' }
}

export function orderOf(number: string, customer: string, item: string, quantity: string): Values {
  const line = {
    lineNumber: 1,
    item,
    description: null,
    quantity,
    unit: 'pcs',
    unitPrice: '10',
    discountPercent: '0',
    taxRate: '0',
  }
  const net = String(Number(quantity) * 10)
  return {
    number,
    erpNumber: null,
    quoteNumber: null,
    customer,
    customerReference: null,
    state: 'requested',
    cancelRequested: false,
    currency: 'CNY',
    orderDate: '2026-03-02',
    requestedDate: null,
    billingAddress: null,
    shippingAddress: null,
    paymentTermDays: 30,
    net,
    tax: '0',
    total: net,
    lines: [{ ...line, net, tax: '0' }],
    progress: [],
  }
}

export interface JointOptions {
  readonly crm?: Partial<MemoryOptions>
  readonly erp?: Partial<MemoryOptions>
  readonly hub?: Partial<HubOptions>
}

/** A CRM and an ERP in memory, and how to make a hub between them. */
export function jointOf(world: World, options: JointOptions = {}) {
  const systemOf = (side: 'crm' | 'erp') =>
    memorySystem({ system: side, side, kinds: kindNames, now: world.now, ...options[side] })
  const [crm, erp] = [systemOf('crm'), systemOf('erp')]
  const hub = (more: Partial<HubOptions> = {}) =>
    createHub({
      database: world.database,
      tenant: world.tenant,
      connectors: [crm, erp],
      now: world.now,
      newId: world.newId,
      random: randomNumbers(7),
      ...options.hub,
      ...more,
    })
  return { crm, erp, hub }
}

export function only<T>(values: ReadonlyMap<string, T>): [id: string, value: T] {
  const [entry, ...others] = [...values]
  if (!entry || others.length > 0) throw new Error(`expected one document, got ${values.size}`)
  return entry
}
