import { createDocuments, readDocuments, rows, sql, stamp, type Tx, takeNumbers } from '@tandem/db'
import {
  type Context,
  type CreateCommand,
  Decimal,
  type Id,
  type Input,
  ok,
  type Result,
  refuse,
  type Stored,
} from '@tandem/kernel'
import type { BankAccount } from '../bank-account/bank-account.ts'
import { bankAccount } from '../bank-account/definition.ts'
import { type BankLine, matched, paymentFrom } from '../bank-line/bank-line.ts'
import { bankLine } from '../bank-line/definition.ts'
import { loadCandidates } from '../bank-line/load.ts'
import { proposalsFor } from '../bank-line/proposals.ts'
import { recordPayments } from '../payment/commands.ts'
import { accountOf, type BankStatement, checkedTold, newBankStatement } from './bank-statement.ts'
import { bankFileFields, bankStatement, newBankStatementFields } from './definition.ts'
import { readStatements } from './read.ts'
import { type Kept, keptWith, type Recognized, recognize } from './recognize.ts'
import type { ToldStatement } from './told.ts'

/** For programs; not called `create`, for rows of a spreadsheet make no statement. */
export const recordBankStatement: CreateCommand<Tx, typeof newBankStatementFields, BankStatement> = {
  name: 'record',
  document: 'bank-statement',
  on: 'new',
  label: { en: 'Record a bank statement', zh: '登记银行对账单' },
  input: newBankStatementFields,
  run: (tx, by, inputs) =>
    keepStatements(
      tx,
      by,
      inputs.map((input) => ({ account: input.bankAccount, told: ok([toldBy(input)]) })),
    ),
}

/** A file may hold several statements: all are kept or none, and the last one is answered. */
export const readBankFile: CreateCommand<Tx, typeof bankFileFields, BankStatement> = {
  name: 'read-file',
  document: 'bank-statement',
  on: 'new',
  label: { en: 'Import a bank’s file', zh: '导入银行文件' },
  input: bankFileFields,
  run: (tx, by, inputs) =>
    keepStatements(
      tx,
      by,
      inputs.map(({ bankAccount: account, content }) => ({ account: account ?? null, told: readStatements(content) })),
    ),
}

function toldBy(input: Input<typeof newBankStatementFields>): ToldStatement {
  const movements = input.lines.map(({ bookingDate, amount, ...line }) => ({
    bookingDate,
    amount,
    valueDate: line.valueDate ?? null,
    counterparty: line.counterparty ?? null,
    counterpartyAccount: line.counterpartyAccount ?? null,
    reference: line.reference ?? null,
    bankReference: line.bankReference ?? null,
  }))
  const { statementId = null, fromDate = null, toDate = null, opening = null, closing = null, currency = null } = input
  return { account: null, currency, statementId, fromDate, toDate, opening, closing, movements }
}

interface Asked {
  readonly account: Id | null
  readonly told: Result<readonly ToldStatement[]>
}

interface NewStatement {
  readonly statement: BankStatement
  readonly account: BankAccount
  readonly fresh: Recognized['fresh']
}

async function keepStatements(tx: Tx, by: Context, asked: readonly Asked[]): Promise<Result<BankStatement>[]> {
  const told = asked.flatMap((one) => (one.told.ok ? one.told.value : []))
  const accounts = await lockAccounts(tx)
  const [state, numbers] = await Promise.all([loadKept(tx, told), takeNumbers(tx, 'BS', told.length)])
  const results: Result<BankStatement>[] = []
  const made: NewStatement[] = []
  for (const one of asked) {
    const decided = decideFile(one, accounts, state, () => ({ ...stamp(by), number: numbers.shift() as string }))
    if (decided.ok) made.push(...decided.value)
    const last = decided.ok ? decided.value.at(-1) : undefined
    results.push(decided.ok ? ok((last as NewStatement).statement) : decided)
  }
  await createDocuments(
    tx,
    by,
    bankStatement,
    made.map(({ statement }) => ok(statement)),
  )
  const lines = await matchCertain(tx, by, made)
  await createDocuments(tx, by, bankLine, lines.map(ok))
  return results
}

/** All statements of a file, the oldest first, each against what is kept with those before; nothing when one is refused. */
function decideFile(
  { account, told }: Asked,
  accounts: readonly BankAccount[],
  state: State,
  newStamp: () => Stored & { number: string },
): Result<NewStatement[]> {
  const given = accounts.find(({ id }) => id === account)
  if (account !== null && !given) return refuse('bank-account/not-found', { id: account })
  if (!told.ok) return told
  const [kept, ids] = [new Map(state.kept), new Set(state.ids)]
  const made: NewStatement[] = []
  let known: Result<never> | undefined
  for (const one of inOrder(told.value)) {
    const found = accountOf(one, given, accounts)
    if (!found.ok) return found
    const checked = checkedTold(one, found.value)
    if (!checked.ok) return checked
    const { id } = found.value
    const before = kept.get(id) ?? { counts: new Map(), balance: undefined }
    const recognized = recognize(one.movements, one.closing, before)
    const statement = newBankStatement(one, found.value, recognized, ids.has(`${id} ${one.statementId}`), newStamp())
    if (statement.ok) {
      made.push({ statement: statement.value, account: found.value, fresh: recognized.fresh })
      ids.add(`${id} ${one.statementId}`)
      kept.set(id, keptWith(before, recognized, one.opening))
    } else if (statement.refusal.code === 'bank-statement/nothing-new') known ??= statement
    else return statement
  }
  // A file of several days, of which some came before, is taken for the others.
  if (made.length === 0) return known ?? refuse('bank-statement/not-a-statement')
  for (const [id, now] of kept) state.kept.set(id, now)
  for (const id of ids) state.ids.add(id)
  return ok(made)
}

