import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { crm } from '@tandem/crm'
import { freshDatabaseUrl, postgresUrl } from '@tandem/testkit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openApp } from '../compose.ts'
import { CUSTOMER } from './desk.fixture.ts'
import { exportsCommand } from './exports.ts'
import { type Opened, openDesk } from './open-desk.ts'
import { type Language, terminalOn } from './terminal.ts'

const kept = { ...process.env }
const files = mkdtempSync(join(tmpdir(), 'tandem-exports-'))
let one: Opened
let text = ''
let tenant = ''

beforeAll(async () => {
  process.env.DATABASE_URL = await freshDatabaseUrl(postgresUrl())
  process.env.TANDEM_KEY = Buffer.alloc(32, 7).toString('base64')
  process.env.FILES_DIR = files
  const app = await openApp({ databaseUrl: process.env.DATABASE_URL, logLevel: 'silent' })
  const id = await app.addTenant({ name: 'Acme', baseCurrency: 'EUR', timeZone: 'UTC' })
  const create = crm.commands.find(({ document, name }) => document === 'customer' && name === 'create')
  const context = app.workshop(id).context
  await app.database.transaction(id, async (tx) =>
    create?.run(tx, context(), [{ code: 'C1', name: '西湖', ...CUSTOMER }] as never),
  )
  await app.stop()
  tenant = id
})
afterAll(async () => {
  await one?.close()
  process.env = kept
  rmSync(files, { recursive: true, force: true })
})

async function exports(
  words: readonly string[],
  set: readonly string[] = [],
  language: Language = 'en',
): Promise<[number, string]> {
  text = ''
  const write = (more: string) => {
    text += more
  }
  await one?.close()
  one = openDesk(terminalOn({ isTerminal: false, write, readLine: async () => '', nowMs: () => 0 }, language), undefined)
  const code = await exportsCommand(await one.exportsDesk(), words, { set })
  return [code, text]
}

describe('I2 exports on the command line', () => {
  it('are set up, written into their folder at once, listed, paused and removed', async () => {
    const [code, told] = await exports(['add', 'to-erp'], ['target=crm/customer', 'columns=code, name=Kunde', 'file=customers'])
    expect([code, told]).toEqual([0, expect.stringContaining('exports run to-erp')])
    const folder = join(files, tenant, 'to-erp', 'out')
    expect(existsSync(folder)).toBe(false)
    expect(await exports(['run', 'to-erp'], [], 'zh')).toEqual([0, `1 条：${join(folder, 'customers.csv')}\n`])
    expect(readdirSync(folder)).toEqual(['customers.csv'])
    expect(readFileSync(join(folder, 'customers.csv'), 'utf8')).toBe('\uFEFFcode,Kunde\r\nC1,西湖\r\n')
    const [, listed] = await exports(['list'], [], 'zh')
    expect(listed).toMatch(/名称 +列表 +格式/)
    expect(listed).toMatch(/to-erp +crm\/customer +csv/)
    expect((await exports(['pause', 'to-erp']))[0]).toBe(0)
    expect((await exports(['remove', 'to-erp']))[1]).not.toContain('to-erp')
    // file-export/not-found
    expect(await exports(['run', 'to-erp'])).toEqual([1, expect.stringContaining('no such export')])
  })

  it('say what is wrong: what cannot be meant, and a machine that nobody can reach', async () => {
    expect(await exports(['add', 'x'], ['target=crm/unicorn'], 'zh')).toEqual([
      1,
      expect.stringContaining('没有列表 crm/unicorn'),
    ])
    await expect(exports(['add', 'x'], ['target'])).rejects.toThrow('--set is followed by')
    await expect(exports(['unicorn', 'x'])).rejects.toThrow('exports is followed by')
    const password = join(files, 'password')
    writeFileSync(password, 'open sesame\n')
    const sftp = ['target=crm/customer', 'sftp=sftp://erp@127.0.0.1:1/in', `credential=@${password}`, 'everyMinutes=60']
    expect((await exports(['add', 'away'], sftp))[0]).toBe(0)
    // file-source/closed-address: nobody has opened it.
    expect(await exports(['run', 'away'])).toEqual([1, expect.stringContaining('TANDEM_REACH')])
    expect(readdirSync(join(files, tenant, 'away', 'sending'))).toHaveLength(1)
  })
})

describe('I2 exports where nothing is kept on the disk', () => {
  it('say where to put them: file-export/no-folder', async () => {
    const desk = await one.exportsDesk()
    text = ''
    const code = await exportsCommand({ ...desk, exporting: undefined }, ['add', 'y'], { set: ['target=crm/customer'] })
    expect([code, text]).toEqual([1, expect.stringContaining('FILES_DIR')])
  })
})
