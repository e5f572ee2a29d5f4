/** Which field of the joint is which field of the ERP: a customer is a party here, an order a sales order. */
import * as erp from '@tandem/erp/definitions'
import { kinds } from '@tandem/hub'
import { mapFields } from '../tandem/field-map.ts'

const STATUS = { own: 'status', written: 'by-command' } as const
const OURS = 'how we store and make it is the ERP’s own business'
const CUSTOM = 'each travels by itself, under its own name'
const COSTS = 'costs stay in the ERP'

/** Not every system says whether a customer is a company, or keeps terms: then it is one, pays at once and is not on hold. */
export const customerMap = mapFields(kinds.customer, erp.party)(
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
  {
    isCustomer: 'every party the joint sees is one',
    isVendor: 'buying is not the CRM’s business',
    mergedInto: 'travels as a merge',
    custom: CUSTOM,
  },
)

export const contactMap = mapFields(kinds.contact, erp.contact)(
  {
    customer: { own: 'party' },
    name: { own: 'name' },
    email: { own: 'email' },
    phone: { own: 'phone' },
    role: { own: 'role' },
    status: STATUS,
  },
  { custom: CUSTOM },
)

export const addressMap = mapFields(kinds.address, erp.address)(
  {
    customer: { own: 'party' },
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

/** What another system sells without saying where it comes from is bought. */
export const itemMap = mapFields(kinds.item, erp.item)(
  {
    code: { own: 'code' },
    name: { own: 'name' },
    nameZh: { own: 'nameZh' },
    type: { own: 'type', ifEmpty: 'bought' },
    unit: { own: 'unit' },
    category: { own: 'category' },
    taxRate: { own: 'taxRate' },
    barcode: { own: 'barcode' },
    status: STATUS,
  },
  { standardCost: COSTS, leadTimeDays: OURS, custom: CUSTOM, units: 'sales offers in the base unit and in units of price lists' },
)

export const priceMap = mapFields(kinds.price, erp.price)(
  {
    item: { own: 'item' },
    customer: { own: 'party' },
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

export const orderMap = mapFields(kinds.order, erp.salesOrder)(
  {
    number: { derived: 'the origin, or our own number when the order began here' },
    erpNumber: { own: 'number', written: 'never' },
    quoteNumber: { home: 'the ERP knows no quotes' },
    customer: { own: 'party' },
    customerReference: { own: 'customerReference' },
    state: { derived: 'our states: a confirmed order is a placed one' },
    cancelRequested: { home: 'a wish is carried out or refused, not kept' },
    currency: { own: 'currency' },
    orderDate: { own: 'orderDate' },
    requestedDate: { own: 'requestedDate' },
    billingAddress: { own: 'billingAddress' },
    shippingAddress: { own: 'shippingAddress' },
    paymentTermDays: { own: 'paymentTermDays' },
    net: { own: 'net', written: 'never' },
    tax: { own: 'tax', written: 'never' },
    total: { own: 'total', written: 'never' },
    lines: {
      own: 'lines',
      lines: {
        lineNumber: { own: 'lineNumber' },
        item: { own: 'item' },
        description: { own: 'description' },
        quantity: { own: 'quantity' },
        unit: { own: 'unit' },
        unitPrice: { own: 'unitPrice' },
        discountPercent: { own: 'discountPercent' },
        taxRate: { own: 'taxRate' },
        net: { own: 'net', written: 'never' },
        tax: { own: 'tax', written: 'never' },
      },
    },
    promises: { derived: 'until when a line was promised stands in the line' },
    progress: { derived: 'what became of each line stands in the line' },
  },
  {
    origin: 'it is the joint’s number of the order',
    custom: CUSTOM,
    warehouse: OURS,
    delivery: 'follows from the progress of the lines',
    invoicing: 'follows from the progress of the lines',
    confirmedAt: OURS,
  },
)

export const shipmentMap = mapFields(kinds.shipment, erp.shipment)(
  {
    number: { own: 'number' },
    order: { own: 'salesOrder' },
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
  {
    party: 'the order says whose it is',
    deliveredDate: 'not carried yet: the kind has no field for it',
    currency: COSTS,
    cost: COSTS,
  },
)

const BASE = 'the books’ own currency'

export const invoiceMap = mapFields(kinds.invoice, erp.invoice)(
  {
    number: { own: 'number' },
    type: { own: 'type' },
    customer: { own: 'party' },
    order: { own: 'salesOrder' },
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
  {
    creditedInvoice: 'not carried yet: the kind has no field for it',
    reason: 'not carried yet: the kind has no field for it',
    baseCurrency: BASE,
    baseTotal: BASE,
    credited: 'part of what is settled',
    applications: 'they show in what is settled of the invoices',
    custom: CUSTOM,
  },
)

export const paymentMap = mapFields(kinds.payment, erp.payment)(
  {
    number: { own: 'number' },
    customer: { own: 'party' },
    paymentDate: { own: 'paymentDate' },
    currency: { own: 'currency' },
    amount: { own: 'amount' },
    method: { own: 'method' },
    reference: { own: 'reference' },
    allocations: { own: 'allocations', lines: { invoice: { own: 'invoice' }, amount: { own: 'amount' } } },
  },
  { reverses: 'a reversal is a payment with the opposite amount', baseCurrency: BASE, baseAmount: BASE, allocated: 'their sum' },
)

export const returnMap = mapFields(kinds.return, erp.salesReturn)(
  {
    number: { derived: 'the origin, or our own number when the return began here' },
    erpNumber: { own: 'number', written: 'never' },
    customer: { own: 'party', written: 'never' },
    order: { own: 'salesOrder' },
    state: { own: 'state', written: 'never' },
    requestedDate: { own: 'requestedDate' },
    reason: { own: 'reason' },
    wish: { own: 'wish' },
    answer: { own: 'answer', written: 'never' },
    receivedDate: { own: 'receivedDate', written: 'never' },
    currency: { own: 'currency', written: 'never' },
    credited: { own: 'credited', written: 'never' },
    replacement: { own: 'replacement', written: 'never' },
    lines: {
      own: 'lines',
      lines: {
        orderLineNumber: { own: 'orderLineNumber' },
        item: { own: 'item', written: 'never' },
        quantity: { own: 'quantity' },
        unit: { own: 'unit', written: 'never' },
      },
    },
    results: { derived: 'what came of each line stands in the line' },
    credits: { own: 'credits', written: 'never', lines: { invoice: { own: 'invoice' }, amount: { own: 'amount' } } },
  },
  {
    origin: 'it is the joint’s number of the return',
    warehouse: OURS,
    baseCurrency: COSTS,
    cost: COSTS,
    scrapCost: COSTS,
  },
)
