import { mkdtempSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freshDatabaseUrl, postgresUrl } from '@tandem/testkit'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { openApp } from '../compose.ts'
import { connectionCommand } from './connection.ts'
import { type Opened, openDesk } from './open-desk.ts'
import { type Language, terminalOn } from './terminal.ts'

/** Answers as Tryton does to somebody whom it does not know. */
const KNOWS_NOBODY = JSON.stringify({ id: 1, result: null })
const kept = { ...process.env }
let system: Server
const opened: Opened[] = []

beforeAll(async () => {
  system = createServer((_, answer) => answer.setHeader('content-type', 'application/json').end(KNOWS_NOBODY))
  await new Promise<void>((resolve) => system.listen(0, '127.0.0.1', resolve))
  process.env.DATABASE_URL = await freshDatabaseUrl(postgresUrl())
  process.env.TANDEM_KEY = Buffer.alloc(32, 7).toString('base64')
  const app = await openApp({ databaseUrl: process.env.DATABASE_URL, logLevel: 'silent' })
  await app.addTenant({ name: 'Acme', baseCurrency: 'EUR', timeZone: 'UTC' })
  await app.stop()
})
afterEach(async () => {
  for (const one of opened.splice(0)) await one.close()
})
afterAll(() => {
  system?.close()
  process.env = kept
})

async function tandem(
  words: readonly string[],
  options: object = {},
  language: Language = 'en',
  typed = '',
): Promise<[number, string]> {
  let text = ''
  const write = (more: string) => {
    text += more
  }
  const one = openDesk(terminalOn({ isTerminal: false, write, readLine: async () => typed, nowMs: () => 0 }, language), undefined)
  opened.push(one)
  const code = await connectionCommand(await one.connectionDesk(), words, options)
  return [code, text]
}

describe('I3 a connection on the command line', () => {
  const set = () => [
    `url=http://127.0.0.1:${(system.address() as AddressInfo).port}`,
    'database=db',
    'login=admin',
    'everySeconds=9',
  ]

  it('I3 is added with its secret out of a file or typed in, listed, started, paused and removed', async () => {
    const file = join(mkdtempSync(join(tmpdir(), 'tandem-secret-')), 'password')
    writeFileSync(file, 'sesame\n')
    const options = { type: 'tryton', side: 'erp', set: [...set(), `password=@${file}`] }
    expect(await tandem(['add', 'depot'], options)).toEqual([0, 'depot is kept. Next: connection test depot\n'])
    expect((await tandem(['add', 'attic'], { type: 'tryton', set: set() }, 'zh', 'open'))[1]).toContain('密码: 已保存 attic')
    const [, listed] = await tandem(['list'])
    expect(listed).toMatch(/depot +tryton +erp +draft/)
    expect(listed).not.toContain('sesame')
    expect(await tandem(['start', 'depot'])).toEqual([0, 'depot: active\n'])
    expect(await tandem(['pause', 'depot'])).toEqual([0, 'depot: stopped\n'])
    expect(await tandem(['remove', 'depot'])).toEqual([0, 'depot: removed\n'])
    expect((await tandem(['list']))[1]).not.toContain('depot')
  })

  it('I3 reaches a system inside the house only where the operator has opened that, as the server does', async () => {
    await tandem(['add', 'cellar'], { type: 'tryton', set: set() }, 'en', 'wrong')
    expect((await tandem(['test', 'cellar']))[1]).toContain('TANDEM_REACH')
    process.env.TANDEM_REACH = '127.0.0.1'
    const [code, told] = await tandem(['test', 'cellar'])
    expect([code, told]).toEqual([1, expect.stringContaining('does not accept the login')])
    expect((await tandem(['test', 'cellar'], {}, 'zh'))[1]).toMatch(/\p{Script=Han}/u)
  })

  it('I3 says what can be connected, and what is wrong with what was typed', async () => {
    const [, types] = await tandem(['types'])
    expect(types).toMatch(/odoo {2}\(erp, crm\)/)
    expect(types).toMatch(/password\* +secret text/)
    expect(await tandem(['add', 'My depot'], { type: 'tryton', set: set() })).toEqual([1, expect.stringContaining('My depot')])
    expect((await tandem(['start', 'nobody']))[0]).toBe(1)
    await expect(tandem(['add', 'x'], { type: 'abacus' })).rejects.toThrow('connection types')
    await expect(tandem(['add', 'x'], { type: 'tryton', set: ['url'] })).rejects.toThrow('name=value')
    await expect(tandem(['open', 'x'])).rejects.toThrow('followed by')
  })
})
