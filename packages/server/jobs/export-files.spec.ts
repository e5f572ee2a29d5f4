import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { crm, crmMigrations } from '@tandem/crm'
import { rows, sql } from '@tandem/db'
import { erp, erpMigrations } from '@tandem/erp'
import { type FileExport, hubMigrations, hubSurface } from '@tandem/hub'
import type { FileExportRun } from '@tandem/hub/definitions'
import { epochMs, type Instant, instantOf } from '@tandem/kernel'
import { makeWorld, testDatabase } from '@tandem/testkit'
import { afterEach, describe, expect, it } from 'vitest'
import { checkEveryList, exportedMessages } from '../desk/exported.ts'
import { jointRouteMessages } from '../joint/messages.ts'
import { guardOf } from '../outbound/guard.ts'
import { sealingWith } from '../sealing.ts'
import { exportFolders } from './export-files.ts'
import { type SftpMachine, sftpMachine } from './sftp-server.fixture.ts'

const database = testDatabase([crmMigrations, erpMigrations, hubMigrations])
const SEALING = sealingWith(new Uint8Array(32).fill(7))
/** Where the clock of a made-up world begins. */
const BEGUN = Date.UTC(2026, 2, 2, 8, 0, 0)

const machines: SftpMachine[] = []
afterEach(async () => {
  for (const machine of machines.splice(0)) await machine.close()
})

/** A company with customers, and an export of them. */
async function exporting(seed: number, given: object = {}) {
  const world = await makeWorld(database.current, seed)
  const surface = hubSurface({}, { types: [], sealing: SEALING, lists: checkEveryList })
  const command = (name: string) => surface.commands.find((one) => one.document === 'file-export' && one.name === name) as never
  const customer = crm.commands.find((one) => one.document === 'customer' && one.name === 'create') as never
  const add = (code: string, name: string, more: object = {}) =>
    world.do(customer, { code, name, type: 'company', currency: 'CNY', paymentTermDays: 30, onHold: false, ...more } as never)
  await add('C1', '西湖家具, "总店"', { phone: '+86 571 1' })
  await add('C2', 'Acme', { currency: 'USD' })
  const plan = { name: 'to-erp', target: 'crm/customer', columns: 'code, name=Kunde', ...given }
  const made = (await world.do(command('create'), plan as never)) as FileExport
  const root = mkdtempSync(join(tmpdir(), 'tandem-out-'))
  let at = BEGUN
  const services = {
    ...{ database: world.database, messages: { ...jointRouteMessages, ...exportedMessages } },
    ...{ now: (): Instant => instantOf(at), newId: world.newId, random: () => 0.5, randomBytes: () => new Uint8Array() },
    tenants: new Map([
      [world.tenant, { tenant: { id: world.tenant, name: 'x', baseCurrency: 'CNY', timeZone: 'Asia/Shanghai' }, hub: {} }],
    ]),
  }
  const reaching = { guard: guardOf(['127.0.0.1']), sealing: SEALING }
  const folder = (name: string) => join(root, world.tenant, 'to-erp', name)
  return {
    ...{ world, add, made, folder, services, reaching, root },
    at: (minutes: number) => {
      at = BEGUN + minutes * 60_000
    },
    round: () => exportFolders(services as never, reaching, root, world.tenant),
    run: (name: string, input: object = {}) => world.do(command(name), { id: made.id, input } as never),
    refused: async (name: string, input: object) => {
      const result = await world.try(command(name), (name === 'create' ? input : { id: made.id, input }) as never)
      return result.ok ? undefined : result.refusal.code
    },
    list: (name: string) => (existsSync(folder(name)) ? readdirSync(folder(name)).sort() : []),
    text: (name: string, file: string) => readFileSync(join(folder(name), file), 'utf8'),
    plan: async () => (await world.run((tx) => rows(tx, sql<FileExport>`select * from hub.file_export`)))[0] as FileExport,
    runs: () => world.run((tx) => rows(tx, sql<FileExportRun>`select * from hub.file_export_run order by created_at, id`)),
  }
}

