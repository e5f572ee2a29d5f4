import { first, rows, sql, type Tx } from '@tandem/db'
import { defineFields, type Id, ok, type PlainDate, type Query, refuse } from '@tandem/kernel'
import { isMonth } from './period.ts'
import { foldBalances } from './posting.ts'

/** Past this many additions a report folds them first. */
const FOLD_ABOVE = 2000

export interface TrialBalanceRow {
  account: Id
  code: string
  name: string
  nameZh: string | null
  type: string
  currency: string
  debit: string
  credit: string
  baseDebit: string
  baseCredit: string
  /** Debit less credit in base currency. */
  baseBalance: string
}

export interface TrialBalance {
  readonly asOf: PlainDate
  /** One row for each account and currency posted in. */
  readonly rows: readonly TrialBalanceRow[]
  /** Debits less credits of all accounts: all of them must be zero. */
  readonly differences: readonly { currency: string; difference: string }[]
  readonly baseDebit: string
  readonly baseCredit: string
  readonly baseDifference: string
}

const asOfFields = defineFields({
  asOf: { kind: 'date', optional: true, label: { en: 'As of', zh: '截至' } },
})

export const trialBalance: Query<Tx, typeof asOfFields, TrialBalance> = {
  name: 'trial-balance',
  label: { en: 'Trial balance', zh: '试算平衡表' },
  input: asOfFields,
  async run(tx, by, input) {
    const asOf = input.asOf ?? by.today
    await foldWhenMany(tx)
    const [found, differences, total] = await Promise.all([
      rows(
        tx,
        sql<TrialBalanceRow>`
        select a.id as account, a.code, a.name, a.name_zh, a.type, t.currency, t.debit, t.credit, t.base_debit, t.base_credit,
               t.base_debit - t.base_credit as base_balance
        from (${totalsThrough(asOf)}) t join erp.account a on a.tenant_id = platform.tenant() and a.id = t.account
        order by a.code, t.currency`,
      ),
      rows(
        tx,
        sql<{ currency: string; difference: string }>`
        select currency, sum(debit) - sum(credit) as difference from (${totalsThrough(asOf)}) t
        group by currency order by currency`,
      ),
      first(
        tx,
        sql<{ baseDebit: string; baseCredit: string; baseDifference: string }>`
        select coalesce(sum(base_debit), 0) as base_debit, coalesce(sum(base_credit), 0) as base_credit,
               coalesce(sum(base_debit - base_credit), 0) as base_difference
        from (${totalsThrough(asOf)}) t`,
      ),
    ])
    const none = { baseDebit: '0', baseCredit: '0', baseDifference: '0' }
    return ok({ asOf, rows: found, differences, ...(total ?? none) })
  },
}

/** Sums by account and currency through a date: whole months from the totals, a month not over yet from its lines. */
function totalsThrough(asOf: PlainDate) {
  return sql`
    select account, currency, sum(debit) as debit, sum(credit) as credit,
           sum(base_debit) as base_debit, sum(base_credit) as base_credit
    from (
      select account, currency, debit, credit, base_debit, base_credit from erp.account_total
      where period < to_char(${asOf}::date + 1, 'YYYY-MM')
      union all
      select a.id, l.currency, l.debit, l.credit, l.base_debit, l.base_credit
      from erp.account a cross join lateral (
        select currency, sum(debit) as debit, sum(credit) as credit,
               sum(base_debit) as base_debit, sum(base_credit) as base_credit
        from erp.journal_entry_line where tenant_id = platform.tenant() and account = a.id
          and entry_date >= date_trunc('month', ${asOf}::date + 1)::date and entry_date <= ${asOf}::date
        group by currency) l
      where a.tenant_id = platform.tenant()) parts
    group by account, currency`
}

/** Folds the balances when much has gathered, so that reports stay fast however long nobody folded. */
export async function foldWhenMany(tx: Tx): Promise<void> {
  const gathered = await rows(tx, sql`select 1 from erp.account_delta limit ${FOLD_ABOVE}`)
  if (gathered.length === FOLD_ABOVE) await foldBalances(tx)
}

const journalFields = defineFields({
  month: { kind: 'text', max: 7, label: { en: 'Month', zh: '会计期间' } },
  offset: { kind: 'integer', optional: true, label: { en: 'Skip', zh: '跳过' } },
  limit: { kind: 'integer', optional: true, label: { en: 'At most', zh: '最多' } },
})

