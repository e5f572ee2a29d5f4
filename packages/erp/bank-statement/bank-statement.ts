/** Pure decisions on statements of a bank. */
import { Decimal, minorDigits, ok, type PlainDate, type Result, type Row, refuse, type Stored } from '@tandem/kernel'
import { type BankAccount, plainNumber } from '../bank-account/bank-account.ts'
import type { bankStatement } from './definition.ts'
import type { Recognized } from './recognize.ts'
import type { ToldStatement } from './told.ts'

export type BankStatement = Row<typeof bankStatement>

/** The account that a statement is of: the one given, or the one it names; both must be the same. */
export function accountOf(
  told: ToldStatement,
  given: BankAccount | undefined,
  accounts: readonly BankAccount[],
): Result<BankAccount> {
  const number = told.account === null ? null : plainNumber(told.account)
  const found = given ?? accounts.find((one) => one.accountNumber === number && (told.currency ?? one.currency) === one.currency)
  if (!found) return refuse('bank-statement/no-such-account', { account: told.account ?? '-', currency: told.currency ?? '-' })
  if (found.status === 'archived') return refuse('bank-account/archived', { code: found.code })
  if (number !== null && number !== found.accountNumber) {
    return refuse('bank-statement/other-account', { account: found.accountNumber, told: number })
  }
  if (told.currency !== null && told.currency !== found.currency) {
    return refuse('bank-statement/other-currency', { currency: found.currency, told: told.currency })
  }
  return ok(found)
}

/** What can be said of a statement by itself: its amounts are possible, and it adds up. */
export function checkedTold(told: ToldStatement, { currency }: BankAccount): Result<ToldStatement> {
  for (const [i, { amount }] of told.movements.entries()) {
    const value = Decimal.of(amount)
    if (value.isZero() || !value.round(minorDigits(currency), 'half-up').equals(value)) {
      return refuse('bank-statement/bad-value', { row: i + 1, column: 'amount', value: amount })
    }
  }
  const { opening, closing } = told
  if ((opening === null) !== (closing === null)) return refuse('bank-statement/one-balance', {})
  if (opening === null || closing === null) return ok(told)
  const moved = Decimal.sum(told.movements.map(({ amount }) => Decimal.of(amount)))
  const difference = Decimal.of(closing).minus(Decimal.of(opening)).minus(moved)
  if (difference.isZero()) return ok(told)
  return refuse('bank-statement/does-not-add-up', {
    opening,
    closing,
    moved: moved.toString(),
    difference: difference.toString(),
    currency,
  })
}

export function newBankStatement(
  told: ToldStatement,
  account: BankAccount,
  recognized: Recognized,
  isKnown: boolean,
  stamp: Stored & { number: string },
): Result<BankStatement> {
  const { movements, statementId, opening, closing } = told
  if (movements.length === 0 ? isKnown : recognized.fresh.length === 0) {
    return refuse('bank-statement/nothing-new', { count: movements.length, statement: statementId ?? '-' })
  }
  const days = [told.fromDate, told.toDate, ...movements.map(({ bookingDate }) => bookingDate)]
    .filter((day) => day !== null)
    .sort()
  const [fromDate, toDate] = [days[0], days.at(-1)] as [PlainDate | undefined, PlainDate | undefined]
  if (!fromDate || !toDate) return refuse('bank-statement/no-dates', {})
  const amounts = movements.map(({ amount }) => Decimal.of(amount))
  return ok({
    ...stamp,
    bankAccount: account.id,
    statementId,
    fromDate,
    toDate,
    currency: account.currency,
    opening,
    closing,
    received: Decimal.sum(amounts.filter((amount) => amount.isPositive())).toString(),
    spent: Decimal.sum(amounts.filter((amount) => amount.isNegative()))
      .abs()
      .toString(),
    lineCount: movements.length,
    knownCount: recognized.knownCount,
    knownAmount: recognized.knownAmount.toString(),
  })
}