describe('I2 a list is written as a file', () => {
  it('when somebody asks, once, with the columns and headings that are remembered', async () => {
    const { round, run, list, text, runs, plan } = await exporting(1)
    await round()
    expect(list('out')).toEqual([])
    await run('ask')
    await round()
    await round()
    expect(list('out')).toEqual(['customers-2026-03-02-160000.csv'])
    const csv = text('out', 'customers-2026-03-02-160000.csv')
    expect(csv).toBe('\uFEFFcode,Kunde\r\nC1,"西湖家具, ""总店"""\r\nC2,Acme\r\n')
    const hash = createHash('sha256').update(csv).digest('hex')
    expect(await runs()).toMatchObject([{ file: 'customers-2026-03-02-160000.csv', documents: 2, hash, state: 'written' }])
    expect(await plan()).toMatchObject({ askedAt: null, nextAt: null, troubleEn: null })
  })

  it('every so often from when it was said, in the time zone of the company; what was missed is written once', async () => {
    const nextAt = instantOf(BEGUN + 10 * 60_000)
    const { at, round, list, plan } = await exporting(2, { everyMinutes: 60, nextAt })
    await round()
    expect(list('out')).toEqual([])
    at(11)
    await round()
    await round()
    expect(list('out')).toEqual(['customers-2026-03-02-161000.csv'])
    at(10 + 5 * 60 + 3)
    await round()
    expect(list('out')).toEqual(['customers-2026-03-02-161000.csv', 'customers-2026-03-02-211000.csv'])
    expect(epochMs((await plan()).nextAt as Instant)).toBe(BEGUN + (10 + 6 * 60) * 60_000)
  })

  it('filtered and sorted as lists are, under a name of its own that takes the place of the file before', async () => {
    const query = 'filter[currency]=CNY&sort=-code'
    const { add, at, round, run, list, text } = await exporting(3, { query, file: '客户 {list}', delimiter: 'semicolon' })
    await add('C3', 'Drei')
    await run('ask')
    await round()
    expect(text('out', '客户 customers.csv')).toBe('\uFEFFcode;Kunde\r\nC3;Drei\r\nC1;"西湖家具, ""总店"""\r\n')
    await add('C4', '四')
    at(1)
    await run('ask')
    await round()
    expect(list('out')).toEqual(['客户 customers.csv'])
    expect(text('out', '客户 customers.csv')).toContain('C4;四\r\nC3;Drei')
  })

  it('as a workbook', async () => {
    const { round, run, list, folder } = await exporting(4, { format: 'xlsx', headers: 'zh', columns: null })
    await run('ask')
    await round()
    const [file = ''] = list('out')
    expect(file).toBe('customers-2026-03-02-160000.xlsx')
    expect(
      readFileSync(join(folder('out'), file))
        .subarray(0, 2)
        .toString(),
    ).toBe('PK')
  })

  it('not while it is paused, unless somebody asks; then it goes on from now', async () => {
    const { at, round, run, refused, list, plan } = await exporting(5, { everyMinutes: 60 })
    await run('pause')
    expect(await refused('pause', {})).toBe('file-export/wrong-state')
    at(200)
    await round()
    expect(list('out')).toEqual([])
    await run('ask')
    await round()
    expect(list('out')).toHaveLength(1)
    await run('resume')
    expect(epochMs((await plan()).nextAt as Instant)).toBeGreaterThan(BEGUN)
    await run('remove')
    // file-export/removed
    await expect(run('ask')).rejects.toThrow('file-export/removed')
  })

  it('anew and whole after a process died in the middle of it, when it has said nothing for two minutes', async () => {
    const { world, at, round, run, list, made, runs } = await exporting(6)
    await run('ask')
    // Another one took it and is gone.
    const taken = instantOf(BEGUN + 120_000)
    await world.run((tx) => rows(tx, sql`update hub.file_export set taken_until = ${taken} where id = ${made.id} returning id`))
    at(1)
    await round()
    expect(list('out')).toEqual([])
    at(2)
    await round()
    expect(list('out')).toEqual(['customers-2026-03-02-160000.csv'])
    expect(await runs()).toHaveLength(1)
  })

  it('says what is wrong when the list or the disk has changed, and tries again', async () => {
    const { world, at, round, run, list, made, plan, folder } = await exporting(7)
    await world.run((tx) => rows(tx, sql`update hub.file_export set columns = 'gone' where id = ${made.id} returning id`))
    await run('ask')
    await round()
    expect((await plan()).troubleEn).toContain('no field gone')
    await run('change', { columns: 'code' })
    // A file where the folder should be: file-export/not-written
    mkdirSync(folder('.'), { recursive: true })
    writeFileSync(folder('out'), '')
    at(6)
    await round()
    expect((await plan()).troubleZh).toContain('无法写出文件')
    rmSync(folder('out'))
    at(12)
    await round()
    expect(list('out')).toHaveLength(1)
    expect(await plan()).toMatchObject({ troubleEn: null, troubleZh: null, askedAt: null })
  })

  it('is refused when it cannot be meant', async () => {
    const { refused } = await exporting(8)
    const wrong: readonly [string, object][] = [
      ['file-export/bad-target', { target: 'crm/unicorn' }],
      ['file-export/bad-query', { query: 'state is active' }],
      ['file-export/bad-query', { query: 'limit=5' }],
      ['file-export/unknown-field', { query: 'filter[unicorn]=1' }],
      ['file-export/unknown-field', { columns: 'code, unicorn=X' }],
      ['file-export/bad-interval', { everyMinutes: 0 }],
      ['file-export/bad-file', { file: '../up' }],
      ['file-export/bad-file', { file: '{unicorn}' }],
      ['file-source/bad-name', { name: 'Up/..' }],
      ['file-export/name-taken', { name: 'to-erp' }],
      ['file-source/bad-sftp', { sftp: 'https://example.com' }],
      ['file-source/no-credential', { sftp: 'sftp://a@example.com/x' }],
    ]
    for (const [code, input] of wrong) {
      expect(await refused('create', { name: 'another', target: 'crm/customer', ...input })).toBe(code)
      if (!('target' in input) && !('name' in input)) expect(await refused('change', input)).toBe(code)
    }
  })

  it('with a row for each line where a column is one of a line, of one kind', async () => {
    const columns = 'code, units.numerator=Pieces, units.unit'
    const { world, round, run, text, list, refused } = await exporting(9, { target: 'erp/item', columns })
    const create = erp.commands.find((one) => one.document === 'item' && one.name === 'create')
    const units = [12, 144].map((pieces) => ({ unit: `box of ${pieces}`, numerator: String(pieces), denominator: '1' }))
    await world.do(create as never, { code: 'I1', name: 'Screw', type: 'bought', unit: 'pcs', taxRate: '0.13', units } as never)
    await run('ask')
    await round()
    const [file = ''] = list('out')
    expect(text('out', file)).toBe('\uFEFFcode,Pieces,units.unit\r\nI1,12,box of 12\r\nI1,144,box of 144\r\n')
    const mixed = { name: 'mixed', target: 'crm/order', columns: 'lines.quantity, progress.shipped' }
    expect(await refused('create', mixed)).toBe('file-export/two-lines')
  })
})

