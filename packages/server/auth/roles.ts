/** The roles that come with Tandem. Each company has them as rows; what it wants otherwise it makes of a copy. */

export interface BuiltInRole {
  readonly code: string
  readonly name: string
  readonly nameZh: string
  readonly permissions: readonly string[]
}

/** What everybody who works here may look up. */
const CATALOGUE = [
  ...['crm.item.read', 'crm.price.read', 'erp.item.read', 'erp.price.read', 'erp.availability.ask'],
  ...['crm.custom-field.read', 'erp.custom-field.read'],
] as const
const STOCK = ['erp.stock.ask', 'erp.stock-moves.ask', 'erp.warehouse.read', 'erp.expected-receipt.read'] as const
/** An order, whole: what was promised, and what became of it; of records, those of documents that somebody may see. */
const JOURNEY = ['joint.ask.ask', 'joint.quote.ask', 'joint.journey.ask', 'joint.why.ask'] as const
/** The money of what somebody sees, from promise to payment, beside itself in all systems. */
const MONEY = 'joint.money-chain-of.ask'
const CRM_READ = ['crm.*.read', 'crm.*.ask'] as const
/** Everything of sales, but which fields its documents have. */
const SELLING = [
  ...['customer', 'contact', 'address', 'item', 'price', 'opportunity', 'quote', 'order', 'shipment', 'invoice', 'payment'],
  ...['return', 'activity', 'ticket'],
].map((name) => `crm.${name}.do`)
const ERP_READ = ['erp.*.read', 'erp.*.ask'] as const
/** Who answers a customer that wants to send something back. */
const RETURNS_DECIDED = ['read', 'create', 'change', 'approve', 'reject'].map((command) => `erp.sales-return.${command}`)
const SEES_ALL = ['field.cost.read', 'field.credit.read'] as const

function ofMine(reach: 'own' | 'team'): string[] {
  const worked = ['customer', 'contact', 'address', 'opportunity', 'quote', 'return', 'activity', 'ticket']
  const traded = ['order', 'shipment', 'invoice', 'payment']
  return [
    ...[...worked, ...traded].map((name) => `crm.${name}.read:${reach}`),
    ...worked.map((name) => `crm.${name}.do:${reach}`),
    ...['create', 'place', 'request-cancel'].map((command) => `crm.order.${command}:${reach}`),
    ...['crm.price-of.ask', 'crm.customer-story.ask'],
  ]
}

export const BUILT_IN_ROLES: readonly BuiltInRole[] = [
  {
    code: 'sales',
    name: 'Sales',
    nameZh: '销售',
    permissions: [...ofMine('own'), ...CATALOGUE, 'erp.stock.ask', ...JOURNEY, MONEY, 'field.credit.read'],
  },
  {
    code: 'sales-manager',
    name: 'Sales manager',
    nameZh: '销售经理',
    permissions: [
      ...[
        ...CRM_READ,
        ...SELLING,
        ...CATALOGUE,
        ...JOURNEY,
        'erp.stock.ask',
        'erp.credit.ask',
        'erp.sales-order.read',
        'erp.party.read',
      ],
      ...[MONEY, 'joint.money-chain.ask', ...SEES_ALL, 'field.credit.change', 'platform.user.read'],
      // What is left of a quote, and of a customer: costs are the ERP's.
      ...['erp.line-costs.ask', 'erp.customer-worth.ask'],
      ...RETURNS_DECIDED,
    ],
  },
  {
    code: 'service',
    name: 'Service',
    nameZh: '客服',
    permissions: [
      ...[
        ...CRM_READ,
        ...CATALOGUE,
        ...JOURNEY,
        MONEY,
        'erp.stock.ask',
        'erp.shipment.read',
        'erp.sales-order.read',
        'erp.party.read',
      ],
      ...[
        'crm.activity.do',
        'crm.ticket.do',
        'crm.return.do',
        'crm.contact.create',
        'crm.contact.change',
        'crm.address.create',
        'crm.address.change',
      ],
      'crm.order.request-cancel',
      ...RETURNS_DECIDED,
    ],
  },
  {
    code: 'planner',
    name: 'Planner',
    nameZh: '计划员',
    permissions: [
      ...[...CATALOGUE, ...STOCK, ...JOURNEY, 'crm.order.read', 'crm.customer.read', 'erp.party.read'],
      ...['erp.sales-order.read', 'erp.sales-order.reserve'],
      ...['erp.bill-of-material.*', 'erp.expected-receipt.*', 'erp.item.do', 'erp.due-shipments.ask', 'erp.shipment.read'],
      ...['erp.sales-return.read', 'field.cost.read'],
    ],
  },
  {
    code: 'buyer',
    name: 'Buyer',
    nameZh: '采购员',
    permissions: [
      ...[...CATALOGUE, ...STOCK, 'erp.party.read', 'erp.contact.read', 'erp.address.read', 'erp.goods-receipt.read'],
      ...['erp.expected-receipt.*', 'erp.bill-of-material.read', 'erp.item.do', 'field.cost.read', 'field.cost.change'],
    ],
  },
  {
    code: 'warehouse',
    name: 'Warehouse',
    nameZh: '仓库',
    permissions: [
      ...[...CATALOGUE, ...STOCK, 'erp.sales-order.read', 'erp.due-shipments.ask', 'erp.party.read', 'erp.address.read'],
      ...['erp.shipment.*', 'erp.goods-receipt.*', 'erp.stock-transfer.*', 'erp.stock-adjustment.*', 'erp.sales-order.reserve'],
      ...['read', 'create', 'receive'].map((command) => `erp.sales-return.${command}`),
    ],
  },
  {
    code: 'accountant',
    name: 'Accountant',
    nameZh: '会计',
    permissions: [
      ...[...ERP_READ, ...CRM_READ, ...JOURNEY, MONEY, 'joint.money-chain.ask', 'joint.proof.ask', 'joint.proof.read'],
      ...[
        'invoice',
        'payment',
        'sales-return',
        'account',
        'account-role',
        'journal-entry',
        'period',
        'tax-rate',
        'exchange-rate',
        'bank-account',
        'bank-statement',
        'bank-line',
      ].map((name) => `erp.${name}.do`),
      ...['erp.party.change', ...SEES_ALL, 'field.credit.change'],
    ],
  },
  {
    code: 'integrator',
    name: 'Integrator',
    nameZh: '集成工程师',
    permissions: [
      ...['joint.*.*', ...CRM_READ, ...ERP_READ, ...SEES_ALL, 'platform.api-key.*', 'platform.user.read'],
      ...['crm.custom-field.do', 'erp.custom-field.do'],
    ],
  },
  { code: 'administrator', name: 'Administrator', nameZh: '管理员', permissions: ['*'] },
  {
    code: 'auditor',
    name: 'Auditor',
    nameZh: '审计员',
    permissions: ['*.*.read', '*.*.ask', ...SEES_ALL],
  },
  /** Somebody of a customer's: what was sent to them, their answer to it, what they ask, and nothing beside it. */
  {
    code: 'portal',
    name: 'Portal user',
    nameZh: '门户用户',
    permissions: [
      ...['customer', 'quote', 'order', 'shipment', 'invoice', 'payment', 'item', 'return', 'ticket'].map(
        (name) => `crm.${name}.read:customer`,
      ),
      ...['crm.quote.accept:customer', 'crm.quote.decline:customer'],
      ...['crm.ticket.create:customer', 'crm.ticket.reply:customer'],
      'crm.return.create:customer',
      'crm.open-invoices.ask:customer',
    ],
  },
]

export const ADMINISTRATOR = 'administrator'
