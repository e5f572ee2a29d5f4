import { createHmac, randomBytes } from 'node:crypto'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import { type AddressInfo, createServer as createSocketServer } from 'node:net'
import { crmMigrations } from '@tandem/crm'
import { rows, run, sql } from '@tandem/db'
import { hubMessages, hubMigrations, hubSurface } from '@tandem/hub'
import { testDatabase } from '@tandem/testkit'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { tellAlerts } from '../jobs/alerts.ts'
import { guardOf } from '../outbound/guard.ts'
import { sealingWith } from '../sealing.ts'
import { startTestServer, type TestServer } from '../specs/test-server.ts'
import { withinBytes } from './send.ts'

const database = testDatabase([crmMigrations, hubMigrations])
let server: TestServer
const sealing = sealingWith(randomBytes(32))
const closing: (() => void)[] = []

beforeAll(async () => {
  server = await startTestServer(database.current, {
    sides: [{ surface: hubSurface({}, { types: [], sealing }), messages: hubMessages }],
  })
})
afterAll(() => server?.close())
afterEach(async () => {
  for (const close of closing.splice(0)) close()
  await server.world.run((tx) => run(tx, sql`update hub.alert_channel set state = 'removed'`))
  await server.world.run((tx) => run(tx, sql`delete from hub.inbox_entry`))
})

interface Heard {
  readonly url: string
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

/** A receiver on a real socket. */
async function receiver(answer: () => [status: number, body: string] = () => [200, '{}']) {
  const heard: Heard[] = []
  const listening = createServer((request, response) => {
    let body = ''
    request.setEncoding('utf8').on('data', (part: string) => {
      body += part
    })
    request.on('end', () => {
      heard.push({ url: request.url ?? '', headers: request.headers, body })
      const [status, text] = answer()
      response.writeHead(status).end(text)
    })
  })
  await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve))
  closing.push(() => listening.close())
  return { heard, url: `http://127.0.0.1:${(listening.address() as AddressInfo).port}` }
}

/** A mail server that takes everything. */
async function mailServer() {
  const mails: string[] = []
  const listening = createSocketServer((socket) => {
    let isData = false
    let text = ''
    socket.write('220 sink\r\n')
    socket.on('data', (part) => {
      text += part.toString()
      if (isData) {
        const end = text.indexOf('\r\n.\r\n')
        if (end < 0) return
        mails.push(text.slice(0, end))
        text = ''
        isData = false
        socket.write('250 taken\r\n')
        return
      }
      for (let end = text.indexOf('\r\n'); end >= 0; end = text.indexOf('\r\n')) {
        const line = text.slice(0, end).toUpperCase()
        text = text.slice(end + 2)
        isData = line === 'DATA'
        socket.write(isData ? '354 go on\r\n' : line === 'QUIT' ? '221 bye\r\n' : '250 fine\r\n')
      }
    })
    socket.on('error', () => {})
  })
  await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve))
  closing.push(() => listening.close())
  return { mails, url: `smtp://127.0.0.1:${(listening.address() as AddressInfo).port}` }
}

async function channel(body: object): Promise<string> {
  const made = await server.call('POST', '/api/v1/joint/alert-channels', { body: { name: 'Office', language: 'en', ...body } })
  expect(made.status).toBe(201)
  expect(JSON.stringify(made.body)).not.toMatch(/top-secret|access_token|whsec/)
  return made.body.id
}

async function rule(of: string, body: object): Promise<void> {
  const made = await server.call('POST', '/api/v1/joint/alert-rules', { body: { name: 'Rule', channel: of, ...body } })
  expect(made.status).toBe(201)
}

function block(money: string): Promise<unknown> {
  const { world } = server
  return world.run((tx) =>
    run(
      tx,
      sql`insert into hub.inbox_entry (id, created_at, created_by, updated_at, updated_by, code, details, system, kind, subject, money, currency, state)
          values (${world.newId()}, ${world.now()}, 'joint', ${world.now()}, 'joint', 'x/y', '{}', 'erp', 'order', 'SO1', ${money}, 'CNY', 'open')`,
    ),
  )
}

const tell = () => tellAlerts(server.services, server.world.tenant, { guard: guardOf(['127.0.0.1']), sealing })
const WEBHOOK_SECRET = `whsec_${Buffer.from('top-secret-key').toString('base64')}`

