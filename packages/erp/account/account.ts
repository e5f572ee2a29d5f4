/** Pure decisions on accounts and their roles. */
import { changesIn, type Input, ok, type Result, type Row, refuse, type Stored } from '@tandem/kernel'
import type { account, accountFields, accountRole, Role } from './definition.ts'

export type Account = Row<typeof account>
export type AccountRole = Row<typeof accountRole>

/** The control a role's account must be of, so that the subledger and the books mean the same account. */
const CONTROL_OF_ROLE: Readonly<Partial<Record<Role, NonNullable<Account['control']>>>> = {
  receivable: 'receivable',
  prepayment: 'prepayment',
  inventory: 'inventory',
  'tax-payable': 'tax',
}

export function newAccount(input: Input<typeof accountFields>, stamp: Stored, codeTaken: boolean): Result<Account> {
  if (input.code.trim() === '' || input.name.trim() === '') return refuse('account/no-name', { code: input.code })
  if (codeTaken) return refuse('account/code-taken', { code: input.code })
  return ok({ nameZh: null, control: null, ...input, status: 'active', ...stamp } as Account)
}

/** Names may change any time; what an account is may not, because what is posted would turn into something else. */
export function changedAccount(row: Account, input: Partial<Account>): Result<Partial<Account>> {
  const changes = changesIn(row, input)
  if (changes.name?.trim() === '' || changes.code?.trim() === '') return refuse('account/no-name', { code: row.code })
  if ('type' in changes || 'control' in changes) return refuse('account/type-fixed', { code: row.code })
  return ok(changes)
}

export function archivedAccount(row: Account, hasRole: boolean): Result<Partial<Account>> {
  if (hasRole) return refuse('account/has-role', { code: row.code })
  return ok(row.status === 'archived' ? {} : { status: 'archived' })
}

export function assignedRole(row: AccountRole, target: Account | undefined): Result<Partial<AccountRole>> {
  if (!target) return refuse('account-role/no-such-account', { role: row.role })
  const control = CONTROL_OF_ROLE[row.role as Role] ?? null
  if (target.status === 'archived' || target.control !== control) {
    return refuse('account-role/wrong-account', { role: row.role, code: target.code, control: control ?? '-' })
  }
  return ok(changesIn(row, { account: target.id }))
}
