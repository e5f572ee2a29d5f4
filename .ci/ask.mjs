// Asks the running product as a person's browser and another program would; prints `passed failed`, each question to stderr.
import { ask, cookieOf, tell } from './asking.mjs'

const [, , address] = process.argv
const get = (path, headers = {}) => fetch(address + path, { headers, signal: AbortSignal.timeout(20_000) })
let cookie = ''

await ask('the page answers', async () => {
  const page = await get('/')
  const text = await page.text()
  return page.ok && /id="root"/.test(text) ? '' : `${page.status} ${text.slice(0, 200)}`
})
await ask('the page signs a newcomer in with one click', async () => {
  const { demo } = await (await get('/api/v1/platform/sign-in')).json()
  const headers = { 'content-type': 'application/json', origin: address }
  const body = JSON.stringify({ name: demo[0].name })
  const answer = await fetch(`${address}/api/v1/platform/sign-in/demo`, { method: 'POST', headers, body })
  cookie = cookieOf(answer)
  return answer.ok && cookie !== '' ? '' : `${answer.status} ${await answer.text()}`
})
await ask('the API says that it is well', async () => {
  const health = await get('/api/health')
  return health.ok ? '' : `${health.status} ${await health.text()}`
})
await ask('the API describes itself', async () => {
  const { openapi, paths } = await (await get('/api/openapi.json')).json()
  return /^3\.1/.test(openapi) && Object.keys(paths).length > 20 ? '' : `openapi ${openapi}`
})
for (const [path, least] of [
  ['/api/v1/crm/customers', 1],
  ['/api/v1/crm/orders', 1],
  ['/api/v1/erp/sales-orders', 1],
]) {
  await ask(`${path} lists the demo company's`, async () => {
    const answer = await get(path, { cookie })
    const body = await answer.json()
    return answer.ok && body.items?.length >= least ? '' : `${answer.status} ${JSON.stringify(body).slice(0, 200)}`
  })
}
await ask('nobody is let in without a key or a session', async () => {
  const { status } = await get('/api/v1/crm/customers')
  return status === 401 ? '' : `answered ${status}`
})

tell()