describe('I11 an alert by webhook', () => {
  it('is signed by the Standard Webhooks, told once, and told as resolved when it is over', async () => {
    const { heard, url } = await receiver()
    await rule(await channel({ type: 'webhook', url: `${url}/hook`, secret: WEBHOOK_SECRET }), {
      watches: 'inbox-money',
      threshold: '1000',
      currency: 'CNY',
    })
    await block('1000')
    await tell()
    expect(heard).toHaveLength(0)
    await block('0.01')
    await tell()
    await tell()
    expect(heard).toHaveLength(1)
    const [{ headers, body }] = heard as [Heard]
    const signed = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`
    const expected = createHmac('sha256', 'top-secret-key').update(signed).digest('base64')
    expect(headers['webhook-signature']).toBe(`v1,${expected}`)
    expect(JSON.parse(body)).toMatchObject({
      type: 'tandem.alerts',
      data: [{ what: 'fired', text: { en: '1000.01 CNY is blocked in the error inbox.' } }],
    })
    await server.world.run((tx) => run(tx, sql`delete from hub.inbox_entry`))
    await tell()
    expect(heard.map((one) => JSON.parse(one.body).data[0].what)).toEqual(['fired', 'resolved'])
  })

  it('is tried again when nobody takes it, and the channel shows its trouble without address or secret', async () => {
    let status = 500
    const { heard, url } = await receiver(() => [status, ''])
    const id = await channel({ type: 'webhook', url, secret: WEBHOOK_SECRET })
    await server.call('POST', `/api/v1/joint/alert-channels/${id}/test`, { body: {} })
    await tell()
    const shown = await server.call('GET', `/api/v1/joint/alert-channels/${id}`)
    expect(shown.body).toMatchObject({ trouble: 'HTTP 500' })
    expect(JSON.stringify(shown.body)).not.toContain('whsec')
    status = 200
    await tell()
    expect(heard).toHaveLength(1)
    server.world.pass(6_000)
    await tell()
    expect(heard).toHaveLength(2)
    expect(heard[0]?.headers['webhook-id']).toBe(heard[1]?.headers['webhook-id'])
  })

  it('is kept sealed, and not told at an address inside the house', async () => {
    const { url, heard } = await receiver()
    const id = await channel({ type: 'webhook', url: `${url}/?access_token=top-secret`, secret: WEBHOOK_SECRET })
    const kept = await server.world.run((tx) => rows(tx, sql`select * from hub.alert_secret where channel = ${id}::uuid`))
    expect(JSON.stringify(kept)).not.toMatch(/top-secret|whsec|127\.0\.0\.1/)
    await server.call('POST', `/api/v1/joint/alert-channels/${id}/test`)
    await tellAlerts(server.services, server.world.tenant, { guard: guardOf(), sealing })
    expect(heard).toEqual([])
    expect((await server.call('GET', `/api/v1/joint/alert-channels/${id}`)).body.trouble).toContain('ADDRESS_CLOSED')
  })

  it('leaves no secret in the events', async () => {
    const { url } = await receiver()
    await channel({ type: 'webhook', url: `${url}/?access_token=top-secret`, secret: WEBHOOK_SECRET })
    const told = await server.world.run((tx) => rows(tx, sql<{ payload: unknown }>`select payload from hub.event`))
    expect(told.length).toBeGreaterThan(0)
    expect(JSON.stringify(told)).not.toMatch(/top-secret|whsec|access_token/)
  })
})

describe('I11 an alert by mail', () => {
  it('arrives with what it is about', async () => {
    const { mails, url } = await mailServer()
    await rule(await channel({ type: 'mail', url, sender: 'tandem@example.com', receivers: 'li@example.com' }), {
      watches: 'inbox-count',
      threshold: '0',
    })
    await block('5')
    await tell()
    expect(mails).toHaveLength(1)
    expect(mails[0]).toContain('To: li@example.com')
    expect(mails[0]).toContain('1 cases wait in the error inbox.')
  })
})

/** They agree with the published description of the robots; nobody has spoken to the real ones. */
describe('I11 an alert by a robot', () => {
  it('of DingTalk is signed in its address, and is tried again when the answer is an errcode', async () => {
    let answer = '{"errcode":310000,"errmsg":"sign not match"}'
    const { heard, url } = await receiver(() => [200, answer])
    const id = await channel({
      type: 'dingtalk',
      language: 'zh',
      url: `${url}/robot/send?access_token=t`,
      secret: 'SECtop-secret',
    })
    await server.call('POST', `/api/v1/joint/alert-channels/${id}/test`, { body: {} })
    await tell()
    const query = new URL(heard[0]?.url ?? '', url).searchParams
    const timestamp = query.get('timestamp') ?? ''
    const sign = createHmac('sha256', 'SECtop-secret').update(`${timestamp}\nSECtop-secret`).digest('base64')
    expect([query.get('access_token'), query.get('sign')]).toEqual(['t', sign])
    expect(JSON.parse(heard[0]?.body ?? '')).toMatchObject({ msgtype: 'markdown', markdown: { title: 'Tandem 对接' } })
    expect((await server.call('GET', `/api/v1/joint/alert-channels/${id}`)).body.trouble).toBe('errcode 310000')
    answer = '{"errcode":0,"errmsg":"ok"}'
    server.world.pass(6_000)
    await tell()
    expect((await server.call('GET', `/api/v1/joint/alert-channels/${id}`)).body.trouble).toBeNull()
  })

  it('of WeCom is at most 4096 bytes of markdown, never cut within a character', async () => {
    const { heard, url } = await receiver(() => [200, '{"errcode":0}'])
    const id = await channel({ type: 'wecom', language: 'zh', url: `${url}/cgi-bin/webhook/send?key=top-secret` })
    await server.call('POST', `/api/v1/joint/alert-channels/${id}/test`, { body: {} })
    await tell()
    expect(JSON.parse(heard[0]?.body ?? '').markdown.content).toContain('测试')
    const cut = withinBytes('骑'.repeat(3000), 4096)
    expect(Buffer.byteLength(cut)).toBeLessThanOrEqual(4096)
    expect(cut.endsWith('骑…')).toBe(true)
  })

  it('is sent at most 15 messages a minute; what piles up travels in one', async () => {
    const { heard, url } = await receiver(() => [200, '{"errcode":0}'])
    const id = await channel({ type: 'wecom', url })
    const test = () => server.call('POST', `/api/v1/joint/alert-channels/${id}/test`, { body: {} })
    for (let i = 0; i < 20; i++) {
      await test()
      server.world.pass(100)
      await tell()
    }
    expect(heard).toHaveLength(15)
    server.world.pass(60_000)
    await tell()
    expect(heard).toHaveLength(16)
    expect(JSON.parse(heard[15]?.body ?? '').markdown.content.split('\n')).toHaveLength(1 + 5)
  })
})

describe('I11 channels and rules that cannot work', () => {
  it('are refused with words', async () => {
    const refused = async (path: string, body: object) => (await server.call('POST', `/api/v1/joint/${path}`, { body })).body.code
    const office = { name: 'Office', language: 'en' }
    expect(await refused('alert-channels', { ...office, type: 'wecom', url: 'ftp://x' })).toBe('alert-channel/bad-address')
    expect(await refused('alert-channels', { ...office, type: 'mail', url: 'smtp://x' })).toBe('alert-channel/no-receivers')
    expect(await refused('alert-channels', { ...office, type: 'webhook', url: 'https://x' })).toBe('alert-channel/no-secret')
    const { url } = await receiver()
    const of = await channel({ type: 'wecom', url })
    const lag = { name: 'Rule', channel: of, watches: 'lag' }
    expect(await refused('alert-rules', lag)).toBe('alert-rule/no-threshold')
    expect(await refused('alert-rules', { ...lag, watches: 'inbox-money', threshold: '1' })).toBe('alert-rule/no-currency')
    expect(await refused('alert-rules', { ...lag, channel: server.world.newId() })).toBe('alert-channel/not-found')
    const unknown = server.world.newId()
    expect(await refused(`alert-rules/${unknown}/remove`, {})).toBe('alert-rule/not-found')
    const stale = { body: {}, headers: { 'if-match': '"7"' } }
    expect((await server.call('POST', `/api/v1/joint/alert-channels/${of}/remove`, stale)).body.code).toBe(
      'alert-channel/changed-meanwhile',
    )
    await rule(of, { watches: 'auto-paused' })
    const [made] = (await server.call('GET', '/api/v1/joint/alert-rules?sort=-createdAt&limit=1')).body.items
    expect((await server.call('POST', `/api/v1/joint/alert-rules/${made.id}/remove`, stale)).body.code).toBe(
      'alert-rule/changed-meanwhile',
    )
  })
})
