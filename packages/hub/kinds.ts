/**
 * What the joint carries: one list of fields per kind, in no system's own terms. Values are JSON: decimals and dates are
 * text, an empty field is null, a reference is the id of the joint's record (connectors speak in external ids instead).
 */
import { defineFields } from '@tandem/kernel'
import {
  amount,
  CRM,
  CURRENCY,
  CUSTOMER,
  date,
  ERP,
  ITEM,
  type Kind,
  LINE_NUMBER,
  NEWEST,
  ORDER,
  ORDER_REFERENCE,
  optionalDate,
  optionalText,
  quantity,
  STATUS,
  text,
  UNIT,
} from './kind-fields.ts'

export type { Kind }

export const customer = {
  name: 'customer',
  label: { en: 'Customer', zh: '客户' },
  fields: defineFields({
    code: text('Code', '编码'),
    name: text('Name', '名称'),
    type: { kind: 'choice', of: ['company', 'person'], label: { en: 'Type', zh: '类型' } },
    taxNumber: optionalText('Tax number', '税号'),
    email: optionalText('E-mail', '邮箱'),
    phone: optionalText('Phone', '电话'),
    currency: CURRENCY,
    paymentTermDays: { kind: 'integer', label: { en: 'Payment term, days', zh: '付款期限（天）' } },
    creditLimit: { ...amount('Credit limit', '信用额度'), optional: true },
    onHold: { kind: 'flag', label: { en: 'On hold', zh: '冻结' } },
    status: STATUS,
  }),
  rules: { '*': NEWEST, code: CRM, taxNumber: ERP, paymentTermDays: ERP, creditLimit: ERP, onHold: ERP },
  naturalKeys: ['code', 'taxNumber', 'email', 'phone', 'name'],
  priority: 20,
} as const satisfies Kind

export const contact = {
  name: 'contact',
  label: { en: 'Contact', zh: '联系人' },
  fields: defineFields({
    customer: CUSTOMER,
    name: text('Name', '姓名'),
    email: optionalText('E-mail', '邮箱'),
    phone: optionalText('Phone', '电话'),
    role: optionalText('Role', '职务'),
    status: STATUS,
  }),
  // Whom one talks to is known best by those who talk: sales and service.
  rules: { '*': CRM },
  naturalKeys: [],
  priority: 30,
} as const satisfies Kind

export const address = {
  name: 'address',
  label: { en: 'Address', zh: '地址' },
  fields: defineFields({
    customer: CUSTOMER,
    use: { kind: 'choice', of: ['billing', 'shipping', 'both'], label: { en: 'Use', zh: '用途' } },
    recipient: optionalText('Recipient', '收件人'),
    line1: text('Street', '街道'),
    line2: optionalText('More', '补充'),
    city: text('City', '城市'),
    region: optionalText('Region', '省/州'),
    postalCode: optionalText('Postal code', '邮编'),
    country: { kind: 'text', max: 2, label: { en: 'Country', zh: '国家' } },
    status: STATUS,
  }),
  // Where goods and invoices go is the ERP's: it ships and bills.
  rules: { '*': ERP },
  naturalKeys: [],
  priority: 30,
} as const satisfies Kind

export const item = {
  name: 'item',
  label: { en: 'Item', zh: '物料' },
  fields: defineFields({
    code: text('Code', '编码'),
    name: text('Name', '名称'),
    nameZh: optionalText('Chinese name', '中文名称'),
    type: { kind: 'choice', of: ['bought', 'made', 'service'], label: { en: 'Type', zh: '类型' } },
    unit: UNIT,
    category: optionalText('Category', '类别'),
    taxRate: { kind: 'percent', label: { en: 'Tax rate', zh: '税率' } },
    barcode: optionalText('Barcode', '条码'),
    status: STATUS,
  }),
  rules: { '*': ERP },
  naturalKeys: ['code', 'barcode'],
  priority: 10,
} as const satisfies Kind

