/** Fields that a company has added to its own CRM and ERP, carried by the joint, proved, and followed field by field. */
import { crm, crmMigrations } from '@tandem/crm'
import { rows, run, sql } from '@tandem/db'
import { erp, erpMigrations } from '@tandem/erp'
import { type FieldWhy, hubMigrations, hub as joint, type MappingRow } from '@tandem/hub'
import { type Id, type Json, must, type Result } from '@tandem/kernel'
import { makeWorld, testDatabase } from '@tandem/testkit'
import { describe, expect, it } from 'vitest'
import { type Joining, joinedSystems, marksOf } from '../joint/connect.ts'
import { tenantHub } from '../joint/tenant-hub.ts'

const database = testDatabase([crmMigrations, erpMigrations, hubMigrations])

const SIDES = { crm, erp, joint } as const
type Side = keyof typeof SIDES
type Made = { readonly id: Id; readonly version: number; readonly custom: Record<string, Json> | null }

const ABOUT = { labelEn: 'Sales region', labelZh: '销售区域', type: 'text', required: false, decimals: null, options: null }
const TERMS = { type: 'company', currency: 'CNY', paymentTermDays: 30, onHold: false }

async function company(seed: number) {
  const world = await makeWorld(database.current, seed)
  const { tenant, now, newId } = world
  const fetch = async () => Promise.reject(new Error('nothing is outside'))
  const joining: Joining = {
    ...{ database: world.database, outside: { fetch, now, newId } as never },
    sealing: { seal: (text) => text, open: (text) => text },
    own: () => ({ database: world.database, tenant, now, newId }),
    onFault: (fault) => {
      throw fault
    },
  }
  const systems = () => joinedSystems(joining, tenant)
  const options = { database: world.database, tenant, now, newId, random: () => 0.5 }
  const hub = tenantHub(options, await systems(), systems, () => marksOf(joining, tenant))
  const act = async (side: Side, document: string, command: string, input: object, on?: Id): Promise<Made> => {
    const found = SIDES[side].commands.find((one) => one.document === document && one.name === command)
    if (!found) throw new Error(`no ${document}/${command}`)
    const [result] = await world.run((tx) => found.run(tx, world.context(), [on ? { id: on, input } : input] as never))
    return must(result as Result<Made>)
  }
  const ask = async <T>(name: string, input: object): Promise<T> => {
    const query = SIDES.joint.queries.find((one) => one.name === name)
    if (!query) throw new Error(`no query ${name}`)
    return must(await world.run((tx) => query.run(tx, world.context(), input))) as T
  }
  return {
    ...{ world, hub, act, ask },
    define: async (side: 'crm' | 'erp', more: object) => {
      const document = side === 'crm' ? 'customer' : 'party'
      const made = await act(side, 'custom-field', 'create', { ...ABOUT, document, ...more })
      await hub.reload()
      return made
    },
    settle: () => hub.runUntilIdle(),
    parties: () => world.run((tx) => rows(tx, sql<Made & { code: string }>`select * from erp.party order by code`)),
    customers: () => world.run((tx) => rows(tx, sql<Made & { code: string }>`select * from crm.customer order by code`)),
    inbox: () => world.run((tx) => rows(tx, sql<{ code: string }>`select code from hub.inbox_entry where state = 'open'`)),
  }
}