export interface JournalRow {
  id: Id
  /** Null until the month is numbered or closed. */
  number: number | null
  entryDate: PlainDate
  sourceDocument: string
  sourceId: Id
  description: string
  /** The sum of its debits in base currency. */
  baseAmount: string
}

export const journal: Query<Tx, typeof journalFields, JournalRow[]> = {
  name: 'journal',
  label: { en: 'Journal of a month', zh: '凭证序时簿' },
  input: journalFields,
  async run(tx, _by, { month, offset, limit }) {
    if (!isMonth(month)) return refuse('period/wrong-month', { month })
    const found = await rows(
      tx,
      sql<JournalRow>`
        select e.id, n.number, e.entry_date, e.source_document, e.source_id, e.description,
               (select sum(l.base_debit) from erp.journal_entry_line l
                where l.tenant_id = platform.tenant() and l.parent_id = e.id) as base_amount
        from (select * from erp.journal_entry
              where tenant_id = platform.tenant() and entry_date >= (${month} || '-01')::date
                and entry_date < (${month} || '-01')::date + interval '1 month'
              order by entry_date, id limit ${limit ?? 200} offset ${offset ?? 0}) e
        left join erp.journal_number n on n.tenant_id = platform.tenant() and n.entry = e.id
        order by e.entry_date, e.id`,
    )
    return ok(found)
  },
}

const ledgerFields = defineFields({
  account: { kind: 'reference', to: 'account', label: { en: 'Account', zh: '科目' } },
  party: { kind: 'reference', to: 'party', optional: true, label: { en: 'Party', zh: '往来单位' } },
  from: { kind: 'date', optional: true, label: { en: 'From', zh: '自' } },
  to: { kind: 'date', optional: true, label: { en: 'To', zh: '至' } },
  offset: { kind: 'integer', optional: true, label: { en: 'Skip', zh: '跳过' } },
  limit: { kind: 'integer', optional: true, label: { en: 'At most', zh: '最多' } },
})

export interface LedgerLine {
  entry: Id
  entryDate: PlainDate
  number: number | null
  sourceDocument: string
  sourceId: Id
  description: string
  party: Id | null
  currency: string
  debit: string
  credit: string
  baseDebit: string
  baseCredit: string
  /** Running balance of the account in base currency, debit less credit, after this line. */
  baseBalance: string
}

export const accountLedger: Query<Tx, typeof ledgerFields, { opening: string; lines: LedgerLine[] }> = {
  name: 'account-ledger',
  label: { en: 'Ledger of an account', zh: '科目明细账' },
  input: ledgerFields,
  async run(tx, by, input) {
    const [found] = await rows(tx, sql<{ id: Id }>`select id from erp.account where id = ${input.account}`)
    if (!found) return refuse('account/not-found', { id: input.account })
    const from = input.from ?? ('0001-01-01' as PlainDate)
    const of = sql`l.tenant_id = platform.tenant() and l.account = ${input.account}
      and l.entry_date <= ${input.to ?? by.today}::date and (${input.party ?? null}::uuid is null or l.party = ${input.party ?? null}::uuid)`
    const [opening, lines] = await Promise.all([
      first(
        tx,
        sql<{ balance: string }>`
        select coalesce(sum(l.base_debit - l.base_credit), 0) as balance from erp.journal_entry_line l
        where ${of} and l.entry_date < ${from}::date`,
      ),
      rows(
        tx,
        sql<LedgerLine>`
        select e.id as entry, l.entry_date, n.number, e.source_document, e.source_id, e.description, l.party, l.currency,
               l.debit, l.credit, l.base_debit, l.base_credit,
               (select coalesce(sum(p.base_debit - p.base_credit), 0) from erp.journal_entry_line p
                where p.tenant_id = platform.tenant() and p.account = ${input.account} and p.entry_date < ${from}::date
                  and (${input.party ?? null}::uuid is null or p.party = ${input.party ?? null}::uuid)) + l.running as base_balance
        from (select l.*, sum(l.base_debit - l.base_credit) over (order by l.entry_date, l.parent_id, l.line_number) as running
              from erp.journal_entry_line l where ${of} and l.entry_date >= ${from}::date
              order by l.entry_date, l.parent_id, l.line_number
              limit ${input.limit ?? 200} offset ${input.offset ?? 0}) l
        join erp.journal_entry e on e.tenant_id = platform.tenant() and e.id = l.parent_id
        left join erp.journal_number n on n.tenant_id = platform.tenant() and n.entry = e.id
        order by l.entry_date, l.parent_id, l.line_number`,
      ),
    ])
    return ok({ opening: opening?.balance ?? '0', lines })
  },
}