/** One row of a price list: from a quantity, in a currency, for everybody or for one customer. */
export const price = {
  name: 'price',
  label: { en: 'Price', zh: '价格' },
  fields: defineFields({
    item: ITEM,
    customer: { ...CUSTOMER, optional: true },
    priceList: text('Price list', '价目表'),
    currency: CURRENCY,
    unit: UNIT,
    minimumQuantity: quantity('From quantity', '起订量'),
    unitPrice: { kind: 'price', currency: 'currency', label: { en: 'Unit price', zh: '单价' } },
    validFrom: optionalDate('Valid from', '生效日期'),
    validTo: optionalDate('Valid to', '失效日期'),
    status: STATUS,
  }),
  rules: { '*': ERP },
  naturalKeys: [],
  priority: 30,
} as const satisfies Kind

export const order = {
  name: 'order',
  label: { en: 'Order', zh: '订单' },
  fields: defineFields({
    /** The CRM's number; `erpNumber` is the ERP's, once it has one. */
    number: text('Number', '编号'),
    erpNumber: optionalText('ERP number', 'ERP 编号'),
    quoteNumber: optionalText('Quote', '报价单'),
    customer: CUSTOMER,
    customerReference: optionalText("Customer's reference", '客户订单号'),
    state: { kind: 'choice', of: ['requested', 'placed', 'closed', 'cancelled'], label: { en: 'State', zh: '状态' } },
    cancelRequested: { kind: 'flag', label: { en: 'Cancellation requested', zh: '请求取消' } },
    currency: CURRENCY,
    orderDate: date('Order date', '下单日期'),
    requestedDate: optionalDate('Requested date', '需求日期'),
    billingAddress: { kind: 'reference', to: 'address', optional: true, label: { en: 'Billing address', zh: '开票地址' } },
    shippingAddress: { kind: 'reference', to: 'address', optional: true, label: { en: 'Shipping address', zh: '收货地址' } },
    paymentTermDays: { kind: 'integer', label: { en: 'Payment term, days', zh: '付款期限（天）' } },
    net: amount('Net', '未税金额'),
    tax: amount('Tax', '税额'),
    total: amount('Total', '价税合计'),
    lines: {
      kind: 'lines',
      label: { en: 'Lines', zh: '明细' },
      of: {
        lineNumber: LINE_NUMBER,
        item: ITEM,
        description: optionalText('Description', '描述'),
        quantity: quantity('Quantity', '数量'),
        unit: UNIT,
        unitPrice: { kind: 'price', currency: 'currency', label: { en: 'Unit price', zh: '单价' } },
        discountPercent: { kind: 'percent', label: { en: 'Discount', zh: '折扣' } },
        taxRate: { kind: 'percent', label: { en: 'Tax rate', zh: '税率' } },
        net: amount('Net', '未税金额'),
        tax: amount('Tax', '税额'),
      },
    },
    /**
     * Until when each line was promised; lines without a promise are left out, and null is none at all. Beside the lines,
     * not in them: they are the ERP's once the order is placed, and what was promised is not for the ERP to change.
     */
    promises: {
      kind: 'lines',
      optional: true,
      label: { en: 'Promised dates', zh: '承诺日期' },
      of: { lineNumber: LINE_NUMBER, promisedDate: date('Promised date', '承诺日期') },
    },
    /** What became of each line, in the line's unit; only the ERP knows. */
    progress: {
      kind: 'lines',
      label: { en: 'Progress', zh: '进度' },
      of: {
        lineNumber: LINE_NUMBER,
        reserved: quantity('Reserved', '已锁库'),
        shipped: quantity('Shipped', '已发货'),
        invoiced: quantity('Invoiced', '已开票'),
        expectedDate: optionalDate('Expected date', '预计日期'),
      },
    },
  }),
  rules: {
    ...{ '*': ORDER, number: CRM, quoteNumber: CRM, cancelRequested: CRM, promises: CRM },
    ...{ state: ERP, erpNumber: ERP, progress: ERP },
  },
  naturalKeys: ['number'],
  money: { amount: 'total', currency: 'currency' },
  priority: 0,
} as const satisfies Kind

