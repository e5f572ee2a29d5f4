/** All pages and their addresses. Each area is a chunk of its own, fetched when somebody goes there. */
import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router'
import { readListState } from '../lists/list-state.ts'
import { Broken } from './broken.tsx'
import { NotFound } from './not-found.tsx'
import { Shell } from './shell.tsx'

const root = createRootRoute({ component: Shell, notFoundComponent: NotFound, errorComponent: (props) => <Broken {...props} /> })

const home = createRoute({
  getParentRoute: () => root,
  path: '/',
  component: lazyRouteComponent(() => import('../home/home-page.tsx'), 'HomePage'),
})

const quotes = createRoute({
  getParentRoute: () => root,
  path: '/quotes',
  validateSearch: readListState,
  component: lazyRouteComponent(() => import('../quotes/quote-list-page.tsx'), 'QuoteListPage'),
})

const newQuote = createRoute({
  getParentRoute: () => root,
  path: '/quotes/new',
  validateSearch: ({ customer, opportunity }: Record<string, unknown>) => ({
    ...(typeof customer === 'string' ? { customer } : {}),
    ...(typeof opportunity === 'string' ? { opportunity } : {}),
  }),
  component: lazyRouteComponent(() => import('../quotes/new-quote-page.tsx'), 'NewQuotePage'),
})

const quote = createRoute({
  getParentRoute: () => root,
  path: '/quotes/$id',
  component: lazyRouteComponent(() => import('../quotes/quote-page.tsx'), 'QuotePage'),
})

const orders = createRoute({
  getParentRoute: () => root,
  path: '/orders',
  validateSearch: readListState,
  component: lazyRouteComponent(() => import('../orders/order-list-page.tsx'), 'OrderListPage'),
})

const order = createRoute({
  getParentRoute: () => root,
  path: '/orders/$id',
  component: lazyRouteComponent(() => import('../orders/order-page.tsx'), 'OrderPage'),
})

const customers = createRoute({
  getParentRoute: () => root,
  path: '/customers',
  validateSearch: readListState,
  component: lazyRouteComponent(() => import('../customers/customer-list-page.tsx'), 'CustomerListPage'),
})

const customer = createRoute({
  getParentRoute: () => root,
  path: '/customers/$id',
  component: lazyRouteComponent(() => import('../customers/customer-page.tsx'), 'CustomerPage'),
})

const items = createRoute({
  getParentRoute: () => root,
  path: '/erp/items',
  validateSearch: readListState,
  component: lazyRouteComponent(() => import('../erp/item-pages.tsx'), 'ItemListPage'),
})

const item = createRoute({
  getParentRoute: () => root,
  path: '/erp/items/$id',
  component: lazyRouteComponent(() => import('../erp/item-pages.tsx'), 'ItemPage'),
})

const parties = createRoute({
  getParentRoute: () => root,
  path: '/erp/parties',
  validateSearch: readListState,
  component: lazyRouteComponent(() => import('../erp/party-pages.tsx'), 'PartyListPage'),
})

const party = createRoute({
  getParentRoute: () => root,
  path: '/erp/parties/$id',
  component: lazyRouteComponent(() => import('../erp/party-pages.tsx'), 'PartyPage'),
})

const salesOrders = createRoute({
  getParentRoute: () => root,
  path: '/erp/sales-orders',
  validateSearch: readListState,
  component: lazyRouteComponent(() => import('../erp/sales-order-list-page.tsx'), 'SalesOrderListPage'),
})

const salesOrder = createRoute({
  getParentRoute: () => root,
  path: '/erp/sales-orders/$id',
  component: lazyRouteComponent(() => import('../erp/sales-order-page.tsx'), 'SalesOrderPage'),
})

const shipments = createRoute({
  getParentRoute: () => root,
  path: '/erp/shipments',
  validateSearch: readListState,
  component: lazyRouteComponent(() => import('../erp/shipment-pages.tsx'), 'ShipmentListPage'),
})

const shipment = createRoute({
  getParentRoute: () => root,
  path: '/erp/shipments/$id',
  component: lazyRouteComponent(() => import('../erp/shipment-pages.tsx'), 'ShipmentPage'),
})

