import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { crm } from '@tandem/crm'
import { rows, sql, type Tx } from '@tandem/db'
import { erp, openBooks } from '@tandem/erp'
import { moneyText } from '@tandem/hub'
import { addDays, type Id, must, type Surface } from '@tandem/kernel'
import { checkBooks, showBooks, showProof } from '../cli/joint.ts'
import type { Terminal } from '../cli/terminal.ts'
import { type App, openApp } from '../compose.ts'
import { perform } from '../load/workshop.ts'
import {
  availabilityTable,
  creditWords,
  documentsTable,
  orderState,
  type ProgressLine,
  progressTable,
  verdict,
  writeState,
} from './story-words.ts'

const COMPANY = { name: '云栖家具 Yunqi Furniture', baseCurrency: 'CNY', timeZone: 'Asia/Shanghai' }

/** How long the killed process's writes stay its own: short, so that nobody has to wait in a demonstration. */
const LEASE_MS = 1_500

/** One scene after the other; each says what it does and shows what came of it. */
interface Scene {
  readonly app: App
  readonly tenant: Id
  readonly terminal: Terminal
  /** Runs one input of a command of a side and answers the document. */
  act<T extends object>(side: Surface<Tx>, document: string, name: string, input: object): Promise<T & { id: Id }>
  settle(): Promise<void>
  look<R>(query: ReturnType<typeof sql<R>>): Promise<R[]>
}

/** Tells the story on a fresh embedded database in `folder`. Answers whether the proof held. */
export async function tellStory(folder: string, terminal: Terminal): Promise<boolean> {
  const title = (step: number, en: string, zh: string) => terminal.tell(`\n${step}. ${en}`, `\n${step}. ${zh}`)
  title(
    1,
    'A company opens its books and fills its shelves: its CRM and its ERP are strangers, the joint introduces them',
    '一家公司建账、入库：CRM 与 ERP 互不相识，由对接层牵线',
  )
  let scene = await open(folder, terminal)
  await stockTheShelves(scene)
  title(2, 'A customer is entered in the CRM and appears in the ERP', '在 CRM 新建客户，ERP 中随即出现')
  const customer = await newCustomer(scene)
  title(
    3,
    'A quote, with live stock, promise date and credit from the ERP beside each line',
    '报价单：每行实时显示库存、可承诺日期与信用',
  )
  const quote = await quoteWithLiveAnswers(scene, customer)
  title(
    4,
    'The customer accepts. The process that carries the order over is killed at the worst moment',
    '客户接受报价。传递订单的进程在最糟糕的时刻被杀死',
  )
  await scene.act(crm, 'quote', 'accept', { id: quote, input: {} })
  scene = await crash(scene, folder)
  title(5, 'Two deliveries, two invoices, one payment', '两次发货、两张发票、一笔收款')
  await deliverAndCollect(scene, quote)
  title(6, "The customer's page in the CRM", 'CRM 中的客户页面')
  await showCustomer(scene, customer)
  title(7, 'The proof', '核对')
  const proved = await prove(scene)
  await scene.app.stop()
  return proved
}

async function open(folder: string, terminal: Terminal): Promise<Scene> {
  const app = await openApp({ dataDir: folder, logLevel: 'silent' })
  const tenant = [...app.tenants.keys()][0] ?? (await app.addTenant(COMPANY))
  const shop = app.workshop(tenant)
  return {
    ...{ app, tenant, terminal },
    act: <T extends object>(side: Surface<Tx>, document: string, name: string, input: object) =>
      app.database.transaction(tenant, async (tx) => {
        const [result] = await perform<T & { id: Id }>(tx, shop.context(), side, document, name, [input])
        if (!result) throw new RangeError(`${document}/${name} answered nothing`)
        return must(result)
      }),
    settle: () => shop.settle(),
    look: (query) => app.database.transaction(tenant, (tx) => rows(tx, query)),
  }
}

const ITEMS = [
  { code: 'TABLE', name: 'Oak dining table', nameZh: '橡木餐桌', price: '2480', cost: '1390', stock: '8' },
  { code: 'CHAIR', name: 'Oak dining chair', nameZh: '橡木餐椅', price: '460', cost: '230', stock: '100' },
  { code: 'LAMP', name: 'Pendant lamp', nameZh: '吊灯', price: '359.99', cost: '190', stock: '3' },
] as const