export const shipment = {
  name: 'shipment',
  label: { en: 'Shipment', zh: '发货单' },
  fields: defineFields({
    number: text('Number', '编号'),
    order: ORDER_REFERENCE,
    shippedDate: date('Shipped', '发货日期'),
    carrier: optionalText('Carrier', '承运商'),
    trackingNumber: optionalText('Tracking number', '运单号'),
    lines: {
      kind: 'lines',
      label: { en: 'Lines', zh: '明细' },
      of: { orderLineNumber: LINE_NUMBER, item: ITEM, quantity: quantity('Quantity', '数量'), unit: UNIT },
    },
  }),
  rules: { '*': ERP },
  naturalKeys: ['number'],
  priority: 5,
} as const satisfies Kind

export const invoice = {
  name: 'invoice',
  label: { en: 'Invoice', zh: '发票' },
  fields: defineFields({
    number: text('Number', '编号'),
    type: { kind: 'choice', of: ['invoice', 'credit-note'], label: { en: 'Type', zh: '类型' } },
    customer: CUSTOMER,
    order: { ...ORDER_REFERENCE, optional: true },
    invoiceDate: date('Invoice date', '开票日期'),
    dueDate: date('Due date', '到期日'),
    currency: CURRENCY,
    net: amount('Net', '未税金额'),
    tax: amount('Tax', '税额'),
    total: amount('Total', '价税合计'),
    paid: amount('Paid', '已付'),
    lines: {
      kind: 'lines',
      label: { en: 'Lines', zh: '明细' },
      of: {
        orderLineNumber: { ...LINE_NUMBER, optional: true },
        description: text('Description', '描述'),
        quantity: quantity('Quantity', '数量'),
        unit: UNIT,
        net: amount('Net', '未税金额'),
        tax: amount('Tax', '税额'),
      },
    },
  }),
  rules: { '*': ERP },
  naturalKeys: ['number'],
  money: { amount: 'total', currency: 'currency' },
  priority: 5,
} as const satisfies Kind

export const payment = {
  name: 'payment',
  label: { en: 'Payment', zh: '收款' },
  fields: defineFields({
    number: text('Number', '编号'),
    customer: CUSTOMER,
    paymentDate: date('Date', '日期'),
    currency: CURRENCY,
    amount: amount('Amount', '金额'),
    method: text('Method', '方式'),
    reference: optionalText('Reference', '参考号'),
    allocations: {
      kind: 'lines',
      label: { en: 'Allocations', zh: '核销' },
      of: {
        invoice: { kind: 'reference', to: 'invoice', label: { en: 'Invoice', zh: '发票' } },
        amount: amount('Amount', '金额'),
      },
    },
  }),
  rules: { '*': ERP },
  naturalKeys: ['number'],
  money: { amount: 'amount', currency: 'currency' },
  priority: 5,
} as const satisfies Kind

