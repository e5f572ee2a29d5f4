import { readEvents, rows, sql } from '@tandem/db'
import type { Id } from '@tandem/kernel'
import { makeWorld, testDatabase } from '@tandem/testkit'
import { describe, expect, it } from 'vitest'
import { createContact } from '../contact/commands.ts'
import { createCustomField } from '../custom-field/commands.ts'
import { archiveCustomer, changeCustomer, createCustomer, restoreCustomer } from '../customer/commands.ts'
import { crmMigrations } from '../index.ts'
import { mergeCustomer, mergePreview, unmergeCustomer, unmergePreview } from './merge.ts'

const database = testDatabase([crmMigrations])
const acme = { code: 'C1', name: 'Acme', type: 'company', currency: 'CNY', paymentTermDays: 30, onHold: false } as const

async function twins(seed: number) {
  const world = await makeWorld(database.current, seed)
  const keep = await world.do(createCustomer, acme)
  const lose = await world.do(createCustomer, { ...acme, code: 'C2', name: 'ACME Ltd' })
  const contact = await world.do(createContact, { customer: lose.id, name: 'Ann' })
  const holders = () =>
    world.run((tx) => rows(tx, sql<{ name: string; customer: string }>`select name, customer from crm.contact order by name`))
  const merge = { id: lose.id, input: { into: keep.id } }
  return { world, keep, lose, contact, holders, merge }
}

describe('J12 two customers that are one', () => {
  it('become one: the other is archived and says so, and what it had goes along', async () => {
    const { world, keep, holders, merge } = await twins(1)
    expect(await world.do(mergeCustomer, merge)).toMatchObject({ status: 'archived', mergedInto: keep.id, version: 2 })
    expect(await holders()).toEqual([{ name: 'Ann', customer: keep.id }])
    const { events } = await world.run((tx) => readEvents(tx, 'crm', { after: '', limit: 20 }))
    expect(events.slice(-2).map(({ type }) => type)).toEqual(['customer-merged', 'contact-repointed'])
    expect(await world.do(mergeCustomer, merge)).toMatchObject({ version: 2 })
  })

  it('become two again: exactly what was re-pointed goes back, what came later stays', async () => {
    const { world, keep, lose, holders, merge } = await twins(2)
    await world.do(mergeCustomer, merge)
    await world.do(createContact, { customer: keep.id, name: 'Bob' })
    expect(await world.do(unmergeCustomer, { id: lose.id, input: {} })).toMatchObject({ status: 'active', mergedInto: null })
    expect(await holders()).toEqual([
      { name: 'Ann', customer: lose.id },
      { name: 'Bob', customer: keep.id },
    ])
    await world.do(archiveCustomer, { id: lose.id, input: {} })
    await world.do(mergeCustomer, merge)
    expect(await world.do(unmergeCustomer, { id: lose.id, input: {} })).toMatchObject({ status: 'archived' })
  })

  it('with values of fields of the company: each own stays, an empty one is taken over, and given back as far as it is as it was', async () => {
    const { world, keep, lose, merge } = await twins(20)
    const field = { document: 'customer', type: 'text', required: false, labelEn: 'Of ours', labelZh: '自定义' } as const
    for (const code of ['region', 'zone', 'note', 'shelf']) await world.do(createCustomField, { ...field, code })
    const says = (id: Id, custom: object) => world.do(changeCustomer, { id, input: { custom: custom as never } })
    await says(keep.id, { region: 'East', note: 'x' })
    await says(keep.id, { note: null })
    await says(lose.id, { region: 'West', zone: 'Harbour', note: 'pays late', shelf: '7' })
    await world.do(mergeCustomer, merge)
    const custom = async (id: Id) => (await world.run((tx) => rows(tx, sql`select custom from crm.customer where id = ${id}`)))[0]
    expect(await custom(keep.id)).toEqual({ custom: { region: 'East', zone: 'Harbour', note: 'pays late', shelf: '7' } })
    const { events } = await world.run((tx) => readEvents(tx, 'crm', { after: '', limit: 50, documents: ['customer'] }))
    expect(events.at(-1)).toMatchObject({
      type: 'customer-changed',
      documentId: keep.id,
      payload: { custom: { zone: 'Harbour', note: 'pays late', shelf: '7' } },
    })
    await says(keep.id, { zone: 'Hills' })
    await world.do(unmergeCustomer, { id: lose.id, input: {} })
    expect(await custom(keep.id)).toEqual({ custom: { region: 'East', zone: 'Hills', note: null, shelf: null } })
    expect(await custom(lose.id)).toEqual({ custom: { region: 'West', zone: 'Harbour', note: 'pays late', shelf: '7' } })
  })

  it('are refused what cannot be', async () => {
    const { world, keep, lose, merge } = await twins(3)
    const code = async (promise: Promise<{ ok: boolean }>) => {
      const result = (await promise) as { ok: boolean; refusal?: { code: string } }
      return result.ok ? 'done' : result.refusal?.code
    }
    const into = (id: typeof keep.id, other: typeof keep.id) => world.try(mergeCustomer, { id, input: { into: other } })
    expect(await code(into(keep.id, keep.id))).toBe('customer/merge-with-itself')
    expect(await code(into(keep.id, world.newId()))).toBe('customer/not-found')
    expect(await code(world.try(unmergeCustomer, { id: lose.id, input: {} }))).toBe('customer/not-merged')
    await world.do(mergeCustomer, merge)
    expect(await code(into(keep.id, lose.id))).toBe('customer/merge-into-archived')
    const third = await world.do(createCustomer, { ...acme, code: 'C3' })
    expect(await code(into(lose.id, third.id))).toBe('customer/merged-already')
    expect(await code(world.try(restoreCustomer, { id: lose.id, input: {} }))).toBe('customer/merged-already')
    await world.do(mergeCustomer, { id: keep.id, input: { into: third.id } })
    expect(await code(world.try(unmergeCustomer, { id: lose.id, input: {} }))).toBe('customer/merged-further')
  })

  it('are shown before with what would go along, and before undoing with what would go back', async () => {
    const { world, keep, lose, merge } = await twins(4)
    const seen = (id: Id) => world.run((tx) => mergePreview.run(tx, world.context(), { customer: id, into: keep.id }))
    const undoing = () => world.run((tx) => unmergePreview.run(tx, world.context(), { customer: lose.id }))
    expect(await seen(lose.id)).toMatchObject({
      value: {
        loser: { code: 'C2' },
        winner: { code: 'C1' },
        goes: [{ document: 'contact', count: 1, some: [{ name: 'Ann' }] }],
      },
    })
    expect(await seen(keep.id)).toMatchObject({ refusal: { code: 'customer/merge-with-itself' } })
    expect(await seen(world.newId())).toMatchObject({ refusal: { code: 'customer/not-found' } })
    expect(await undoing()).toMatchObject({ refusal: { code: 'customer/not-merged' } })
    await world.do(mergeCustomer, merge)
    await world.do(createContact, { customer: keep.id, name: 'Bob' })
    expect(await undoing()).toMatchObject({
      value: {
        back: [{ document: 'contact', count: 1, some: [{ name: 'Ann' }] }],
        stays: [{ document: 'contact', count: 1, some: [{ name: 'Bob' }] }],
      },
    })
  })
})