function inOrder(told: readonly ToldStatement[]): ToldStatement[] {
  const day = ({ toDate, movements }: ToldStatement) => toDate ?? movements.at(-1)?.bookingDate ?? ''
  return [...told].sort((a, b) => (day(a) < day(b) ? -1 : day(a) > day(b) ? 1 : 0))
}

/** In turn, so that the same file imported by two at once comes in once. A company has a few accounts. */
async function lockAccounts(tx: Tx): Promise<BankAccount[]> {
  const found = await rows(tx, sql<{ id: Id }>`select id from erp.bank_account order by id`)
  return readDocuments<BankAccount>(
    tx,
    bankAccount,
    found.map(({ id }) => id),
    { lock: true },
  )
}

interface State {
  readonly kept: Map<Id, Kept>
  /** Account and the bank's number of a statement. */
  readonly ids: Set<string>
}

/** Counts of movements alike, within the days that are told; balances and numbers of all accounts. */
async function loadKept(tx: Tx, told: readonly ToldStatement[]): Promise<State> {
  const days = told.flatMap(({ movements }) => movements.map(({ bookingDate }) => bookingDate)).sort()
  const [counts, balances, ids] = await Promise.all([
    rows(
      tx,
      sql<{ account: Id; key: string; count: number }>`
        select bank_account as account, regexp_replace(fingerprint, '#\\d+$', '') as key, count(*)::int as count from erp.bank_line
        where booking_date between ${days[0] ?? '0001-01-01'}::date and ${days.at(-1) ?? '0001-01-01'}::date group by 1, 2`,
    ),
    rows(
      tx,
      sql<{ account: Id; balance: string }>`
        select distinct on (s.bank_account) s.bank_account as account,
          s.opening + coalesce((select sum(l.amount) from erp.bank_line l where l.bank_account = s.bank_account), 0) as balance
        from erp.bank_statement s where s.opening is not null order by s.bank_account, s.to_date, s.number`,
    ),
    rows(
      tx,
      sql<{
        key: string
      }>`select bank_account || ' ' || statement_id as key from erp.bank_statement where statement_id is not null`,
    ),
  ])
  const accounts = new Set([...counts, ...balances].map(({ account }) => account))
  const kept = [...accounts].map((account): [Id, Kept] => {
    const own = counts.filter((row) => row.account === account).map(({ key, count }): [string, number] => [key, count])
    const balance = balances.find((row) => row.account === account)?.balance
    return [account, { counts: new Map(own), balance: balance === undefined ? undefined : Decimal.of(balance) }]
  })
  return { kept: new Map(kept), ids: new Set(ids.map(({ key }) => key)) }
}

/** The lines of new statements. Where it is certain what one pays, the payment is recorded at once; else it is for a person. */
async function matchCertain(tx: Tx, by: Context, made: readonly NewStatement[]): Promise<BankLine[]> {
  const lines = made.flatMap((one) =>
    one.fresh.map((movement, i) => ({ line: lineOf(by, one, movement, i + 1), account: one.account })),
  )
  const candidates = await loadCandidates(
    tx,
    lines.map(({ line }) => line),
    true,
  )
  const certain = lines.flatMap(({ line, account }) => {
    const proposal = proposalsFor(line, candidates).find(({ isCertain }) => isCertain)
    if (!proposal) return []
    const allocations = proposal.allocations.map(({ invoice, amount }) => ({ invoice, amount }))
    return [{ line, input: paymentFrom(line, { party: proposal.party, allocations }, account.name) }]
  })
  const paid = await recordPayments(
    tx,
    by,
    certain.map(({ input }) => input),
  )
  const payments = new Map(certain.flatMap(({ line }, i) => (paid[i]?.ok ? [[line.id, paid[i].value.id]] : [])))
  return lines.map(({ line }) => {
    const payment = payments.get(line.id)
    return payment ? { ...line, ...matched(payment, 'recorded') } : line
  })
}

function lineOf(
  by: Context,
  { statement, account }: NewStatement,
  movement: Recognized['fresh'][number],
  lineNumber: number,
): BankLine {
  const own = { bankStatement: statement.id, bankAccount: account.id, lineNumber, currency: account.currency }
  return { ...stamp(by), ...own, ...movement, state: 'open', payment: null, match: null, reason: null }
}
