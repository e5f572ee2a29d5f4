import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { crmMigrations } from '@tandem/crm'
import { rows, sql } from '@tandem/db'
import { erpMigrations } from '@tandem/erp'
import { type FileSource, hubMigrations, hubSurface } from '@tandem/hub'
import { type Instant, instantOf } from '@tandem/kernel'
import { makeWorld, testDatabase } from '@tandem/testkit'
import { afterEach, describe, expect, it } from 'vitest'
import { jointRouteMessages } from '../joint/messages.ts'
import { guardOf } from '../outbound/guard.ts'
import { sealingWith } from '../sealing.ts'
import { importFolders } from './files.ts'
import { keyPair, type MachineOptions, type SftpMachine, sftpMachine } from './sftp-server.fixture.ts'

const database = testDatabase([crmMigrations, erpMigrations, hubMigrations])
const SEALING = sealingWith(new Uint8Array(32).fill(7))
const MAPPING = {
  columns: { Code: 'code', Name: 'name' },
  constants: { type: 'company', currency: 'CNY', paymentTermDays: '30', onHold: 'no' },
}

const machines: SftpMachine[] = []
afterEach(async () => {
  for (const machine of machines.splice(0)) await machine.close()
})

/** A company that fetches files of customers from a machine, and what its user may do there. */
async function fetching(
  seed: number,
  more: { machine?: Partial<MachineOptions>; given?: object; open?: readonly string[] } = {},
) {
  const world = await makeWorld(database.current, seed)
  const surface = hubSurface({}, { types: [], sealing: SEALING })
  const [create, change] = ['create', 'change'].map((name) =>
    surface.commands.find((one) => one.document === 'file-source' && one.name === name),
  )
  const there = mkdtempSync(join(tmpdir(), 'tandem-there-'))
  mkdirSync(join(there, 'out'))
  const machine = await sftpMachine({ root: there, password: 'open sesame', ...more.machine })
  machines.push(machine)
  const given = {
    ...{ name: 'shop', target: 'crm/customer', mapping: MAPPING },
    ...{ sftp: `sftp://shop@127.0.0.1:${machine.port}/out`, hostKey: machine.fingerprint, credential: 'open sesame' },
    ...more.given,
  }
  const source = (await world.do(create as never, given as never)) as { id: never }
  const root = mkdtempSync(join(tmpdir(), 'tandem-here-'))
  const reaching = { guard: guardOf(more.open ?? ['127.0.0.1']), sealing: SEALING }
  let minutes = 0
  const now = (): Instant => instantOf(Date.now() + (minutes + 1) * 60_000)
  const services = {
    ...{ database: world.database, messages: jointRouteMessages, now, newId: world.newId },
    ...{ random: () => 0.5, randomBytes: () => new Uint8Array() },
    tenants: new Map([
      [world.tenant, { tenant: { id: world.tenant, name: 'x', baseCurrency: 'CNY', timeZone: 'Asia/Shanghai' }, hub: {} }],
    ]),
  }
  const round = async () => {
    await importFolders(services as never, reaching, root, world.tenant)
    minutes += 1
  }
  return {
    ...{ world, machine, change, source, round },
    put: (name: string, text: string) => writeFileSync(join(there, 'out', name), text),
    there: (...names: string[]) => join(there, 'out', ...names),
    list: (name: string) => (existsSync(join(there, 'out', name)) ? readdirSync(join(there, 'out', name)).sort() : []),
    codes: async () =>
      (await world.run((tx) => rows(tx, sql<{ code: string }>`select code from crm.customer order by code`))).map(
        ({ code }) => code,
      ),
    states: async () =>
      (await world.run((tx) => rows(tx, sql<{ state: string }>`select state from hub.file_run order by created_at, id`))).map(
        ({ state }) => state,
      ),
    kept: async () => {
      const [found] = await world.run((tx) => rows(tx, sql<FileSource & { seen: object }>`select * from hub.file_source`))
      return found as FileSource & { seen: object }
    },
  }
}

