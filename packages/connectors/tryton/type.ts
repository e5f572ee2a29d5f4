/** What Tryton needs to be connected, and trying it. */
import type { ConnectorType, Found, Given } from '@tandem/hub'
import { defineFields, type Json, ok, type Result, refuse } from '@tandem/kernel'
import { connectTryton, settingsOf, trytonKinds } from './connect.ts'
import { doorOf, TrytonRefused } from './door.ts'
import { readFacts } from './session.ts'

const settings = defineFields({
  url: {
    kind: 'text',
    max: 300,
    label: { en: 'Address', zh: '地址' },
    help: { en: 'https://tryton.example.com, without the database', zh: 'https://tryton.example.com，不含数据库名' },
  },
  database: { kind: 'text', max: 100, label: { en: 'Database', zh: '数据库' } },
  login: { kind: 'text', max: 200, label: { en: 'Login', zh: '登录名' } },
  password: {
    kind: 'text',
    max: 200,
    label: { en: 'Password', zh: '密码' },
    help: {
      en: 'Of a user with a company and with rights for sales, stock and accounting',
      zh: '该用户须已设置公司，并具备销售、库存和会计权限',
    },
  },
  country: {
    kind: 'text',
    max: 2,
    optional: true,
    label: { en: 'Country', zh: '国家' },
    help: { en: 'Of addresses that name none: two letters', zh: '未注明国家的地址所用的两位国家代码' },
  },
  everySeconds: { kind: 'integer', optional: true, label: { en: 'Ask every … seconds', zh: '每隔多少秒查询' } },
})

export const tryton: ConnectorType = {
  type: 'tryton',
  label: { en: 'Tryton', zh: 'Tryton' },
  about: {
    en: 'Tryton 6.0 to 7.8 as ERP: takes orders, and tells items, prices, stock, shipments, invoices and payments.',
    zh: 'Tryton 6.0–7.8 作为 ERP：接收订单，回传物料、价格、库存、发货、发票和收款。',
  },
  sides: ['erp'],
  settings,
  secrets: ['password'],
  kinds: () => trytonKinds,
  test,
  connect: connectTryton,
}

async function test(given: Given): Promise<Result<Found>> {
  const chosen = settingsOf(given)
  const { url, database } = chosen
  if (!/^https?:$/.test(URL.parse(url)?.protocol ?? '')) return refuse('tryton/bad-url', { url })
  try {
    const facts = await readFacts(doorOf(chosen, given.outside.fetch))
    if (facts.company === 0) return refuse('tryton/no-company', { login: chosen.login })
    const missing = ['sale.sale', 'stock.shipment.out', 'account.invoice'].find((model) => !(model in facts.fields))
    if (missing) return refuse('tryton/module-missing', { model: missing })
    const about = `Tryton ${facts.version}, ${facts.currency}`
    const kinds = Object.entries(trytonKinds).filter(([kind]) => kind !== 'payment' || 'account.payment' in facts.fields)
    return ok({ summary: { en: about, zh: about }, kinds: Object.fromEntries(kinds), facts: facts as unknown as Json })
  } catch (fault) {
    if (fault instanceof TrytonRefused && fault.kind === 'Login') return refuse('tryton/not-allowed', { database })
    if (fault instanceof TrytonRefused) return refuse('tryton/not-tryton', { url, reason: fault.message })
    return refuse('tryton/unreachable', { url, reason: fault instanceof Error ? fault.message : String(fault) })
  }
}
