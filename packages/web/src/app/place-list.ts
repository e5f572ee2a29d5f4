/** Where one can go, as data: the address, what it is called, and the right it takes. Menu, breadcrumbs and search read it. */
import type { Access } from '@tandem/server/definitions'

export interface Listed {
  readonly key: string
  /** Path of its name among the texts. */
  readonly text: string
  /** Without this right the page would show nothing. */
  readonly needs: string
  /** What it is put away in where the group is long: a word for it, too. */
  readonly fold?: Fold
}

export type Fold = 'stock' | 'books'

export interface ListedGroup {
  readonly key: 'crm' | 'erp' | 'joint' | 'admin'
  readonly text: string
  readonly places: readonly Listed[]
}

const at = (key: string, text: string, needs: string, fold?: Fold): Listed => ({ key, text, needs, ...(fold && { fold }) })

/** A document without a page of its own: the common list. */
const listOf = (side: 'crm' | 'erp', name: string, text: string, fold?: Fold): Listed =>
  at(`/records/${side}/${name}`, text, `${side}.${name}.read`, fold)

export const PLACES: readonly ListedGroup[] = [
  {
    key: 'crm',
    text: 'sides.crm',
    places: [
      at('/quotes', 'menu.quotes', 'crm.quote.read'),
      at('/orders', 'menu.orders', 'crm.order.read'),
      at('/customers', 'menu.customers', 'crm.customer.read'),
      listOf('crm', 'contact', 'menus.contacts'),
      listOf('crm', 'activity', 'menus.activities'),
      listOf('crm', 'opportunity', 'menus.opportunities'),
      listOf('crm', 'return', 'menus.returns'),
      listOf('crm', 'ticket', 'menus.tickets'),
      listOf('crm', 'invoice', 'menus.customerInvoices'),
    ],
  },
  {
    key: 'erp',
    text: 'sides.erp',
    places: [
      at('/erp/items', 'erp.itemsAndStock', 'erp.item.read'),
      listOf('erp', 'price', 'menus.prices'),
      at('/erp/parties', 'menus.parties', 'erp.party.read'),
      at('/erp/sales-orders', 'menu.salesOrders', 'erp.sales-order.read'),
      at('/erp/shipments', 'menu.shipments', 'erp.shipment.read'),
      listOf('erp', 'sales-return', 'menus.salesReturns'),
      at('/erp/invoices', 'menu.invoices', 'erp.invoice.read'),
      at('/erp/payments', 'menu.payments', 'erp.payment.read'),
      at('/erp/bank-statements', 'menus.bankStatements', 'erp.bank-statement.read'),
      at('/erp/trial-balance', 'erp.trialBalance', 'erp.trial-balance.ask'),
      listOf('erp', 'goods-receipt', 'menus.goodsReceipts', 'stock'),
      listOf('erp', 'expected-receipt', 'menus.expectedReceipts', 'stock'),
      listOf('erp', 'bill-of-material', 'menus.billsOfMaterial', 'stock'),
      listOf('erp', 'stock-adjustment', 'menus.counts', 'stock'),
      listOf('erp', 'stock-transfer', 'menus.transfers', 'stock'),
      listOf('erp', 'warehouse', 'menus.warehouses', 'stock'),
      listOf('erp', 'bank-account', 'menus.bankAccounts', 'books'),
      listOf('erp', 'bank-line', 'menus.bankMovements', 'books'),
      listOf('erp', 'journal-entry', 'menus.journalEntries', 'books'),
      listOf('erp', 'account', 'menus.accounts', 'books'),
      listOf('erp', 'account-role', 'menus.accountRoles', 'books'),
      listOf('erp', 'period', 'menus.periods', 'books'),
      listOf('erp', 'tax-rate', 'menus.taxRates', 'books'),
      listOf('erp', 'exchange-rate', 'menus.exchangeRates', 'books'),
    ],
  },
  {
    key: 'joint',
    text: 'sides.joint',
    places: [
      at('/joint', 'joint.systems', 'joint.systems.ask'),
      at('/joint/connections', 'connections.title', 'joint.connection.read'),
      at('/joint/flows', 'running.title', 'joint.flow-states.ask'),
      at('/joint/load', 'running.load.title', 'joint.first-loads.ask'),
      at('/joint/alerts', 'running.alerts.title', 'joint.alert.read'),
      at('/joint/inbox', 'joint.inbox', 'joint.inbox-entry.read'),
      at('/joint/conflicts', 'joint.conflicts', 'joint.conflict.read'),
      at('/joint/rules', 'rules.title', 'joint.who-decides.ask'),
      at('/joint/mappings', 'lineage.mappings', 'joint.mapping.read'),
      at('/joint/quality', 'quality.title', 'joint.quality-rule.read'),
      at('/joint/files', 'files.title', 'joint.file-source.read'),
      at('/joint/proof', 'joint.proof', 'joint.proof.read'),
    ],
  },
  {
    key: 'admin',
    text: 'admin.title',
    places: [
      at('/admin/users', 'admin.users', 'platform.user.read'),
      at('/admin/roles', 'admin.roles', 'platform.role.read'),
      at('/admin/custom-fields', 'customFields.title', 'crm.custom-field.create'),
      at('/admin/keys', 'admin.keys', 'platform.api-key.read'),
      at('/admin/sessions', 'admin.sessions', 'platform.session.read'),
      at('/admin/sign-in', 'factor.settings', 'platform.provider.read'),
      at('/admin/audit', 'admin.audit', 'platform.audit.read'),
    ],
  },
]

/** The groups and places somebody may see; a group without any is left out. */
export function visibleTo({ reach }: Pick<Access, 'reach'>): ListedGroup[] {
  const seen = PLACES.map((group) => ({ ...group, places: group.places.filter(({ needs }) => reach(needs) !== undefined) }))
  return seen.filter(({ places }) => places.length > 0)
}
