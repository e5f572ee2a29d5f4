/** Whole documents of the joint's kinds, as stories and specs tell of them. */
import type { Values } from '@tandem/hub'

export function customerOf(code: string, name: string, taxNumber: string | null): Values {
  return {
    code,
    name,
    type: 'company',
    taxNumber,
    email: null,
    phone: null,
    currency: 'CNY',
    paymentTermDays: 30,
    creditLimit: null,
    onHold: false,
    status: 'active',
  }
}

export function itemOf(code: string, name: string): Values {
  return {
    code,
    name,
    nameZh: null,
    type: 'bought',
    unit: 'pcs',
    category: null,
    taxRate: '13',
    barcode: null,
    status: 'active',
  }
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

export function priceOf(item: string, customer: string | null, unitPrice: string): Values {
  return {
    item,
    customer,
    priceList: 'Retail',
    currency: 'CNY',
    unit: 'pcs',
    minimumQuantity: '1',
    unitPrice,
    validFrom: null,
    validTo: null,
    status: 'active',
  }
}

export function invoiceOf(
  type: 'invoice' | 'credit-note',
  number: string,
  customer: string,
  order: string | null,
  total: string,
) {
  return {
    number,
    type,
    customer,
    order,
    invoiceDate: '2026-03-02',
    dueDate: '2026-04-01',
    currency: 'CNY',
    net: total,
    tax: '0',
    total,
    paid: '0',
    lines: [{ orderLineNumber: order && 1, description: 'Chair', quantity: '1', unit: 'pcs', net: total, tax: '0' }],
  } satisfies Values
}

export function paymentOf(number: string, customer: string, amount: string, allocations: readonly Values[]): Values {
  return {
    number,
    customer,
    paymentDate: '2026-03-02',
    currency: 'CNY',
    amount,
    method: 'transfer',
    reference: null,
    allocations,
  }
}

export function returnOf(number: string, customer: string, order: string, item: string, reason: string): Values {
  return {
    number,
    erpNumber: null,
    customer,
    order,
    state: 'requested',
    requestedDate: '2026-03-02',
    reason,
    wish: 'refund',
    answer: null,
    receivedDate: null,
    currency: 'CNY',
    credited: '0',
    replacement: null,
    lines: [{ orderLineNumber: 1, item, quantity: '1', unit: 'pcs' }],
    results: [],
    credits: [],
  }
}
