import { rows, sql } from '@tandem/db'
import { makeWorld, testDatabase } from '@tandem/testkit'
import { describe, expect, it } from 'vitest'
import { openBooks } from '../ledger/books.ts'
import { financeMigrations } from '../testing/finance.ts'
import { CHART } from './chart.ts'
import { archiveAccount, assignAccountRole, changeAccount, createAccount, loadRoles } from './commands.ts'
import { ROLES } from './definition.ts'

const database = testDatabase([financeMigrations])
const petty = { code: '100101', name: 'Petty cash', nameZh: '备用金', type: 'asset' } as const

describe('E13 the chart of accounts', () => {
  it('has an account for every role of the posting rules, and opening the books twice changes nothing', async () => {
    const world = await makeWorld(database.current, 1)
    await world.run((tx) => openBooks(tx, world.context()))
    const roles = await world.run(loadRoles)
    expect([...roles.keys()].sort()).toEqual([...ROLES].sort())
    await world.run((tx) => openBooks(tx, world.context()))
    const count = await world.run((tx) => rows(tx, sql<{ n: number }>`select count(*) as n from erp.account`))
    expect(count).toEqual([{ n: CHART.length }])
    expect(await world.run(loadRoles)).toEqual(roles)
  })

  it('takes new accounts with a code and name of their own', async () => {
    const world = await makeWorld(database.current, 2)
    expect(await world.do(createAccount, petty)).toMatchObject({ code: '100101', status: 'active', control: null })
    expect(await world.try(createAccount, petty)).toMatchObject({ refusal: { code: 'account/code-taken' } })
    expect(await world.try(createAccount, { ...petty, code: '2', name: ' ' })).toMatchObject({
      refusal: { code: 'account/no-name' },
    })
  })

  it('lets an account be renamed, but not become another kind of account', async () => {
    const world = await makeWorld(database.current, 3)
    const { id } = await world.do(createAccount, petty)
    await world.do(createAccount, { ...petty, code: '100102' })
    expect(await world.do(changeAccount, { id, input: { name: 'Till' } })).toMatchObject({ name: 'Till', version: 2 })
    expect(await world.try(changeAccount, { id, input: { type: 'expense' } })).toMatchObject({
      refusal: { code: 'account/type-fixed' },
    })
    expect(await world.try(changeAccount, { id, input: { code: '100102' } })).toMatchObject({
      refusal: { code: 'account/code-taken' },
    })
    expect(await world.try(changeAccount, { id, version: 1, input: { name: 'Box' } })).toMatchObject({
      refusal: { code: 'account/changed-meanwhile' },
    })
    expect(await world.try(changeAccount, { id: world.newId(), input: {} })).toMatchObject({
      refusal: { code: 'account/not-found' },
    })
  })

  it('keeps accounts that posting rules use, until another plays the role', async () => {
    const world = await makeWorld(database.current, 4)
    await world.run((tx) => openBooks(tx, world.context()))
    const bank = (await world.run(loadRoles)).get('bank')
    if (!bank) throw new Error('no bank account')
    expect(await world.try(archiveAccount, { id: bank, input: {} })).toMatchObject({ refusal: { code: 'account/has-role' } })
    const other = await world.do(createAccount, { ...petty, code: '100201', name: 'Second bank' })
    const [role] = await world.run((tx) =>
      rows(tx, sql<{ id: typeof bank }>`select id from erp.account_role where role = 'bank'`),
    )
    if (!role) throw new Error('no role')
    await world.do(assignAccountRole, { id: role.id, input: { account: other.id } })
    expect((await world.run(loadRoles)).get('bank')).toBe(other.id)
    expect(await world.do(archiveAccount, { id: bank, input: {} })).toMatchObject({ status: 'archived' })
  })

  it('gives a role only to an account of its kind', async () => {
    const world = await makeWorld(database.current, 5)
    await world.run((tx) => openBooks(tx, world.context()))
    const wrong = await world.do(createAccount, petty)
    const [role] = await world.run((tx) =>
      rows(tx, sql<{ id: typeof wrong.id }>`select id from erp.account_role where role = 'receivable'`),
    )
    if (!role) throw new Error('no role')
    const assign = (account: typeof wrong.id) => world.try(assignAccountRole, { id: role.id, input: { account } })
    expect(await assign(wrong.id)).toMatchObject({ refusal: { code: 'account-role/wrong-account' } })
    expect(await assign(world.newId())).toMatchObject({ refusal: { code: 'account-role/no-such-account' } })
    expect(await world.try(assignAccountRole, { id: world.newId(), input: { account: wrong.id } })).toMatchObject({
      refusal: { code: 'account-role/not-found' },
    })
    expect(await world.try(assignAccountRole, { id: role.id, version: 7, input: { account: wrong.id } })).toMatchObject({
      refusal: { code: 'account-role/changed-meanwhile' },
    })
  })
})
