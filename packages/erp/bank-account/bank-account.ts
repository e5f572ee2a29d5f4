/** Pure decisions on bank accounts. */
import { changesIn, type Input, ok, type Result, type Row, refuse, type Stored } from '@tandem/kernel'
import type { bankAccount, bankAccountFields, changeBankAccountFields } from './definition.ts'

export type BankAccount = Row<typeof bankAccount>

/** What may not be used twice. */
export interface Taken {
  readonly codes: ReadonlySet<string>
  /** As `numberKey` writes them. */
  readonly numbers: ReadonlySet<string>
}

export function newBankAccount(input: Input<typeof bankAccountFields>, stamp: Stored, taken: Taken): Result<BankAccount> {
  const own = { ...input, accountNumber: plainNumber(input.accountNumber), bank: input.bank ?? null }
  if (!/^[A-Z]{3}$/.test(own.currency)) return refuse('bank-account/wrong-currency', { currency: own.currency })
  return checked({ ...stamp, ...own, status: 'active' }, taken, (row) => row)
}

export function changedBankAccount(
  row: BankAccount,
  input: Input<typeof changeBankAccountFields>,
  taken: Taken,
): Result<Partial<BankAccount>> {
  if (row.status === 'archived') return refuse('bank-account/archived', { code: row.code })
  const number = input.accountNumber
  const changes = changesIn(row, { ...input, ...(number ? { accountNumber: plainNumber(number) } : {}) })
  const isNew = (name: 'code' | 'accountNumber') => changes[name] !== undefined
  const others = {
    codes: isNew('code') ? taken.codes : new Set<string>(),
    numbers: isNew('accountNumber') ? taken.numbers : new Set<string>(),
  }
  return checked({ ...row, ...changes }, others, () => changes)
}

export function archivedBankAccount(row: BankAccount): Result<Partial<BankAccount>> {
  return ok(row.status === 'archived' ? {} : { status: 'archived' })
}

/** `DE89 3704-0044` and `de8937040044` are the same account. */
export function plainNumber(text: string): string {
  return text.toUpperCase().replace(/[^0-9A-Z]/g, '')
}

/** One number may have an account in each of several currencies. */
export function numberKey({ accountNumber, currency }: Pick<BankAccount, 'accountNumber' | 'currency'>): string {
  return `${accountNumber} ${currency}`
}

function checked<T>(row: BankAccount, { codes, numbers }: Taken, good: (row: BankAccount) => T): Result<T> {
  const { code, accountNumber } = row
  if (code.trim() === '') return refuse('bank-account/no-code', { name: row.name })
  if (row.name.trim() === '') return refuse('bank-account/no-name', { code })
  if (accountNumber === '') return refuse('bank-account/no-number', { code })
  if (codes.has(code)) return refuse('bank-account/code-taken', { code })
  if (numbers.has(numberKey(row))) return refuse('bank-account/number-taken', { accountNumber })
  return ok(good(row))
}