describe('I2 a list is sent to another machine by SFTP', () => {
  async function sending(seed: number, more: { given?: object; mayMove?: boolean } = {}) {
    const there = mkdtempSync(join(tmpdir(), 'tandem-there-'))
    const machine = await sftpMachine({ root: there, password: 'open sesame' })
    machines.push(machine)
    const sftp = `sftp://erp@127.0.0.1:${machine.port}/in`
    const given = { sftp, hostKey: machine.fingerprint, credential: 'open sesame', ...more.given }
    const here = await exporting(seed, given)
    return { ...here, machine, there: (...names: string[]) => join(there, ...names) }
  }

  it('whole under its name, then nothing is left here', async () => {
    const { round, run, list, there, runs, plan } = await sending(20)
    await run('ask')
    await round()
    expect(readdirSync(there('in'))).toEqual(['customers-2026-03-02-160000.csv'])
    expect(readFileSync(there('in', 'customers-2026-03-02-160000.csv'), 'utf8')).toContain('C2,Acme')
    expect(list('sending')).toEqual([])
    expect(await runs()).toMatchObject([{ state: 'sent', documents: 2 }])
    expect(await plan()).toMatchObject({ troubleEn: null })
  })

  it('in the place of the file before it', async () => {
    const { add, at, round, run, there } = await sending(21, { given: { file: 'customers' } })
    await run('ask')
    await round()
    await add('C3', 'Drei')
    at(1)
    await run('ask')
    await round()
    expect(readdirSync(there('in'))).toEqual(['customers.csv'])
    expect(readFileSync(there('in', 'customers.csv'), 'utf8')).toContain('C3,Drei')
  })

  it('waits while nobody has confirmed the key of the machine, and gets no password before; then it goes', async () => {
    const { at, machine, round, run, list, there, plan, runs } = await sending(22, { given: { hostKey: null } })
    await run('ask')
    await round()
    // file-source/new-host-key
    expect((await plan()).troubleEn).toContain(machine.fingerprint)
    expect(list('sending')).toHaveLength(1)
    expect(await runs()).toMatchObject([{ state: 'waiting' }])
    expect(machine.tried).toEqual([])
    await run('change', { hostKey: machine.fingerprint })
    at(2)
    await round()
    expect(readdirSync(there('in'))).toHaveLength(1)
    expect(await runs()).toMatchObject([{ state: 'sent' }])
    expect(await plan()).toMatchObject({ troubleEn: null, troubleZh: null })
  })

  it('keeps the password sealed, gives it to no other machine, and forgets it when it is removed', async () => {
    const { world, run, refused } = await sending(23)
    const secrets = () => world.run((tx) => rows(tx, sql<{ sealed: string }>`select sealed from hub.file_export_secret`))
    const [secret] = await secrets()
    expect(secret?.sealed).toMatch(/^sealed:/)
    expect(secret?.sealed).not.toContain('sesame')
    expect(await refused('change', { sftp: 'sftp://erp@elsewhere.example/in' })).toBe('file-source/no-credential')
    const told = await world.run((tx) => rows(tx, sql<{ payload: object }>`select payload from hub.event`))
    expect(JSON.stringify(told)).not.toContain('sesame')
    await run('remove')
    expect(await secrets()).toEqual([])
  })
})