describe('J1 I4 custom fields of our own two sides', () => {
  it('travel both ways under the code they have on both, are proved by digests, and have lineage in words', async () => {
    const { define, act, ask, settle, parties, customers, hub } = await company(1)
    await define('crm', { code: 'region' })
    await define('crm', { code: 'area', type: 'number', decimals: 2 })
    await define('erp', { code: 'region' })
    await define('erp', { code: 'area', type: 'number', decimals: 2 })
    const custom = { region: '华东', area: '12.50' }
    const { id } = await act('crm', 'customer', 'create', { ...TERMS, code: 'C1', name: 'Acme', custom })
    await act('crm', 'customer', 'create', { ...TERMS, code: 'C2', name: 'Beta' })
    await settle()
    const [party] = await parties()
    expect(party?.custom).toEqual({ region: '华东', area: '12.5' })
    await act('erp', 'party', 'change', { custom: { region: 'East', area: null } }, party?.id)
    await settle()
    expect((await customers())[0]?.custom).toEqual({ region: 'East', area: null })
    const proof = await hub.proof()
    expect(proof.inSync).toBe(true)
    expect(proof.read.digests).toBeGreaterThan(0)
    expect(proof.read.documents).toBe(0)
    const why = await ask<{ fields: FieldWhy[] }>('why', {
      ...{ system: 'tandem-crm', kind: 'customer', externalId: id, field: 'custom.region' },
    })
    expect(why.fields[0]).toMatchObject({
      label: { en: 'Sales region', zh: '销售区域' },
      value: 'East',
      before: { value: '华东' },
    })
    expect(why.fields[0]?.words.zh).toContain('ERP')
  })

  it('under other codes are mapped: offered typed in both languages, carried, proved and named by the version', async () => {
    const { define, act, ask, settle, parties, hub } = await company(2)
    const options = [
      { code: 'north', en: 'North', zh: '华北' },
      { code: 'south', en: 'South', zh: '华南' },
    ]
    await define('crm', { code: 'region', type: 'choice', options })
    await define('erp', { code: 'zone', labelEn: 'Zone', labelZh: '片区', type: 'choice', options })
    await hub.status()
    const about = { system: 'tandem-erp', kind: 'customer' }
    const fields = await ask<{ joint: Json[]; native: Json[]; suggested: MappingRow[] }>('mapping-fields', about)
    const choices = ['north', 'south']
    expect(fields.joint).toContainEqual({
      ...{ field: 'custom.region', kind: 'choice', choices, label: { en: 'Sales region', zh: '销售区域' } },
    })
    expect(fields.native).toContainEqual({
      ...{ path: 'custom.zone', kind: 'choice', choices, optional: true, label: { en: 'Zone', zh: '片区' } },
    })
    const own = fields.suggested.filter(({ field }) => field !== 'custom.zone')
    const row = { field: 'custom.region', native: 'custom.zone', direction: 'both' }
    const mapping = await act('joint', 'mapping', 'create', { ...about, rows: [...own, row] as never })
    await act('joint', 'mapping', 'activate', { replan: 'everything' }, mapping.id)
    const { id } = await act('crm', 'customer', 'create', { ...TERMS, code: 'C1', name: 'Acme', custom: { region: 'north' } })
    await settle()
    const [party] = await parties()
    expect(party?.custom).toEqual({ zone: 'north' })
    await act('erp', 'party', 'change', { custom: { zone: 'south' } }, party?.id)
    await settle()
    const why = await ask<{ fields: FieldWhy[] }>('why', {
      ...{ system: 'tandem-crm', kind: 'customer', externalId: id, field: 'custom.region' },
    })
    expect(why.fields[0]).toMatchObject({ value: 'south', stamp: { system: 'tandem-erp', mapping: 1 } })
    expect(await hub.proof()).toMatchObject({ inSync: true })
  })

  it('are written to a side that gets such a field later, and left out by one that has none', async () => {
    const { define, act, settle, parties, customers, hub, inbox } = await company(3)
    await define('crm', { code: 'region' })
    await act('crm', 'customer', 'create', { ...TERMS, code: 'C1', name: 'Acme', custom: { region: 'East' } })
    await act('crm', 'customer', 'create', { ...TERMS, code: 'C2', name: 'Beta', custom: {} })
    await settle()
    expect((await parties()).map(({ custom }) => custom)).toEqual([null, null])
    expect(await hub.proof()).toMatchObject({ inSync: true })
    await define('erp', { code: 'region' })
    await settle()
    expect((await parties()).map(({ custom }) => custom)).toEqual([{ region: 'East' }, null])
    expect((await customers()).map(({ custom }) => custom)).toEqual([{ region: 'East' }, null])
    expect(await hub.proof()).toMatchObject({ inSync: true })
    expect(await inbox()).toEqual([])
  })

  it('that somebody wrote past all commands are found by the proof and written back', async () => {
    const { define, act, settle, parties, hub, world } = await company(4)
    await define('crm', { code: 'region' })
    await define('erp', { code: 'region' })
    for (const code of ['C1', 'C2']) {
      await act('crm', 'customer', 'create', { ...TERMS, code, name: `Acme ${code}`, custom: { region: 'East' } })
    }
    await settle()
    await world.run((tx) => run(tx, sql`update erp.party set custom = null where code = 'C1'`))
    const proof = await hub.proof()
    const difference = proof.kinds.flatMap(({ differences }) => differences)[0]
    expect(proof.inSync).toBe(false)
    expect(difference).toMatchObject({ field: 'custom.region', agreed: 'East', found: null })
    const { record, externalId, field, agreed, found } = difference as NonNullable<typeof difference>
    await act('joint', 'repair', 'create', {
      ...{ system: 'tandem-erp', kind: 'customer', record, externalId, field, agreed, found },
      ...{ choice: 'write-agreed', reason: 'lost by a script' },
    })
    await settle()
    expect((await parties()).map(({ custom }) => custom)).toEqual([{ region: 'East' }, { region: 'East' }])
    expect(await hub.proof()).toMatchObject({ inSync: true })
  })

  it('that the other side cannot hold stand in the inbox, with what to do', async () => {
    const { define, act, settle, inbox, hub } = await company(5)
    await define('crm', { code: 'area' })
    await define('erp', { code: 'area', type: 'number', decimals: 0 })
    await act('crm', 'customer', 'create', { ...TERMS, code: 'C1', name: 'Acme', custom: { area: 'large' } })
    await settle()
    expect(await inbox()).toEqual([{ code: 'custom/wrong-type' }])
    expect(await hub.proof()).toMatchObject({ inSync: false })
  })

  it('of two that become one: what only the other had goes over on both sides, and back when they are two again', async () => {
    const { define, act, settle, parties, customers, hub, inbox, world } = await company(7)
    for (const side of ['crm', 'erp'] as const) {
      await define(side, { code: 'region' })
      await define(side, { code: 'zone' })
    }
    const keep = await act('crm', 'customer', 'create', { ...TERMS, code: 'C1', name: 'Acme', custom: { region: 'East' } })
    const custom = { region: 'West', zone: 'Harbour' }
    const lose = await act('crm', 'customer', 'create', { ...TERMS, code: 'C2', name: 'Zenith Ltd', custom })
    await settle()
    // What was merged there meanwhile is written once more a moment later.
    const rest = async () => {
      await settle()
      world.pass(60_000)
      await settle()
    }
    const both = async () => [...(await customers()), ...(await parties())].map((one) => one.custom)
    expect(await both()).toEqual([{ region: 'East' }, custom, { region: 'East' }, custom])
    await act('crm', 'customer', 'merge', { into: keep.id }, lose.id)
    await rest()
    const whole = { region: 'East', zone: 'Harbour' }
    expect(await both()).toEqual([whole, custom, whole, custom])
    expect(await hub.proof()).toMatchObject({ inSync: true })
    // Undone on the other side.
    const [, there] = await parties()
    await act('erp', 'party', 'unmerge', {}, there?.id)
    await rest()
    const alone = { region: 'East', zone: null }
    expect(await both()).toEqual([alone, custom, alone, custom])
    expect(await inbox()).toEqual([])
    expect(await hub.proof()).toMatchObject({ inSync: true })
  })

  it('retired on a side are no longer taken there, and what it holds stays and is no difference', async () => {
    const { define, act, settle, parties, hub } = await company(6)
    await define('crm', { code: 'region' })
    const { id: field } = await define('erp', { code: 'region' })
    const { id } = await act('crm', 'customer', 'create', { ...TERMS, code: 'C1', name: 'Acme', custom: { region: 'East' } })
    await settle()
    await act('erp', 'custom-field', 'retire', {}, field)
    await hub.reload()
    await act('crm', 'customer', 'change', { phone: '1', custom: { region: 'West' } }, id)
    await settle()
    expect((await parties())[0]).toMatchObject({ phone: '1', custom: { region: 'East' } })
    await act('erp', 'custom-field', 'restore', {}, field)
    await hub.reload()
    await settle()
    expect((await parties())[0]?.custom).toEqual({ region: 'West' })
    expect(await hub.proof()).toMatchObject({ inSync: true })
  })
})