async function stockTheShelves(scene: Scene): Promise<void> {
  const { context } = scene.app.workshop(scene.tenant)
  await scene.app.database.transaction(scene.tenant, (tx) => openBooks(tx, context()))
  const warehouse = await scene.act(erp, 'warehouse', 'create', { code: 'HZ', name: '杭州主仓', isDefault: true })
  const lines: object[] = []
  for (const { code, name, nameZh, price, cost, stock } of ITEMS) {
    const input = { code, name, nameZh, type: 'bought', unit: 'pcs', taxRate: '13', standardCost: cost, leadTimeDays: 10 }
    const { id } = await scene.act(erp, 'item', 'create', input)
    const terms = { priceList: 'standard', currency: 'CNY', unit: 'pcs', minimumQuantity: '1', unitPrice: price }
    await scene.act(erp, 'price', 'create', { item: id, ...terms })
    lines.push({ item: id, quantity: stock, unitCost: cost })
  }
  await scene.act(erp, 'goods-receipt', 'create', { warehouse: warehouse.id, lines })
  await scene.settle()
  const seen = await scene.look(sql<{ code: string; name: string }>`select code, name from crm.item order by code`)
  scene.terminal.tell(
    `   The ERP got ${ITEMS.length} items with prices and stock; the CRM has them too: ${seen.map(({ code }) => code).join(', ')}.`,
    `   ERP 录入 ${ITEMS.length} 种物料、价格与库存；CRM 中已可见：${seen.map(({ code }) => code).join('、')}。`,
  )
}

async function newCustomer(scene: Scene): Promise<Id> {
  const said = { code: 'C001', name: '上海晨曦酒店管理有限公司', type: 'company', currency: 'CNY', paymentTermDays: 30 }
  const { id } = await scene.act(crm, 'customer', 'create', { ...said, creditLimit: '50000', onHold: false })
  const started = performance.now()
  await scene.settle()
  const [party] = await scene.look(sql<{ code: string; name: string }>`select code, name from erp.party where code = 'C001'`)
  const ms = Math.round(performance.now() - started)
  scene.terminal.tell(
    `   In the ERP after ${ms} ms: ${party?.code} ${party?.name}`,
    `   ${ms} 毫秒后在 ERP 中：${party?.code} ${party?.name}`,
  )
  return id
}

async function quoteWithLiveAnswers(scene: Scene, customer: Id): Promise<Id> {
  const items = await scene.look(sql<{ id: Id; code: string }>`select id, code from crm.item order by code`)
  const idOf = new Map(items.map(({ id, code }) => [code, id]))
  const today = scene.app.workshop(scene.tenant).context().today
  const wanted = [
    { code: 'TABLE', quantity: '6' },
    { code: 'CHAIR', quantity: '36' },
    { code: 'LAMP', quantity: '3' },
  ]
  const lines = wanted.map(({ code, quantity }) => ({ item: idOf.get(code) as Id, quantity }))
  const quote = await scene.act<{ number: string; total: string }>(crm, 'quote', 'create', {
    customer,
    validUntil: addDays(today, 30),
    lines,
  })
  const { hub } = scene.app.tenants.get(scene.tenant) ?? {}
  const started = performance.now()
  const asked = lines.map((line) => ({ ...line, unit: 'pcs', date: null }))
  const stock = await hub?.ask({ ask: 'availability', lines: asked }, 'tandem-crm')
  const credit = await hub?.ask({ ask: 'credit', customer, amount: quote.total, currency: 'CNY' }, 'tandem-crm')
  const ms = (performance.now() - started).toFixed(1)
  if (stock?.ask === 'availability') {
    scene.terminal.say(indent(availabilityTable(scene.terminal.language, wanted, stock.lines)))
  }
  const room = credit?.ask === 'credit' ? creditWords(scene.terminal.language, credit) : '-'
  scene.terminal.tell(
    `   Quote ${quote.number}: ${moneyText(quote.total, 'CNY')} with tax. Credit: ${room}. Answered in ${ms} ms.`,
    `   报价单 ${quote.number}：含税 ${moneyText(quote.total, 'CNY')}。信用：${room}。用时 ${ms} 毫秒。`,
  )
  await scene.act(crm, 'quote', 'send', { id: quote.id, input: {} })
  return quote.id
}

