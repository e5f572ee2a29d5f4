/** Which field of the joint is which field of the CRM. They were made for each other, so most have the same name. */
import * as crm from '@tandem/crm/definitions'
import { kinds } from '@tandem/hub'
import { mapFields } from '../tandem/field-map.ts'

const STATUS = { own: 'status', written: 'by-command' } as const
const CUSTOM = 'each travels by itself, under its own name'
const LINE_NUMBER = { own: 'lineNumber' } as const

/** Not every system says whether a customer is a company, or keeps terms: then it is one, pays at once and is not on hold. */
export const customerMap = mapFields(kinds.customer, crm.customer)(
  {
    code: { own: 'code' },
    name: { own: 'name' },
    type: { own: 'type', ifEmpty: 'company' },
    taxNumber: { own: 'taxNumber' },
    email: { own: 'email' },
    phone: { own: 'phone' },
    currency: { own: 'currency' },
    paymentTermDays: { own: 'paymentTermDays', ifEmpty: 0 },
    creditLimit: { own: 'creditLimit' },
    onHold: { own: 'onHold', ifEmpty: false },
    status: STATUS,
  },
  { mergedInto: 'travels as a merge', owner: 'whose a customer is, sales alone knows', custom: CUSTOM },
)

export const contactMap = mapFields(kinds.contact, crm.contact)(
  {
    customer: { own: 'customer' },
    name: { own: 'name' },
    email: { own: 'email' },
    phone: { own: 'phone' },
    role: { own: 'role' },
    status: STATUS,
  },
  { custom: CUSTOM },
)

export const addressMap = mapFields(kinds.address, crm.address)(
  {
    customer: { own: 'customer' },
    use: { own: 'use' },
    recipient: { own: 'recipient' },
    line1: { own: 'line1' },
    line2: { own: 'line2' },
    city: { own: 'city' },
    region: { own: 'region' },
    postalCode: { own: 'postalCode' },
    country: { own: 'country' },
    status: STATUS,
  },
  {},
)

export const itemMap = mapFields(kinds.item, crm.item)(
  {
    code: { own: 'code' },
    name: { own: 'name' },
    nameZh: { own: 'nameZh' },
    type: { own: 'type' },
    unit: { own: 'unit' },
    category: { own: 'category' },
    taxRate: { own: 'taxRate' },
    barcode: { own: 'barcode' },
    status: STATUS,
  },
  { custom: CUSTOM },
)

export const priceMap = mapFields(kinds.price, crm.price)(
  {
    item: { own: 'item' },
    customer: { own: 'customer' },
    priceList: { own: 'priceList' },
    currency: { own: 'currency' },
    unit: { own: 'unit' },
    minimumQuantity: { own: 'minimumQuantity' },
    unitPrice: { own: 'unitPrice' },
    validFrom: { own: 'validFrom' },
    validTo: { own: 'validTo' },
    status: STATUS,
  },
  {},
)

/** Not every system knows how likely one is, or how much it may bring. */
export const opportunityMap = mapFields(kinds.opportunity, crm.opportunity)(
  {
    title: { own: 'title' },
    customer: { own: 'customer' },
    prospect: { own: 'prospect' },
    contact: { own: 'contact' },
    owner: { own: 'owner' },
    state: { own: 'state', ifEmpty: 'new' },
    currency: { own: 'currency' },
    expectedRevenue: { own: 'expectedRevenue', ifEmpty: '0' },
    probability: { own: 'probability', ifEmpty: '0' },
    expectedCloseDate: { own: 'expectedCloseDate' },
    source: { own: 'source' },
    lostReason: { own: 'lostReason' },
    note: { own: 'note' },
  },
  { number: 'each system counts its own', custom: CUSTOM },
)

export const ticketMap = mapFields(kinds.ticket, crm.ticket)(
  {
    customer: { own: 'customer' },
    subject: { own: 'subject' },
    description: { derived: 'the first message' },
    state: { derived: 'who is to speak next is of the conversation, which stays here' },
    priority: { own: 'priority', ifEmpty: 'normal' },
    assignee: { own: 'assignee' },
  },
  {
    number: 'each system counts its own',
    order: 'what it is about is said in words there',
    messages: 'the conversation is held in one place',
    custom: CUSTOM,
  },
)