const invoices = createRoute({
  getParentRoute: () => root,
  path: '/erp/invoices',
  validateSearch: readListState,
  component: lazyRouteComponent(() => import('../erp/invoice-pages.tsx'), 'InvoiceListPage'),
})

const invoice = createRoute({
  getParentRoute: () => root,
  path: '/erp/invoices/$id',
  component: lazyRouteComponent(() => import('../erp/invoice-pages.tsx'), 'InvoicePage'),
})

const payments = createRoute({
  getParentRoute: () => root,
  path: '/erp/payments',
  validateSearch: readListState,
  component: lazyRouteComponent(() => import('../erp/payment-pages.tsx'), 'PaymentListPage'),
})

const payment = createRoute({
  getParentRoute: () => root,
  path: '/erp/payments/$id',
  component: lazyRouteComponent(() => import('../erp/payment-pages.tsx'), 'PaymentPage'),
})

const bankStatements = createRoute({
  getParentRoute: () => root,
  path: '/erp/bank-statements',
  validateSearch: readListState,
  component: lazyRouteComponent(() => import('../erp/bank-pages.tsx'), 'BankStatementListPage'),
})

const bankStatement = createRoute({
  getParentRoute: () => root,
  path: '/erp/bank-statements/$id',
  validateSearch: readListState,
  component: lazyRouteComponent(() => import('../erp/bank-pages.tsx'), 'BankStatementPage'),
})

const trialBalance = createRoute({
  getParentRoute: () => root,
  path: '/erp/trial-balance',
  component: lazyRouteComponent(() => import('../erp/trial-balance-page.tsx'), 'TrialBalancePage'),
})

const joint = createRoute({
  getParentRoute: () => root,
  path: '/joint',
  component: lazyRouteComponent(() => import('../joint/systems-page.tsx'), 'SystemsPage'),
})

const inbox = createRoute({
  getParentRoute: () => root,
  path: '/joint/inbox',
  component: lazyRouteComponent(() => import('../joint/inbox-page.tsx'), 'InboxPage'),
})

const conflicts = createRoute({
  getParentRoute: () => root,
  path: '/joint/conflicts',
  component: lazyRouteComponent(() => import('../joint/conflicts-page.tsx'), 'ConflictsPage'),
})

const whoDecides = createRoute({
  getParentRoute: () => root,
  path: '/joint/rules',
  component: lazyRouteComponent(() => import('../joint/who-decides-page.tsx'), 'WhoDecidesPage'),
})

const flows = createRoute({
  getParentRoute: () => root,
  path: '/joint/flows',
  component: lazyRouteComponent(() => import('../joint/flows-page.tsx'), 'FlowsPage'),
})

const alerts = createRoute({
  getParentRoute: () => root,
  path: '/joint/alerts',
  component: lazyRouteComponent(() => import('../joint/alerts-page.tsx'), 'AlertsPage'),
})

const load = createRoute({
  getParentRoute: () => root,
  path: '/joint/load',
  component: lazyRouteComponent(() => import('../joint/load-page.tsx'), 'LoadPage'),
})

const proof = createRoute({
  getParentRoute: () => root,
  path: '/joint/proof',
  component: lazyRouteComponent(() => import('../joint/proof-page.tsx'), 'ProofPage'),
})

const recordHistory = createRoute({
  getParentRoute: () => root,
  path: '/joint/records/$system/$kind/$id',
  component: lazyRouteComponent(() => import('../joint/record-history-page.tsx'), 'RecordHistoryPage'),
})

const oneFlow = createRoute({
  getParentRoute: () => root,
  path: '/joint/flows/$id',
  component: lazyRouteComponent(() => import('../joint/flow-page.tsx'), 'FlowPage'),
})

const jointRecord = createRoute({
  getParentRoute: () => root,
  path: '/joint/records/$id',
  component: lazyRouteComponent(() => import('../joint/joint-record-page.tsx'), 'JointRecordPage'),
})

const jointDocument = createRoute({
  getParentRoute: () => root,
  path: '/joint/documents/$document/$id',
  component: lazyRouteComponent(() => import('../joint/document-page.tsx'), 'JointDocumentPage'),
})

