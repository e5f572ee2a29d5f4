/**
 * `node bench/page.ts [customers]`: what people wait for in the page, in a real browser on this machine. A cold first page, a
 * list of 100,000 customers scrolled and filtered, and how much each area weighs. Prints a table; nothing is kept.
 */
import { randomBytes } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { createApiKey } from '@tandem/server/api-keys'
import { buildPage, isPageStale, PAGE_FOLDER } from '@tandem/server/build-page'
import { openApp } from '@tandem/server/compose'
import { freshDatabaseUrl } from '@tandem/testkit'
import { openBrowser, type Page } from '@tandem/testkit/browser'
import { startPostgres } from '@tandem/testkit/postgres'
import { coresInUse } from './harness.ts'

const COUNT = Number(process.argv[2] ?? 100_000)
const AT_ONCE = 500
const ROUNDS = 5
const MOST_LOOKS = 2_000

console.log(`Others use ${(await coresInUse(2000)).toFixed(2)} cores now.`)
if (isPageStale()) await buildPage()
const postgres = await startPostgres(['shared_buffers=512MB'])
const app = await openApp({
  ...{ databaseUrl: await freshDatabaseUrl(postgres.url), demo: true, pageFolder: PAGE_FOLDER, logLevel: 'silent' },
})
const tenant = await app.addTenant({ name: 'Bench', baseCurrency: 'CNY', timeZone: 'Asia/Shanghai' })
const { key } = await app.database.transaction(tenant, (tx) =>
  createApiKey(tx, app.workshop(tenant).context(), randomBytes, { name: 'bench', scopes: ['*'] }),
)
// Without the joint: only the page is measured.
await app.http.listen({ host: '127.0.0.1', port: 0 })
const url = `http://127.0.0.1:${(app.http.server.address() as AddressInfo).port}`
const browser = await openBrowser()
try {
  await makeCustomers()
  const colds = []
  for (let round = 0; round < ROUNDS; round++) colds.push(await coldStart())
  report('first page usable, cold cache', colds, 2_000)
  const visitor = await browser.visit({ url, at: '/customers' })
  await visitor.page.locator('[data-row]').first().waitFor()
  await visitor.settled()
  report(`filter of ${COUNT} customers by a word`, await filterTimes(visitor.page), 200)
  report(`scroll to the next hundred of ${COUNT}`, await scrollTimes(visitor.page), 200)
  await visitor.leave()
  weigh()
} finally {
  await browser.close()
  await app.stop()
  await postgres.stop()
}

async function makeCustomers(): Promise<void> {
  const usual = { type: 'company', currency: 'CNY', paymentTermDays: 30, onHold: false }
  for (let from = 0; from < COUNT; from += AT_ONCE) {
    const inputs = Array.from({ length: Math.min(AT_ONCE, COUNT - from) }, (_, at) => {
      const number = String(from + at).padStart(6, '0')
      return { ...usual, code: `B${number}`, name: `Customer ${number} 家居` }
    })
    const answer = await fetch(`${url}/api/v1/crm/customers/batch`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body: JSON.stringify(inputs),
    })
    if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`)
  }
}

/** From the address to the figures of the start page, as somebody whose browser knows nothing yet. */
async function coldStart(): Promise<number> {
  const visitor = await browser.visit({ url, at: '/api' })
  const began = performance.now()
  await visitor.page.goto('/')
  await visitor.page.locator('.figures .ant-card').first().waitFor()
  const took = performance.now() - began
  await visitor.leave()
  return took
}

/** From the last key to the list that fits; the pause in which the page waits for more keys is in it. */
async function filterTimes(page: Page): Promise<number[]> {
  const times = []
  for (let round = 0; round < ROUNDS; round++) {
    const word = `B${String(round * Math.floor(COUNT / ROUNDS)).padStart(6, '0')}`
    const box = page.getByRole('searchbox')
    await box.fill('')
    await page.locator('[data-row]').nth(5).waitFor()
    const began = performance.now()
    await box.fill(word)
    for (let looks = 1; (await page.locator('[data-row]').count()) !== 1; looks++) {
      if (looks > MOST_LOOKS) throw new Error(`the list does not come down to ${word}`)
      await page.waitForTimeout(5)
    }
    times.push(performance.now() - began)
  }
  await page.getByRole('searchbox').fill('')
  await page.locator('[data-row]').nth(5).waitFor()
  return times
}

/** From the wheel to rows that were not there before. */
async function scrollTimes(page: Page): Promise<number[]> {
  const times = []
  await page.locator('[data-row]').nth(3).hover()
  const last = () => page.locator('[data-row]').last().getAttribute('data-row')
  for (let round = 0; round < ROUNDS; round++) {
    const before = await last()
    const began = performance.now()
    await page.mouse.wheel(0, 100_000)
    for (let looks = 1; (await last()) === before; looks++) {
      if (looks > MOST_LOOKS) throw new Error('the list does not scroll')
      await page.waitForTimeout(5)
    }
    times.push(performance.now() - began)
    await page.waitForTimeout(300)
  }
  return times
}

function report(what: string, times: readonly number[], aim: number): void {
  const sorted = times.toSorted((a, b) => a - b)
  const [least, middle, most] = [sorted[0] ?? 0, sorted[Math.floor(sorted.length / 2)] ?? 0, sorted.at(-1) ?? 0]
  const reached = middle <= aim ? 'reached' : 'MISSED'
  console.log(`${what}: median ${middle.toFixed(0)} ms (${least.toFixed(0)} to ${most.toFixed(0)}), aim ${aim} ms: ${reached}`)
}

/** Each chunk as it travels, the heaviest first. */
function weigh(): void {
  const folder = join(PAGE_FOLDER, 'assets')
  const files = readdirSync(folder).filter((name) => /\.(js|css)$/.test(name))
  const sizes = files.map((name) => ({ name, bytes: gzipSync(readFileSync(join(folder, name))).length }))
  const total = sizes.reduce((sum, { bytes }) => sum + bytes, 0)
  console.log(`${sizes.length} chunks, ${(total / 1024).toFixed(0)} kB gzipped in all; the heaviest:`)
  for (const { name, bytes } of sizes.sort((a, b) => b.bytes - a.bytes).slice(0, 15)) {
    console.log(`  ${name.replace(/-[\w-]{8}\./, '.').padEnd(30)} ${(bytes / 1024).toFixed(1)} kB`)
  }
}
