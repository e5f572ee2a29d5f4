/**
 * `npm run pictures`: takes the pictures of the manual anew, from the demo company of a fresh start, in both languages. Needs
 * a font with Chinese characters on the machine, such as Debian's fonts-noto-cjk.
 */
import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { openBrowser, type Visitor } from '@tandem/testkit/browser'
import { PICTURES, type Shown, takePicture } from './pictures.ts'

const ROOT = join(import.meta.dirname, '../..')
const LANGUAGES = { en: 'en-GB', zh: 'zh-CN' } as const

const data = mkdtempSync(join(tmpdir(), 'tandem-pictures-'))
const product = spawn(process.execPath, [join(ROOT, 'packages/server/start.ts')], {
  cwd: ROOT,
  env: { ...process.env, DATA_DIR: data, PORT: '0' },
  stdio: ['ignore', 'pipe', 'inherit'],
})
try {
  const url = await addressOf()
  const browser = await openBrowser()
  for (const [language, locale] of Object.entries(LANGUAGES)) {
    const visitor = await browser.visit({ url, locale })
    await visitor.page.getByRole('heading', { level: 1 }).waitFor()
    if (language === 'en') await leaveWork(visitor)
    await take(visitor, join(ROOT, 'docs/manual', language, 'pictures'))
    await visitor.leave()
  }
  await browser.close()
} finally {
  product.kill('SIGTERM')
  await new Promise((resolve) => product.once('exit', resolve))
  rmSync(data, { recursive: true, force: true })
}

/** What the demo company has none of by itself: rules of data quality with an audit, and somebody who may be there twice. */
async function leaveWork({ context, page }: Visitor): Promise<void> {
  const origin = new URL(page.url()).origin
  const send = async (path: string, data: object) => {
    const answer = await context.request.post(`${origin}/api/v1${path}`, { data, headers: { origin } })
    if (!answer.ok()) throw new Error(await answer.text())
  }
  const usual = { type: 'company', currency: 'CNY', paymentTermDays: 30, onHold: false }
  await send('/crm/customers', { ...usual, code: 'C0901', name: '杭州清和茶业有限公司', phone: '0571-8800 1234' })
  await send('/crm/customers', {
    ...usual,
    code: 'C0902',
    name: '杭州清和茶业',
    phone: '0571 88001234 ',
    email: ' Info@QingHe.example',
  })
  for (const [field, does] of [
    ['name', 'trim'],
    ['phone', 'phone'],
    ['email', 'email'],
    ['taxNumber', 'filled'],
  ])
    await send('/joint/quality-rules', { kind: 'customer', field, does })
  await page.waitForTimeout(3_000)
  await send('/joint/quality-audits', { kind: 'customer' })
  await page.waitForTimeout(10_000)
}

async function addressOf(): Promise<string> {
  for await (const line of createInterface(product.stdout)) if (/^http:\/\/localhost:\d+$/.test(line)) return line
  throw new Error('the product ended before it printed its address')
}

async function take(visitor: Visitor, folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true })
  const shown = await documentsToShow(visitor)
  for (const picture of PICTURES) {
    writeFileSync(join(folder, `${picture.name}.png`), await takePicture(visitor, picture, shown))
    console.log(join(folder, `${picture.name}.png`))
  }
}

interface Row {
  readonly id: string
  readonly customer: string
}

/** A draft of three lines, an order on its way, its customer. */
async function documentsToShow({ context, page }: Visitor): Promise<Shown> {
  const origin = new URL(page.url()).origin
  const list = async (path: string): Promise<Row> => {
    const answer = (await (await context.request.get(`${origin}/api/v1${path}`)).json()) as { items: readonly Row[] }
    const [first] = answer.items
    if (!first) throw new Error(`the demo company has nothing at ${path}`)
    return first
  }
  const items = await Promise.all(['TB', 'CH', 'DK'].map((start) => list(`/crm/items?filter[code]=${start}*&limit=1`)))
  const order = await list('/crm/orders?filter[state]=closed&sort=-total&limit=1')
  const lines = items.map(({ id }, at) => ({ item: id, quantity: String(4 + at * 2) }))
  const made = await context.request.post(`${origin}/api/v1/crm/quotes`, {
    data: { customer: order.customer, lines },
    headers: { origin },
  })
  if (!made.ok()) throw new Error(await made.text())
  const item = await list('/erp/items?filter[code]=SF*&limit=1')
  return { quote: ((await made.json()) as Row).id, order: order.id, customer: order.customer, item: item.id }
}
