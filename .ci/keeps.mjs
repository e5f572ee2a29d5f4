// Whether a later start keeps the data: `keeps.mjs make ADDRESS FILE` enters a customer and notes what there is, `keeps.mjs
// look ADDRESS FILE`, after another start, finds it all again. Prints `passed failed`, each question to stderr.
import { readFileSync, writeFileSync } from 'node:fs'
import { ask, cookieOf, tell } from './asking.mjs'

const [, , step, address, file] = process.argv
const CODE = 'CI-KEPT'

const timeout = () => AbortSignal.timeout(30_000)
async function send(path, body, headers = {}) {
  const given = { 'content-type': 'application/json', origin: address, ...headers }
  return fetch(address + path, { method: 'POST', headers: given, body: JSON.stringify(body), signal: timeout() })
}
async function read(path, headers) {
  const answer = await fetch(address + path, { headers, signal: timeout() })
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`)
  return answer.json()
}

const signedIn = await send('/api/v1/platform/sign-in/demo', { name: 'admin' })
const cookie = cookieOf(signedIn)

/** How many of each, and the customer that was entered. */
async function whatThereIs() {
  const lists = ['crm/customers', 'crm/quotes', 'crm/orders', 'erp/sales-orders', 'erp/invoices', 'erp/payments']
  const counts = {}
  for (const list of lists) counts[list] = (await read(`/api/v1/${list}/summary`, { cookie })).count
  const { items } = await read(`/api/v1/crm/customers?filter[code]=${CODE}`, { cookie })
  return { counts, kept: items.map(({ id, code, name }) => ({ id, code, name })) }
}

if (step === 'make') {
  await ask('a customer is entered', async () => {
    const customer = { code: CODE, name: '留下来的客户', type: 'company', currency: 'CNY', paymentTermDays: 30, onHold: false }
    const answer = await send('/api/v1/crm/customers', customer, { cookie })
    if (!answer.ok) return `${answer.status} ${await answer.text()}`
    const found = await whatThereIs()
    writeFileSync(file, JSON.stringify(found))
    return found.kept.length === 1 && Object.values(found.counts).every((count) => count > 0) ? '' : JSON.stringify(found)
  })
} else {
  await ask('a later start keeps what was entered, and makes nothing anew', async () => {
    const [before, now] = [readFileSync(file, 'utf8'), JSON.stringify(await whatThereIs())]
    return before === now ? '' : `before ${before}, now ${now}`
  })
}

tell()