/** What a customer sends back: the CRM's to say until the ERP answers, and the ERP's from then on. */
export const goodsReturn = {
  name: 'return',
  label: { en: 'Return', zh: '退货' },
  fields: defineFields({
    /** The CRM's number; `erpNumber` is the ERP's, once it has one. */
    number: text('Number', '编号'),
    erpNumber: optionalText('ERP number', 'ERP 编号'),
    customer: CUSTOMER,
    order: ORDER_REFERENCE,
    state: {
      kind: 'choice',
      of: ['requested', 'approved', 'rejected', 'received', 'closed'],
      label: { en: 'State', zh: '状态' },
    },
    requestedDate: date('Requested', '申请日期'),
    reason: text('Reason', '退货原因'),
    wish: { kind: 'choice', of: ['refund', 'replace'], label: { en: 'Wish', zh: '客户诉求' } },
    answer: optionalText('Answer', '答复'),
    receivedDate: optionalDate('Received', '收货日期'),
    currency: CURRENCY,
    /** What credit notes gave back for it, with tax. */
    credited: amount('Credited', '红冲金额'),
    /** The order that sends the same goods anew. */
    replacement: { ...ORDER_REFERENCE, optional: true, label: { en: 'Replaced by', zh: '换货订单' } },
    lines: {
      kind: 'lines',
      label: { en: 'Lines', zh: '明细' },
      of: { orderLineNumber: LINE_NUMBER, item: ITEM, quantity: quantity('Quantity', '数量'), unit: UNIT },
    },
    /** What came of each line, in the line's unit; empty until goods are back. */
    results: {
      kind: 'lines',
      label: { en: 'What came', zh: '收货结果' },
      of: {
        orderLineNumber: LINE_NUMBER,
        received: quantity('Received', '实收'),
        scrapped: quantity('Of it scrapped', '其中报废'),
      },
    },
    credits: {
      kind: 'lines',
      label: { en: 'Credit notes', zh: '红字发票' },
      of: {
        invoice: { kind: 'reference', to: 'invoice', label: { en: 'Credit note', zh: '红字发票' } },
        amount: amount('Amount', '金额'),
      },
    },
  }),
  rules: {
    ...{ '*': ORDER, number: CRM },
    ...{ state: ERP, erpNumber: ERP, answer: ERP, receivedDate: ERP, currency: ERP, credited: ERP },
    ...{ replacement: ERP, results: ERP, credits: ERP },
  },
  naturalKeys: ['number'],
  money: { amount: 'credited', currency: 'currency' },
  priority: 5,
} as const satisfies Kind

/** Business that may come. Only systems that sell keep it: an ERP of its own has none, and then it travels nowhere. */
export const opportunity = {
  name: 'opportunity',
  label: { en: 'Opportunity', zh: '商机' },
  fields: defineFields({
    title: text('Title', '标题'),
    customer: { ...CUSTOMER, optional: true },
    /** Somebody who is no customer yet. */
    prospect: optionalText('Prospect', '潜在客户'),
    contact: { kind: 'reference', to: 'contact', optional: true, label: { en: 'Contact', zh: '联系人' } },
    owner: optionalText('Owner', '负责人'),
    state: { kind: 'choice', of: ['new', 'qualified', 'proposition', 'won', 'lost'], label: { en: 'Stage', zh: '阶段' } },
    currency: CURRENCY,
    expectedRevenue: amount('Expected revenue', '预计金额'),
    probability: { kind: 'percent', label: { en: 'Probability', zh: '赢单概率' } },
    expectedCloseDate: optionalDate('Expected close', '预计成交日期'),
    source: optionalText('Source', '来源'),
    lostReason: optionalText('Why it was lost', '丢单原因'),
    note: optionalText('Note', '备注'),
  }),
  // Whoever works on it last knows best, on whichever side that is.
  rules: { '*': NEWEST },
  naturalKeys: [],
  money: { amount: 'expectedRevenue', currency: 'currency' },
  priority: 30,
} as const satisfies Kind

/** What a customer asks. The conversation about it stays where it is held: there it has attachments, mails and authors. */
export const ticket = {
  name: 'ticket',
  label: { en: 'Ticket', zh: '工单' },
  fields: defineFields({
    customer: CUSTOMER,
    subject: text('Subject', '主题'),
    /** What was asked first. */
    description: optionalText('Description', '描述'),
    state: { kind: 'choice', of: ['open', 'solved'], label: { en: 'State', zh: '状态' } },
    priority: { kind: 'choice', of: ['low', 'normal', 'high'], label: { en: 'Priority', zh: '优先级' } },
    assignee: optionalText('Who sees to it', '处理人'),
  }),
  rules: { '*': NEWEST },
  naturalKeys: [],
  priority: 30,
} as const satisfies Kind

export const kinds = {
  ...{ item, customer, contact, address, price, opportunity, order, shipment, invoice, payment, return: goodsReturn, ticket },
} as const
export type KindName = keyof typeof kinds

/** A kind by its name, as data. */
export function kindOf(name: string): Kind {
  const kind = (kinds as Readonly<Record<string, Kind>>)[name]
  if (!kind) throw new RangeError(`the joint carries no kind ${JSON.stringify(name)}`)
  return kind
}

export const kindNames = Object.keys(kinds) as KindName[]