const oneUser = createRoute({
  getParentRoute: () => root,
  path: '/admin/users/$id',
  component: lazyRouteComponent(() => import('../admin/user-page.tsx'), 'UserPage'),
})

const mappings = createRoute({
  getParentRoute: () => root,
  path: '/joint/mappings',
  component: lazyRouteComponent(() => import('../joint/mapping/mappings-page.tsx'), 'MappingsPage'),
})

const quality = createRoute({
  getParentRoute: () => root,
  path: '/joint/quality',
  component: lazyRouteComponent(() => import('../joint/quality/quality-page.tsx'), 'QualityPage'),
})

const files = createRoute({
  getParentRoute: () => root,
  path: '/joint/files',
  component: lazyRouteComponent(() => import('../joint/files/files-page.tsx'), 'FilesPage'),
})

const board = createRoute({
  getParentRoute: () => root,
  path: '/records/crm/opportunity/board',
  validateSearch: readListState,
  component: lazyRouteComponent(() => import('../opportunities/board-page.tsx'), 'BoardPage'),
})

const records = createRoute({
  getParentRoute: () => root,
  path: '/records/$side/$document',
  validateSearch: readListState,
  component: lazyRouteComponent(() => import('../records/record-list-page.tsx'), 'RecordListPage'),
})
const record = createRoute({
  getParentRoute: () => root,
  path: '/records/$side/$document/$id',
  component: lazyRouteComponent(() => import('../records/record-page.tsx'), 'RecordPage'),
})

const connections = createRoute({
  getParentRoute: () => root,
  path: '/joint/connections',
  component: lazyRouteComponent(() => import('../joint/connections-page.tsx'), 'ConnectionsPage'),
})

const account = createRoute({
  getParentRoute: () => root,
  path: '/account',
  component: lazyRouteComponent(() => import('../people/account-page.tsx'), 'AccountPage'),
})

const users = createRoute({
  getParentRoute: () => root,
  path: '/admin/users',
  component: lazyRouteComponent(() => import('../admin/users-page.tsx'), 'UsersPage'),
})

const roles = createRoute({
  getParentRoute: () => root,
  path: '/admin/roles',
  component: lazyRouteComponent(() => import('../admin/roles-page.tsx'), 'RolesPage'),
})

const customFields = createRoute({
  getParentRoute: () => root,
  path: '/admin/custom-fields',
  component: lazyRouteComponent(() => import('../admin/custom-fields-page.tsx'), 'CustomFieldsPage'),
})

const keys = createRoute({
  getParentRoute: () => root,
  path: '/admin/keys',
  component: lazyRouteComponent(() => import('../admin/keys-page.tsx'), 'KeysPage'),
})

const sessions = createRoute({
  getParentRoute: () => root,
  path: '/admin/sessions',
  component: lazyRouteComponent(() => import('../admin/sessions-page.tsx'), 'SessionsPage'),
})

const audit = createRoute({
  getParentRoute: () => root,
  path: '/admin/audit',
  component: lazyRouteComponent(() => import('../admin/audit-page.tsx'), 'AuditPage'),
})

const signInSettings = createRoute({
  getParentRoute: () => root,
  path: '/admin/sign-in',
  component: lazyRouteComponent(() => import('../people/sign-in-settings-page.tsx'), 'SignInSettingsPage'),
})

const adminRoutes = [account, users, roles, customFields, keys, sessions, signInSettings, audit]
const crmRoutes = [home, quotes, newQuote, quote, orders, order, customers, customer]
const erpRoutes = [
  parties,
  party,
  items,
  item,
  salesOrders,
  salesOrder,
  shipments,
  shipment,
  invoices,
  invoice,
  payments,
  payment,
  bankStatements,
  bankStatement,
  trialBalance,
  records,
  board,
  record,
]

export const router = createRouter({
  routeTree: root.addChildren([
    ...crmRoutes,
    ...erpRoutes,
    ...adminRoutes,
    joint,
    oneFlow,
    oneUser,
    jointDocument,
    jointRecord,
    inbox,
    conflicts,
    whoDecides,
    proof,
    recordHistory,
    mappings,
    quality,
    files,
    flows,
    alerts,
    load,
    connections,
  ]),
  defaultPreload: 'intent',
  scrollRestoration: true,
})
