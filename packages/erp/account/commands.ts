import { changeDocuments, createDocuments, loadRows, rows, sql, stamp, type Tx, takenValues, textArray } from '@tandem/db'
import { type Context, type CreateCommand, type DocumentCommand, type Id, type Input, must, partial } from '@tandem/kernel'
import { type Account, type AccountRole, archivedAccount, assignedRole, changedAccount, newAccount } from './account.ts'
import { CHART } from './chart.ts'
import { account, accountFields, accountRole, type Role } from './definition.ts'

export const createAccount: CreateCommand<Tx, typeof accountFields, Account> = {
  name: 'create',
  document: 'account',
  on: 'new',
  label: { en: 'New account', zh: '新建科目' },
  input: accountFields,
  run: (tx, by, inputs) => createAccounts(tx, by, inputs),
}

const changeFields = partial(accountFields)

export const changeAccount: DocumentCommand<Tx, typeof changeFields, Account> = {
  name: 'change',
  document: 'account',
  on: 'one',
  label: { en: 'Change', zh: '修改' },
  input: changeFields,
  async run(tx, by, inputs) {
    const codes = inputs.flatMap(({ input }) => (input.code ? [input.code] : []))
    const taken = await takenValues(tx, account, 'code', codes)
    return changeDocuments<Account, Partial<Account>>(tx, by, account, inputs as never, (row, input) => {
      const result = changedAccount(row, input)
      const code = result.ok ? result.value.code : undefined
      return code && taken.has(code) ? newAccount({ ...row, code }, row, true) : result
    })
  },
}

export const archiveAccount: DocumentCommand<Tx, Record<never, never>, Account> = {
  name: 'archive',
  document: 'account',
  on: 'one',
  label: { en: 'Archive', zh: '归档' },
  input: {},
  async run(tx, by, inputs) {
    const used = new Set((await rows(tx, sql<{ account: Id }>`select account from erp.account_role`)).map((row) => row.account))
    return changeDocuments<Account, unknown>(
      tx,
      by,
      account,
      inputs,
      (row) => archivedAccount(row, used.has(row.id)),
      'account-archived',
    )
  },
}

const assignFields = { account: accountRole.fields.account }

export const assignAccountRole: DocumentCommand<Tx, typeof assignFields, AccountRole> = {
  name: 'change',
  document: 'account-role',
  on: 'one',
  label: { en: 'Use another account', zh: '更换科目' },
  input: assignFields,
  async run(tx, by, inputs) {
    const ids = inputs.map(({ input }) => input.account)
    const targets = new Map((await loadRows<Account>(tx, 'erp.account', ids)).map((row) => [row.id, row]))
    return changeDocuments<AccountRole, { account: Id }>(tx, by, accountRole, inputs, (row, input) =>
      assignedRole(row, targets.get(input.account)),
    )
  },
}

/** Which account plays each role. Empty before the books are opened. */
export async function loadRoles(tx: Tx): Promise<Map<Role, Id>> {
  const found = await rows(tx, sql<{ role: Role; account: Id }>`select role, account from erp.account_role`)
  return new Map(found.map((row) => [row.role, row.account]))
}

/** Makes the accounts of the default chart that are missing, and the roles that no account plays yet. Safe to run twice. */
export async function openChart(tx: Tx, by: Context): Promise<void> {
  const taken = await accountIds(tx)
  const missing = CHART.filter(({ code }) => !taken.has(code))
  const made = await createAccounts(
    tx,
    by,
    missing.map(({ code, en, zh, type, control }) => ({ code, name: en, nameZh: zh, type, control: control ?? null })),
  )
  for (const row of made.map(must)) taken.set(row.code, row.id)
  const roles = await loadRoles(tx)
  const unplayed = CHART.flatMap(({ role, code }) => (role && !roles.has(role) ? [{ role, account: taken.get(code) as Id }] : []))
  const decided = unplayed.map((row) => ({ ok: true as const, value: { ...stamp(by), ...row } }))
  await createDocuments<AccountRole>(tx, by, accountRole, decided)
}

async function accountIds(tx: Tx): Promise<Map<string, Id>> {
  const codes = CHART.map(({ code }) => code)
  const found = await rows(
    tx,
    sql<{ id: Id; code: string }>`select id, code from erp.account where code = any(${textArray(codes)}::text[])`,
  )
  return new Map(found.map((row) => [row.code, row.id]))
}

async function createAccounts(tx: Tx, by: Context, inputs: readonly Input<typeof accountFields>[]) {
  const codes = inputs.map(({ code }) => code)
  const taken = await takenValues(tx, account, 'code', codes)
  const decided = inputs.map((input) => {
    const result = newAccount(input, stamp(by), taken.has(input.code))
    if (result.ok) taken.add(input.code)
    return result
  })
  return createDocuments<Account>(tx, by, account, decided)
}
