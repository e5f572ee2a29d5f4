import { mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { crmMigrations } from '@tandem/crm'
import { rows, sql } from '@tandem/db'
import { erpMigrations } from '@tandem/erp'
import { type FileRun, hub, hubMigrations } from '@tandem/hub'
import { type Instant, instantOf } from '@tandem/kernel'
import { makeWorld, testDatabase, type World } from '@tandem/testkit'
import { describe, expect, it } from 'vitest'
import type { Services } from '../http/services.ts'
import { jointRouteMessages } from '../joint/messages.ts'
import { guardOf } from '../outbound/guard.ts'
import { importFolders } from './files.ts'

const database = testDatabase([crmMigrations, erpMigrations, hubMigrations])

/** A watched folder of customers. */
async function watched(seed: number, mapping: object | null = FULL) {
  const world = await makeWorld(database.current, seed)
  const root = mkdtempSync(join(tmpdir(), 'tandem-folders-'))
  const [create, pause] = ['create', 'pause'].map((name) =>
    hub.commands.find((one) => one.document === 'file-source' && one.name === name),
  )
  const source = (await world.do(create as never, { name: 'shop', target: 'crm/customer', mapping } as never)) as { id: string }
  const folder = join(root, world.tenant, 'shop')
  for (const name of ['in', 'done', 'errors']) mkdirSync(join(folder, name), { recursive: true })
  // Files that were just written rest long enough by this clock.
  const now = (): Instant => instantOf(Date.now() + 60_000)
  const tenant = { id: world.tenant, name: 'x', baseCurrency: 'CNY', timeZone: 'Asia/Shanghai' }
  const tenants = new Map([[world.tenant, { tenant, hub: {} }]])
  const services = {
    database: world.database,
    messages: jointRouteMessages,
    now,
    newId: world.newId,
    random: () => 0.5,
    randomBytes: () => new Uint8Array(),
    tenants,
  }
  const reaching = { guard: guardOf(), sealing: { seal: (text: string) => text, open: (text: string) => text } }
  const round = (of: Partial<Services> = {}) => importFolders({ ...services, ...of } as never, reaching, root, world.tenant)
  const put = (name: string, text: string) => writeFileSync(join(folder, 'in', name), text)
  const list = (name: string) => readdirSync(join(folder, name)).sort()
  return { world, create, pause, source, folder, round, put, list }
}

const FULL = {
  columns: { Code: 'code', Name: 'name' },
  constants: { type: 'company', currency: 'CNY', paymentTermDays: '30', onHold: 'no' },
}

function runs(world: World): Promise<FileRun[]> {
  return world.run((tx) => rows(tx, sql<FileRun>`select * from hub.file_run order by created_at, id`))
}

async function codes(world: World): Promise<string[]> {
  const found = await world.run((tx) => rows(tx, sql<{ code: string }>`select code from crm.customer order by code`))
  return found.map(({ code }) => code)
}

describe('I2 a watched folder', () => {
  it('takes what is put into it, leaves refused rows to be corrected, and takes those', async () => {
    const { world, folder, round, put, list } = await watched(1)
    put('a.csv', 'Code,Name\nC1,One\nC2,\n')
    put('notes.pdf', 'not for us')
    await round()
    expect(await codes(world)).toEqual(['C1'])
    expect(list('in')).toEqual(['notes.pdf'])
    expect(list('errors')).toEqual(['a.csv.errors.csv'])
    expect(await runs(world)).toMatchObject([
      { file: 'a.csv', state: 'partly', created: 1, refused: 1, errorsFile: 'a.csv.errors.csv' },
    ])
    put('a corrected.csv', readFileSync(join(folder, 'errors', 'a.csv.errors.csv'), 'utf8').replace('C2,', 'C2,Two'))
    await round()
    expect(await codes(world)).toEqual(['C1', 'C2'])
    expect(list('done')).toHaveLength(2)
  })

  it('knows the same content by whatever name, and brings nothing in twice', async () => {
    const { world, round, put, list } = await watched(2)
    put('a.csv', 'Code,Name\nC1,One\n')
    await round()
    await world.run((tx) => rows(tx, sql`update crm.customer set name = 'Changed since', version = version + 1 returning id`))
    put('b.csv', 'Code,Name\nC1,One\n')
    await round()
    expect((await runs(world)).map(({ file, state }) => [file, state])).toEqual([
      ['a.csv', 'done'],
      ['b.csv', 'repeated'],
    ])
    const [customer] = await world.run((tx) => rows(tx, sql`select name from crm.customer`))
    expect(customer).toMatchObject({ name: 'Changed since' })
    expect(list('in')).toEqual([])
  })

  it('says in both languages why a file did not come in, and goes on with the others', async () => {
    const { world, round, put, list } = await watched(3)
    put('a.csv', 'Number,Name\nC1,One\n')
    put('b.csv', 'Code,Name\nC2,Two\n')
    await round()
    expect(await codes(world)).toEqual(['C2'])
    expect((await runs(world))[0]).toMatchObject({
      state: 'failed',
      troubleEn: expect.stringContaining('Code'),
      troubleZh: expect.stringContaining('列'),
    })
    expect(list('errors')).toHaveLength(1)
  })

  it('without a mapping needs headers that say everything (else file-source/needs-mapping), or a mapping that was used before', async () => {
    const { world, round, put } = await watched(4, null)
    put('a.csv', 'Code,Name\nC1,One\n')
    await round()
    expect(await runs(world)).toMatchObject([{ state: 'failed', troubleEn: expect.stringContaining('currency') }])
    put('b.csv', '编码,名称,类型,币种,付款期限,冻结\nC1,一,company,CNY,30,否\n')
    await round()
    expect(await codes(world)).toEqual(['C1'])
  })

  it('waits for a file that is still being written, and while it is paused', async () => {
    const { world, pause, source, round, put, list } = await watched(5)
    put('a.csv', 'Code,Name\nC1,One\n')
    await round({ now: () => instantOf(Date.now()) })
    expect(list('in')).toEqual(['a.csv'])
    await world.do(pause as never, { id: source.id, input: {} } as never)
    await round()
    expect(list('in')).toEqual(['a.csv'])
    expect(await world.try(pause as never, { id: source.id, input: {} } as never)).toMatchObject({
      refusal: { code: 'file-source/wrong-state' },
    })
  })

  it('has a name that can be a folder, its own, and holds what can be imported', async () => {
    const { world, create } = await watched(6)
    const refused = async (input: object, code: string) =>
      expect(await world.try(create as never, { target: 'crm/customer', mapping: null, ...input } as never)).toMatchObject({
        refusal: { code },
      })
    await refused({ name: '../etc' }, 'file-source/bad-name')
    await refused({ name: 'shop' }, 'file-source/name-taken')
    await refused({ name: 'other', target: 'etc/passwd' }, 'file-source/bad-target')
  })
})
