/** Pure decisions on parties. */
import { changesIn, Decimal, type Input, ok, type Result, type Row, refuse, type Stored } from '@tandem/kernel'
import type { party, partyFields } from './definition.ts'

export type Party = Row<typeof party>

const CURRENCY = /^[A-Z]{3}$/

export function newParty(input: Input<typeof partyFields>, stamp: Stored, codeTaken: boolean): Result<Party> {
  const empty = { taxNumber: null, email: null, phone: null, creditLimit: null, custom: null, mergedInto: null }
  const row = { ...empty, ...input, status: 'active', ...stamp } as Party
  return checked(row, codeTaken, row)
}

/** The fields that really change; none is a good answer, too. */
export function changedParty(row: Party, input: Partial<Party>, codeTaken: boolean): Result<Partial<Party>> {
  if (row.status === 'archived') return refuse('party/archived', { code: row.code })
  const changes = changesIn(row, input)
  return checked({ ...row, ...changes }, codeTaken && changes.code !== undefined, changes)
}

export function restoredParty(row: Party): Result<Partial<Party>> {
  if (row.mergedInto !== null) return refuse('party/merged-already', { code: row.code })
  return ok(row.status === 'active' ? {} : { status: 'active' })
}

function checked<T>(row: Party, codeTaken: boolean, good: T): Result<T> {
  const { code } = row
  if (code.trim() === '') return refuse('party/no-code', { name: row.name })
  if (row.name.trim() === '') return refuse('party/no-name', { code })
  if (codeTaken) return refuse('party/code-taken', { code })
  if (!CURRENCY.test(row.currency)) return refuse('party/bad-currency', { code, currency: row.currency })
  if (row.paymentTermDays < 0) return refuse('party/bad-payment-term', { code, days: row.paymentTermDays })
  if (row.creditLimit !== null && Decimal.of(row.creditLimit).isNegative()) {
    return refuse('party/bad-credit-limit', { code, limit: row.creditLimit })
  }
  return ok(good)
}
