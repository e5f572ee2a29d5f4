/** What Odoo needs to be connected, and trying it. */
import type { ConnectorType, Found, Given } from '@tandem/hub'
import { defineFields, ok, type Result, refuse } from '@tandem/kernel'
import { CallFailed } from '../kit/http.ts'
import { connectOdoo, kindsOn } from './connect.ts'
import { doorOf, OdooRefused } from './door.ts'
import { asJson, type Facts, has, readFacts } from './facts.ts'
import { knowsReturns } from './returns.ts'
import { search, settingsOf } from './session.ts'

const settings = defineFields({
  url: {
    kind: 'text',
    max: 300,
    label: { en: 'Address', zh: '地址' },
    help: { en: 'https://odoo.example.com, without a path', zh: 'https://odoo.example.com，不带路径' },
  },
  key: {
    kind: 'text',
    max: 200,
    label: { en: 'API key', zh: 'API 密钥' },
    help: {
      en: 'In Odoo: Preferences, Account Security, New API Key. Its user needs sales, stock and invoicing rights.',
      zh: '在 Odoo 中：偏好设置 → 账户安全 → 新建 API 密钥。该用户需具备销售、库存和开票权限。',
    },
  },
  protocol: {
    kind: 'choice',
    of: ['json-2', 'json-rpc'],
    optional: true,
    label: { en: 'Protocol', zh: '协议' },
    help: { en: 'json-2 for Odoo 19 and later, json-rpc for 14 to 18', zh: 'Odoo 19 及以后用 json-2，14–18 用 json-rpc' },
  },
  database: {
    kind: 'text',
    max: 100,
    optional: true,
    label: { en: 'Database', zh: '数据库' },
    help: { en: 'Needed for json-rpc, and where a server has several', zh: 'json-rpc 必填；服务器有多个数据库时也须填写' },
  },
  login: {
    kind: 'text',
    max: 200,
    optional: true,
    label: { en: 'Login', zh: '登录名' },
    help: { en: 'Needed for json-rpc', zh: 'json-rpc 必填' },
  },
  partners: {
    kind: 'choice',
    of: ['no-vendors', 'customers', 'all'],
    optional: true,
    label: { en: 'Partners that are customers', zh: '哪些业务伙伴算客户' },
    help: {
      en: 'no-vendors: all but those that only sell to you; customers: who has bought; all: everybody',
      zh: 'no-vendors：除纯供应商外；customers：有过交易的客户；all：全部',
    },
  },
  warehouse: {
    kind: 'integer',
    optional: true,
    label: { en: 'Warehouse (id)', zh: '仓库（编号）' },
    help: { en: 'Empty: stock of all, and the usual one for orders', zh: '留空：统计全部库存，订单用默认仓库' },
  },
  ordersFrom: {
    kind: 'text',
    max: 10,
    optional: true,
    label: { en: 'Orders from (as CRM)', zh: '订单起始日（作为 CRM）' },
    help: { en: 'YYYY-MM-DD; empty: from the day of the test on', zh: 'YYYY-MM-DD；留空则从测试当天起' },
  },
  everySeconds: {
    kind: 'integer',
    optional: true,
    label: { en: 'Ask every … seconds', zh: '每隔多少秒查询' },
  },
})

export const odoo: ConnectorType = {
  type: 'odoo',
  label: { en: 'Odoo', zh: 'Odoo' },
  about: {
    en: 'Odoo 14 to 19, hosted or your own. As ERP it takes orders and returns and tells stock, deliveries, invoices and payments; as CRM it sends them.',
    zh: 'Odoo 14–19，云端或自建均可。作为 ERP 接收订单和退货并回传库存、发货、发票和收款；作为 CRM 则发送订单。',
  },
  sides: ['erp', 'crm'],
  settings,
  secrets: ['key'],
  kinds: kindsOn,
  test,
  connect: connectOdoo,
}

const OLDEST = 14

async function test(given: Given): Promise<Result<Found>> {
  const chosen = settingsOf(given)
  if (!/^https?:$/.test(URL.parse(chosen.url)?.protocol ?? '')) return refuse('odoo/bad-url', { url: chosen.url })
  if (chosen.protocol === 'json-rpc' && !(chosen.database && chosen.login)) return refuse('odoo/login-needed', {})
  const door = doorOf(chosen, given.outside.fetch)
  try {
    const version = await door.version()
    if (Number.parseInt(version.replace(/^saas~/, ''), 10) < OLDEST) return refuse('odoo/too-old', { version })
    if (chosen.protocol === 'json-2' && Number.parseInt(version.replace(/^saas~/, ''), 10) < 19) {
      return refuse('odoo/no-json-2', { version })
    }
    const facts = await readFacts(door, given.outside.now())
    return await judge(given, facts, door)
  } catch (fault) {
    return troubleOf(fault, chosen.url)
  }
}

async function judge(given: Given, facts: Facts, door: Parameters<typeof search>[0]['door']): Promise<Result<Found>> {
  const missing = ['res.partner', 'product.product', 'sale.order'].find((model) => !has(facts, model))
  if (missing !== undefined) return refuse('odoo/module-missing', { model: missing })
  // Our external ids are what keeps a lost answer from making a second order.
  await search({ door }, 'ir.model.data', [['module', '=', 'tandem_probe']], ['name'])
  const partners = await door.call<number>('res.partner', 'search_count', { domain: [] })
  const kinds = Object.fromEntries(
    Object.entries(kindsOn(given.side)).filter(
      ([kind]) => has(facts, MODEL_OF[kind] ?? 'res.partner') && (kind !== 'return' || knowsReturns(facts)),
    ),
  )
  const { company, version } = facts
  const about = `Odoo ${version}, ${company.currency}, ${company.timeZone}`
  return ok({
    summary: { en: `${about}, ${partners} partners`, zh: `${about}，业务伙伴 ${partners} 个` },
    kinds,
    facts: asJson(facts),
  })
}

const MODEL_OF: Readonly<Record<string, string>> = {
  shipment: 'stock.picking',
  return: 'stock.picking',
  invoice: 'account.move',
  payment: 'account.payment',
  price: 'product.product',
  opportunity: 'crm.lead',
  ticket: 'helpdesk.ticket',
}

function troubleOf(fault: unknown, url: string): Result<never> {
  if (fault instanceof OdooRefused) {
    if (fault.isDenied) return refuse('odoo/not-allowed', { reason: fault.message })
    if (fault.kind === 'NotOdoo' || fault.kind === 'NotFound') return refuse('odoo/not-odoo', { url })
    return refuse('odoo/not-accepted', { system: url, kind: 'test', reason: fault.message })
  }
  if (fault instanceof CallFailed) return refuse('odoo/unreachable', { url, reason: fault.message })
  return refuse('odoo/unreachable', { url, reason: fault instanceof Error ? fault.message : String(fault) })
}