export const orderMap = mapFields(kinds.order, crm.order)(
  {
    number: { own: 'number' },
    erpNumber: { own: 'erpNumber' },
    quoteNumber: { own: 'quoteNumber' },
    customer: { own: 'customer' },
    customerReference: { own: 'customerReference' },
    state: { own: 'state' },
    // An order that began in the ERP comes without anybody's wish to cancel it.
    cancelRequested: { own: 'cancelRequested', ifEmpty: false },
    currency: { own: 'currency' },
    orderDate: { own: 'orderDate' },
    requestedDate: { own: 'requestedDate' },
    billingAddress: { own: 'billingAddress' },
    shippingAddress: { own: 'shippingAddress' },
    paymentTermDays: { own: 'paymentTermDays' },
    net: { own: 'net' },
    tax: { own: 'tax' },
    total: { own: 'total' },
    lines: {
      own: 'lines',
      lines: {
        lineNumber: LINE_NUMBER,
        item: { own: 'item' },
        description: { own: 'description' },
        quantity: { own: 'quantity' },
        unit: { own: 'unit' },
        unitPrice: { own: 'unitPrice' },
        discountPercent: { own: 'discountPercent' },
        taxRate: { own: 'taxRate' },
        net: { own: 'net' },
        tax: { own: 'tax' },
      },
    },
    promises: { derived: 'until when a line was promised stands in the line' },
    progress: {
      own: 'progress',
      lines: {
        lineNumber: LINE_NUMBER,
        reserved: { own: 'reserved' },
        shipped: { own: 'shipped' },
        invoiced: { own: 'invoiced' },
        expectedDate: { own: 'expectedDate' },
      },
    },
  },
  { quote: 'quotes do not travel; the ERP is told the number', custom: CUSTOM },
)

export const shipmentMap = mapFields(kinds.shipment, crm.shipment)(
  {
    number: { own: 'number' },
    order: { own: 'order' },
    shippedDate: { own: 'shippedDate' },
    carrier: { own: 'carrier' },
    trackingNumber: { own: 'trackingNumber' },
    lines: {
      own: 'lines',
      lines: {
        orderLineNumber: { own: 'orderLineNumber' },
        item: { own: 'item' },
        quantity: { own: 'quantity' },
        unit: { own: 'unit' },
      },
    },
  },
  {},
)

export const invoiceMap = mapFields(kinds.invoice, crm.invoice)(
  {
    number: { own: 'number' },
    type: { own: 'type' },
    customer: { own: 'customer' },
    order: { own: 'order' },
    invoiceDate: { own: 'invoiceDate' },
    dueDate: { own: 'dueDate' },
    currency: { own: 'currency' },
    net: { own: 'net' },
    tax: { own: 'tax' },
    total: { own: 'total' },
    paid: { own: 'paid' },
    lines: {
      own: 'lines',
      lines: {
        orderLineNumber: { own: 'orderLineNumber' },
        description: { own: 'description' },
        quantity: { own: 'quantity' },
        unit: { own: 'unit' },
        net: { own: 'net' },
        tax: { own: 'tax' },
      },
    },
  },
  { custom: CUSTOM },
)

export const paymentMap = mapFields(kinds.payment, crm.payment)(
  {
    number: { own: 'number' },
    customer: { own: 'customer' },
    paymentDate: { own: 'paymentDate' },
    currency: { own: 'currency' },
    amount: { own: 'amount' },
    method: { own: 'method' },
    reference: { own: 'reference' },
    allocations: { own: 'allocations', lines: { invoice: { own: 'invoice' }, amount: { own: 'amount' } } },
  },
  {},
)

export const returnMap = mapFields(kinds.return, crm.goodsReturn)(
  {
    number: { own: 'number' },
    erpNumber: { own: 'erpNumber' },
    customer: { own: 'customer' },
    order: { own: 'order' },
    state: { own: 'state' },
    requestedDate: { own: 'requestedDate' },
    reason: { own: 'reason' },
    wish: { own: 'wish' },
    answer: { own: 'answer' },
    receivedDate: { own: 'receivedDate' },
    currency: { own: 'currency' },
    credited: { own: 'credited' },
    replacement: { own: 'replacement' },
    lines: {
      own: 'lines',
      lines: {
        orderLineNumber: { own: 'orderLineNumber' },
        item: { own: 'item' },
        quantity: { own: 'quantity' },
        unit: { own: 'unit' },
      },
    },
    results: {
      own: 'results',
      lines: { orderLineNumber: { own: 'orderLineNumber' }, received: { own: 'received' }, scrapped: { own: 'scrapped' } },
    },
    credits: { own: 'credits', lines: { invoice: { own: 'invoice' }, amount: { own: 'amount' } } },
  },
  {},
)
