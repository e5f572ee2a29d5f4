import { changeDocuments, readDocuments, rows, sql, type Tx, uuidArray } from '@tandem/db'
import { type Context, type DocumentCommand, type Id, type Input, type On, ok, type Result, refuse } from '@tandem/kernel'
import type { BankAccount } from '../bank-account/bank-account.ts'
import { bankAccount } from '../bank-account/definition.ts'
import { recordPayments, reversePayment } from '../payment/commands.ts'
import { payment } from '../payment/definition.ts'
import type { Payment } from '../payment/payment.ts'
import { type BankLine, linkable, matched, movable, paymentFrom, UNMATCHED } from './bank-line.ts'
import { bankLine, bankLineTransitions, ignoreFields, matchFields, unmatchFields } from './definition.ts'

/** What is to be written of a line. */
type Decided = Result<Partial<BankLine>>

export const matchBankLine: DocumentCommand<Tx, typeof matchFields, BankLine> = {
  name: 'match',
  document: 'bank-line',
  on: 'one',
  label: { en: 'Match', zh: '匹配' },
  input: matchFields,
  async run(tx, by, inputs) {
    const lines = await loadLines(tx, inputs)
    const named = inputs.flatMap(({ input }) => input.payment ?? [])
    const [accounts, payments, taken] = await Promise.all([
      readDocuments<BankAccount>(tx, bankAccount, [...new Set([...lines.values()].map((line) => line.bankAccount))]),
      readDocuments<Payment>(tx, payment, [...new Set(named)], { lock: true }),
      takenPayments(tx, named),
    ])
    const names = new Map(accounts.map(({ id, name }) => [id, name]))
    const decided = new Map<number, Decided>()
    const recording: { at: number; input: ReturnType<typeof paymentFrom> }[] = []
    for (const [at, on] of inputs.entries()) {
      const line = movable(lines.get(on.id), on, 'match')
      if (!line.ok) decided.set(at, line)
      else if (on.input.payment) {
        const id = on.input.payment
        const found = linkable(
          line.value,
          payments.find((one) => one.id === id),
          id,
          taken.has(id),
        )
        taken.add(id)
        decided.set(at, found.ok ? ok(matched(id, 'existing')) : found)
      } else if (on.input.party) {
        const { party, allocations } = on.input
        recording.push({ at, input: paymentFrom(line.value, { party, allocations }, names.get(line.value.bankAccount) ?? '') })
      } else decided.set(at, refuse('bank-line/nobody', {}))
      // Whoever is matched in this batch already is not matched a second time.
      if (line.ok) lines.set(on.id, { ...line.value, state: 'matched' })
    }
    const paid = await recordPayments(
      tx,
      by,
      recording.map(({ input }) => input),
    )
    for (const [i, { at }] of recording.entries()) {
      const made = paid[i] as Result<Payment>
      decided.set(at, made.ok ? ok(matched(made.value.id, 'recorded')) : made)
    }
    return save(tx, by, inputs, decided, 'bank-line-matched')
  },
}

export const unmatchBankLine: DocumentCommand<Tx, typeof unmatchFields, BankLine> = {
  name: 'unmatch',
  document: 'bank-line',
  on: 'one',
  label: { en: 'Undo match', zh: '取消匹配' },
  input: unmatchFields,
  async run(tx, by, inputs) {
    const lines = await loadLines(tx, inputs)
    const decided = new Map<number, Decided>()
    const made = [...lines.values()].flatMap((line) => (line.match === 'recorded' && line.payment ? [line.payment] : []))
    const payments = new Map((await readDocuments<Payment>(tx, payment, made, { lock: true })).map((row) => [row.id, row]))
    const reversing: { at: number; id: Id; input: Input<typeof unmatchFields> }[] = []
    for (const [at, on] of inputs.entries()) {
      const line = movable(lines.get(on.id), on, 'unmatch')
      decided.set(at, line.ok ? ok(UNMATCHED) : line)
      if (!line.ok) continue
      lines.set(on.id, { ...line.value, state: 'open' })
      const own = payments.get(line.value.payment as Id)
      // What somebody has reversed already only comes off.
      if (own?.state === 'posted') reversing.push({ at, id: own.id, input: on.input })
    }
    const reversed = await reversePayment.run(
      tx,
      by,
      reversing.map(({ id, input }) => ({ id, input })),
    )
    for (const [i, { at }] of reversing.entries()) {
      const result = reversed[i] as Result<Payment>
      if (!result.ok) decided.set(at, result)
    }
    return save(tx, by, inputs, decided, 'bank-line-unmatched')
  },
}

export const ignoreBankLine: DocumentCommand<Tx, typeof ignoreFields, BankLine> = {
  name: 'ignore',
  document: 'bank-line',
  on: 'one',
  label: { en: 'Leave aside', zh: '忽略' },
  input: ignoreFields,
  run: (tx, by, inputs) =>
    move(tx, by, inputs, 'ignore', ({ reason }) => {
      if (reason.trim() === '') return refuse('bank-line/no-reason', {})
      return ok({ state: bankLineTransitions.ignore.to, reason })
    }),
}

export const reopenBankLine: DocumentCommand<Tx, Record<never, never>, BankLine> = {
  name: 'reopen',
  document: 'bank-line',
  on: 'one',
  label: { en: 'Reopen', zh: '重新打开' },
  input: {},
  run: (tx, by, inputs) => move(tx, by, inputs, 'reopen', () => ok({ state: bankLineTransitions.reopen.to, reason: null })),
}

function move<I>(
  tx: Tx,
  by: Context,
  inputs: readonly On<I>[],
  command: 'ignore' | 'reopen',
  next: (input: I) => Decided,
): Promise<Result<BankLine>[]> {
  const decide = (row: BankLine, input: I): Decided => {
    const line = movable(row, { id: row.id, input }, command)
    return line.ok ? next(input) : line
  }
  return changeDocuments<BankLine, I>(
    tx,
    by,
    bankLine,
    inputs,
    decide,
    `bank-line-${command === 'ignore' ? 'ignored' : 'reopened'}`,
  )
}

async function loadLines(tx: Tx, inputs: readonly On<unknown>[]): Promise<Map<Id, BankLine>> {
  const ids = [...new Set(inputs.map(({ id }) => id))]
  const found = await readDocuments<BankLine>(tx, bankLine, ids, { lock: true })
  return new Map(found.map((row) => [row.id, row]))
}

/** Payments among these that are the money of a line already. */
async function takenPayments(tx: Tx, ids: readonly Id[]): Promise<Set<Id>> {
  const found = await rows(
    tx,
    sql<{ payment: Id }>`select payment from erp.bank_line where payment = any(${uuidArray([...new Set(ids)])}::uuid[])`,
  )
  return new Set(found.map((row) => row.payment))
}

/** Writes what was decided; the lines are locked, so nothing can have changed since. */
async function save(
  tx: Tx,
  by: Context,
  inputs: readonly On<unknown>[],
  decided: ReadonlyMap<number, Decided>,
  event: string,
): Promise<Result<BankLine>[]> {
  const good = inputs.flatMap(({ id }, at) => {
    const one = decided.get(at)
    return one?.ok ? [{ at, on: { id, input: one.value } }] : []
  })
  const changed = await changeDocuments<BankLine, Partial<BankLine>>(
    tx,
    by,
    bankLine,
    good.map(({ on }) => on),
    (_, to) => ok(to),
    event,
  )
  const results = new Map(good.map(({ at }, i) => [at, changed[i] as Result<BankLine>]))
  return inputs.map((_, at) => results.get(at) ?? (decided.get(at) as Result<BankLine>))
}