/** Closes the data, lets the other process work on it and die, and opens it again. */
async function crash(scene: Scene, folder: string): Promise<Scene> {
  const { terminal } = scene
  await scene.app.stop()
  const child = spawn(
    process.execPath,
    [fileURLToPath(new URL('./crash.ts', import.meta.url)), folder, scene.tenant, String(LEASE_MS)],
    {
      stdio: 'inherit',
    },
  )
  const signal = await new Promise((resolve) => child.once('exit', (_, by) => resolve(by)))
  terminal.tell(
    `   Process ${child.pid} ended by ${signal}: the ERP had the order, the joint had not written it down yet.`,
    `   进程 ${child.pid} 被 ${signal} 终止：ERP 已接收订单，对接层尚未记录。`,
  )
  const again = await open(folder, terminal)
  const before = await again.look(
    sql<{ state: string }>`select state from hub.delivery where kind = 'order' and system = 'tandem-erp'`,
  )
  const was = before.map(({ state }) => writeState(terminal.language, state)).join()
  terminal.tell(`   Restarted. The joint knows only that it was ${was}.`, `   已重启。对接层只知道当时状态为“${was}”。`)
  await new Promise((resolve) => setTimeout(resolve, LEASE_MS))
  await again.settle()
  const orders = await again.look(sql<{ number: string; erpNumber: string }>`
    select c.number, c.erp_number from crm."order" c`)
  const erpOrders = await again.look(sql<{ number: string }>`select number from erp.sales_order`)
  terminal.tell(
    `   It asked the ERP by the key of the write, and found it done: CRM order ${orders[0]?.number} is ERP order ${orders[0]?.erpNumber}; the ERP has ${erpOrders.length}.`,
    `   它用该次写入的键向 ERP 询问，得知已完成：CRM 订单 ${orders[0]?.number} 即 ERP 订单 ${orders[0]?.erpNumber}；ERP 共 ${erpOrders.length} 张订单。`,
  )
  return again
}

async function deliverAndCollect(scene: Scene, quote: Id): Promise<void> {
  const [order] = await scene.look(sql<{ id: Id; party: Id }>`select id, party from erp.sales_order`)
  if (!order) throw new RangeError('the ERP has no order')
  const part = [
    { orderLineNumber: 1, quantity: '6' },
    { orderLineNumber: 2, quantity: '20' },
  ]
  await scene.act(erp, 'shipment', 'create', { salesOrder: order.id, carrier: '顺丰速运', lines: part })
  await scene.act(erp, 'invoice', 'create', { salesOrder: order.id })
  await showProgress(scene, quote)
  await scene.act(erp, 'shipment', 'create', { salesOrder: order.id, carrier: '顺丰速运' })
  await scene.act(erp, 'invoice', 'create', { salesOrder: order.id })
  const [due] = await scene.look(sql<{ amount: string }>`select sum(total - paid) as amount from erp.invoice`)
  const payment = { party: order.party, currency: 'CNY', amount: due?.amount ?? '0', method: 'bank', reference: 'demo' }
  await scene.act(erp, 'payment', 'create', payment)
  await showProgress(scene, quote)
}

async function showProgress(scene: Scene, quote: Id): Promise<void> {
  await scene.settle()
  const { language } = scene.terminal
  const lines = await scene.look(sql<ProgressLine & { state: string }>`
    select i.code, l.quantity, p.reserved, p.shipped, p.invoiced, o.state
    from crm."order" o join crm.order_line l on l.parent_id = o.id join crm.item i on i.id = l.item
    join crm.order_progress p on p.parent_id = o.id and p.line_number = l.line_number
    where o.quote = ${quote}::uuid order by l.line_number`)
  scene.terminal.say(indent(progressTable(language, lines)))
  const state = orderState(language, lines[0]?.state ?? '')
  scene.terminal.tell(`   The order in the CRM: ${state}\n`, `   CRM 中的订单状态：${state}\n`)
}

async function showCustomer(scene: Scene, customer: Id): Promise<void> {
  const invoices = await scene.look(sql<{ number: string; total: string; paid: string }>`
    select number, total, paid from crm.invoice where customer = ${customer}::uuid order by number`)
  const payments = await scene.look(sql<{ number: string; amount: string }>`
    select number, amount from crm.payment where customer = ${customer}::uuid order by number`)
  const invoiceRows = invoices.map(({ number, total, paid }) => [number, moneyText(total, 'CNY'), moneyText(paid, 'CNY')])
  const paymentRows = payments.map(({ number, amount }) => [number, moneyText(amount, 'CNY'), ''])
  scene.terminal.say(indent(documentsTable(scene.terminal.language, [...invoiceRows, ...paymentRows])))
}

async function prove({ app, tenant, terminal, look }: Scene): Promise<boolean> {
  const chosen = app.tenants.get(tenant)
  if (!chosen) throw new RangeError('the company should be there')
  const proof = await chosen.hub.proof()
  const { context } = app.workshop(tenant)
  const books = await checkBooks({ context, run: (work) => app.database.transaction(tenant, work) })
  showProof(terminal, proof)
  showBooks(terminal, books)
  const [count] = await look(sql<{ crm: number; erp: number }>`
    select (select count(*)::int from crm."order") as crm, (select count(*)::int from erp.sales_order) as erp`)
  const one = count?.crm === 1 && count.erp === 1
  terminal.say(`\n${verdict(terminal.language, { one, proof, balanced: books.agrees })}`)
  return one && proof.inSync && books.agrees
}

function indent(text: string): string {
  return text.replace(/^/gm, '   ')
}