describe('I2 files of another machine, by SFTP', () => {
  it('come in once they have rested, are moved away there, and refused rows go back to be corrected', async () => {
    const { put, there, list, round, codes, states } = await fetching(1)
    put('a.csv', 'Code,Name\nC1,One\nC2,\n')
    put('notes.pdf', 'not for us')
    await round()
    expect(await codes()).toEqual([])
    for (let i = 0; i < 3; i++) await round()
    expect(await codes()).toEqual(['C1'])
    expect(readdirSync(there()).sort()).toEqual(['done', 'errors', 'notes.pdf'])
    expect(list('done')).toEqual([expect.stringMatching(/ a\.csv$/)])
    expect(list('errors')).toEqual(['a.csv.errors.csv'])
    put('a corrected.csv', readFileSync(there('errors', 'a.csv.errors.csv'), 'utf8').replace('C2,', 'C2,Two'))
    for (let i = 0; i < 3; i++) await round()
    expect(await codes()).toEqual(['C1', 'C2'])
    expect(await states()).toEqual(['partly', 'done'])
  })

  it('are left alone while somebody is still writing them', async () => {
    const { put, round, codes } = await fetching(2)
    for (let i = 1; i <= 3; i++) {
      put('a.csv', `Code,Name\n${Array.from({ length: i }, (_, n) => `C${n + 1},Customer\n`).join('')}`)
      await round()
      expect(await codes()).toEqual([])
    }
    for (let i = 0; i < 2; i++) await round()
    expect(await codes()).toEqual(['C1', 'C2', 'C3'])
  })

  it('are not fetched before a person has confirmed the key of the machine, nor from another machine; no password is sent', async () => {
    const { world, machine, change, source, put, round, codes, kept } = await fetching(3, { given: { hostKey: null } })
    put('a.csv', 'Code,Name\nC1,One\n')
    await round()
    // file-source/new-host-key
    expect((await kept()).troubleEn).toContain(machine.fingerprint)
    expect((await kept()).troubleZh).toContain(machine.fingerprint)
    const other = `SHA256:${'A'.repeat(43)}`
    await world.do(change as never, { id: source.id, input: { hostKey: other } } as never)
    await round()
    // file-source/other-host-key
    expect((await kept()).troubleEn).toContain('not the one that was confirmed')
    expect(machine.tried).toEqual([])
    await world.do(change as never, { id: source.id, input: { hostKey: machine.fingerprint } } as never)
    for (let i = 0; i < 3; i++) await round()
    expect(machine.tried).toContain('open sesame')
    expect(await codes()).toEqual(['C1'])
    expect(await kept()).toMatchObject({ troubleEn: null, troubleZh: null })
  })

  it('come in once though they cannot be moved away there', async () => {
    const { put, round, codes, states, list } = await fetching(4, { machine: { mayMove: false } })
    put('a.csv', 'Code,Name\nC1,One\n')
    for (let i = 0; i < 5; i++) await round()
    expect(await codes()).toEqual(['C1'])
    expect(await states()).toEqual(['done'])
    expect(list('done')).toEqual([])
  })

  it('are fetched with a private key, too', async () => {
    const keys = keyPair()
    const given = { credential: keys.private }
    const { machine, put, round, codes } = await fetching(5, { machine: { publicKey: keys.public }, given })
    put('a.csv', 'Code,Name\nC1,One\n')
    for (let i = 0; i < 3; i++) await round()
    expect(await codes()).toEqual(['C1'])
    expect(machine.tried).toEqual([])
  })

  it('are fetched with a private key that has a pass phrase; with another one nobody is let in', async () => {
    const keys = keyPair('two words')
    const given = { credential: keys.private, passphrase: 'two words' }
    const { world, change, source, put, round, codes, kept } = await fetching(6, { machine: { publicKey: keys.public }, given })
    const [secret] = await world.run((tx) => rows(tx, sql<{ sealed: string }>`select sealed from hub.file_secret`))
    expect(secret?.sealed).not.toContain('two words')
    const alone = await world.try(change as never, { id: source.id, input: { passphrase: 'other words' } } as never)
    expect(alone).toMatchObject({ refusal: { code: 'file-source/passphrase-alone' } })
    const wrong = { id: source.id, input: { credential: keys.private, passphrase: 'other words' } }
    await world.do(change as never, wrong as never)
    await round()
    expect((await kept()).troubleEn).toContain('does not let shop in')
    await world.do(change as never, { id: source.id, input: given } as never)
    put('a.csv', 'Code,Name\nC1,One\n')
    for (let i = 0; i < 3; i++) await round()
    expect(await codes()).toEqual(['C1'])
  })

  const elsewhere = (sftp: string) => ({ sftp, credential: 'open sesame' })
  it.each([
    [20, 'file-source/not-signed-in', 'does not let shop in', { credential: 'wrong' }, undefined],
    [21, 'file-source/closed-address', 'TANDEM_REACH', {}, []],
    [22, 'file-source/unreachable', 'cannot be reached', elsewhere('sftp://shop@127.0.0.1:1/out'), undefined],
    [23, 'file-source/not-exchanged', 'Check the folder', undefined, undefined],
  ])('say what is wrong (%i): %s', async (seed, _code, words, given, open) => {
    const { world, machine, change, source, round, kept } = await fetching(seed, { ...(open && { open }) })
    const input = given ?? { sftp: `sftp://shop@127.0.0.1:${machine.port}/nowhere` }
    await world.do(change as never, { id: source.id, input } as never)
    await round()
    expect((await kept()).troubleEn).toContain(words)
  })

  it('keep the password sealed, and give it to no other machine', async () => {
    const { world, change, source } = await fetching(7)
    const [secret] = await world.run((tx) => rows(tx, sql<{ sealed: string }>`select sealed from hub.file_secret`))
    expect(secret?.sealed).toMatch(/^sealed:/)
    expect(secret?.sealed).not.toContain('sesame')
    const elsewhere = { id: source.id, input: { sftp: 'sftp://shop@elsewhere.example/out' } }
    expect(await world.try(change as never, elsewhere as never)).toMatchObject({ refusal: { code: 'file-source/no-credential' } })
    const told = await world.run((tx) => rows(tx, sql<{ payload: object }>`select payload from hub.event`))
    expect(JSON.stringify(told)).not.toContain('sesame')
  })

  it('are described well enough before anybody goes there', async () => {
    const { world, change, source } = await fetching(8)
    const refused = async (input: object, code: string) =>
      expect(await world.try(change as never, { id: source.id, input } as never)).toMatchObject({ refusal: { code } })
    await refused({ sftp: 'https://example.com' }, 'file-source/bad-sftp')
    await refused({ sftp: 'sftp://user:password@example.com/' }, 'file-source/bad-sftp')
    await refused({ hostKey: 'MD5:12:34' }, 'file-source/bad-host-key')
  })
})
