/** A bank's CSV: columns are found by the names that banks give them, in English and Chinese. */
import { Decimal } from '@tandem/kernel'
import { parse } from 'csv-parse/sync'
import { amountOf, dayOf, type Movement, type ToldStatement, Unreadable, wordsOf } from './told.ts'

const COLUMNS = {
  bookingDate: ['booking date', 'booked on', 'date', 'transaction date', '记账日期', '交易日期', '入账日期', '日期'],
  valueDate: ['value date', '起息日', '起息日期'],
  amount: ['amount', '金额', '交易金额', '发生额'],
  received: ['received', 'credit', 'money in', '收入', '收入金额', '贷方金额', '贷方发生额'],
  spent: ['spent', 'debit', 'money out', '支出', '支出金额', '借方金额', '借方发生额'],
  currency: ['currency', '币种'],
  account: ['account', 'account number', '本方账号', '账号'],
  counterparty: ['counterparty', 'name', 'payer', '对方户名', '对方名称', '对方单位'],
  counterpartyAccount: ['counterparty account', 'counterparty’s account', 'payer account', '对方账号', '对方账户'],
  reference: ['reference', 'text', 'description', 'purpose', '附言', '摘要', '用途', '备注'],
  bankReference: ['bank reference', 'transaction id', '流水号', '银行流水号', '交易流水号'],
  balance: ['balance', '余额', '账户余额'],
} as const satisfies Record<string, readonly string[]>

type Column = keyof typeof COLUMNS
type Row = Partial<Record<Column, string>>

/** Throws Unreadable. */
export function readCsv(content: string): ToldStatement[] {
  const [head = [], ...records] = recordsOf(content)
  const columns = head.map(columnOf)
  if (!columns.includes('bookingDate')) throw new Unreadable('bank-statement/not-a-statement', {})
  if (!columns.includes('amount') && !(columns.includes('received') || columns.includes('spent'))) {
    throw new Unreadable('bank-statement/no-column', { column: 'amount' })
  }
  const rows = records.map(
    (cells): Row => Object.fromEntries(columns.flatMap((name, i) => (name ? [[name, cells[i]?.trim() ?? '']] : []))),
  )
  if (rows.length === 0) throw new Unreadable('bank-statement/not-a-statement', {})
  return [statementOf(rows)]
}

function recordsOf(content: string): string[][] {
  const head = content.split(/\r?\n/, 1)[0] ?? ''
  const count = (delimiter: string) => head.split(delimiter).length
  const delimiter = [',', ';', '\t'].sort((a, b) => count(b) - count(a))[0] as string
  try {
    return parse(content, { bom: true, delimiter, skip_empty_lines: true, relax_column_count: true })
  } catch (error) {
    throw new Unreadable('bank-statement/broken-file', { reason: error instanceof Error ? error.message : String(error) })
  }
}

function columnOf(title: string): Column | undefined {
  const plain = title.trim().toLowerCase().replaceAll('_', ' ').replaceAll("'", '’')
  return (Object.keys(COLUMNS) as Column[]).find((name) => (COLUMNS[name] as readonly string[]).includes(plain))
}

interface Read {
  readonly movement: Movement
  readonly balance: Decimal | undefined
}

function statementOf(rows: readonly Row[]): ToldStatement {
  const read = rows.map(readRow)
  const ordered = inOrder(read)
  const [first, last] = [ordered[0] as Read, ordered.at(-1) as Read]
  const days = ordered.map(({ movement }) => movement.bookingDate).sort()
  const has = first.balance !== undefined && last.balance !== undefined
  return {
    account: said(rows, 'account'),
    currency: said(rows, 'currency'),
    statementId: null,
    fromDate: days[0] ?? null,
    toDate: days.at(-1) ?? null,
    opening: has ? (first.balance as Decimal).minus(Decimal.of(first.movement.amount)).toString() : null,
    closing: has ? (last.balance as Decimal).toString() : null,
    movements: ordered.map(({ movement }) => movement),
  }
}

/** What all rows say alike; a file of several accounts or currencies is none of one. */
function said(rows: readonly Row[], column: 'account' | 'currency'): string | null {
  const all = [...new Set(rows.map((row) => row[column] ?? ''))].filter((text) => text !== '')
  if (all.length > 1) throw new Unreadable('bank-statement/several', { column, values: all.slice(0, 3) })
  return all[0] ?? null
}

function readRow(row: Row, i: number): Read {
  const bad = (column: Column): never => {
    // The first row holds the names of the columns.
    throw new Unreadable('bank-statement/bad-value', { row: i + 2, column, value: row[column] ?? '' })
  }
  const money = (column: Column) => (row[column] ? (amountOf(row[column] as string) ?? bad(column)) : undefined)
  const amount = money('amount') ?? (money('received') ?? Decimal.zero).minus((money('spent') ?? Decimal.zero).abs())
  if (amount.isZero()) bad(row.amount === undefined ? 'received' : 'amount')
  const movement: Movement = {
    bookingDate: dayOf(row.bookingDate ?? '') ?? bad('bookingDate'),
    valueDate: row.valueDate ? (dayOf(row.valueDate) ?? bad('valueDate')) : null,
    amount: amount.toString(),
    counterparty: wordsOf(row.counterparty, 200),
    counterpartyAccount: wordsOf(row.counterpartyAccount, 200),
    reference: wordsOf(row.reference, 2000),
    bankReference: wordsOf(row.bankReference, 200),
  }
  return { movement, balance: money('balance') }
}

/** Banks list the newest first or last. Balances tell; without them, the days. */
function inOrder(rows: readonly Read[]): readonly Read[] {
  const reversed = [...rows].reverse()
  if (rows.every(({ balance }) => balance)) {
    if (follows(rows)) return rows
    if (follows(reversed)) return reversed
  }
  const [first, last] = [rows[0] as Read, rows.at(-1) as Read]
  return first.movement.bookingDate > last.movement.bookingDate ? reversed : rows
}

function follows(rows: readonly Read[]): boolean {
  return rows.every(({ movement, balance }, i) => {
    const before = rows[i - 1]?.balance
    return !before || before.plus(Decimal.of(movement.amount)).equals(balance as Decimal)
  })
}
