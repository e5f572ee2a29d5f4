import { changeDocuments, createDocuments, rows, run, sql, stamp, type Tx } from '@tandem/db'
import type { Context, CreateCommand, DocumentCommand, On, Result } from '@tandem/kernel'
import { period, periodFields } from './definition.ts'
import type { Period } from './entry.ts'
import { closedPeriod, type Months, newPeriod, reopenedPeriod } from './period.ts'

export const createPeriod: CreateCommand<Tx, typeof periodFields, Period> = {
  name: 'create',
  document: 'period',
  on: 'new',
  label: { en: 'New month', zh: '新建会计期间' },
  input: periodFields,
  async run(tx, by, inputs) {
    const months = await lockMonths(tx)
    const decided = inputs.map(({ month }) => {
      const result = newPeriod(month, stamp(by), months)
      if (result.ok) months.set(month, 'open')
      return result
    })
    return createDocuments(tx, by, period, decided)
  },
}

export const closePeriod: DocumentCommand<Tx, Record<never, never>, Period> = {
  name: 'close',
  document: 'period',
  on: 'one',
  label: { en: 'Close month', zh: '结账' },
  input: {},
  async run(tx, by, inputs) {
    const results = await changeMonths(tx, by, inputs, closedPeriod, 'period-closed')
    await numberMonths(tx, results)
    return results
  },
}

export const reopenPeriod: DocumentCommand<Tx, Record<never, never>, Period> = {
  name: 'reopen',
  document: 'period',
  on: 'one',
  label: { en: 'Reopen month', zh: '反结账' },
  input: {},
  run: (tx, by, inputs) => changeMonths(tx, by, inputs, reopenedPeriod, 'period-reopened'),
}

/** Gives the month's entries that have none yet their numbers, without gaps. Closing does it, too. */
export const numberEntries: DocumentCommand<Tx, Record<never, never>, Period> = {
  name: 'number-entries',
  document: 'period',
  on: 'one',
  label: { en: 'Number entries', zh: '凭证编号' },
  input: {},
  async run(tx, by, inputs) {
    await lockMonths(tx)
    const results = await changeDocuments<Period, unknown>(tx, by, period, inputs, () => ({ ok: true, value: {} }))
    await numberMonths(tx, results)
    return results
  },
}

async function changeMonths(
  tx: Tx,
  by: Context,
  inputs: readonly On<unknown>[],
  decide: (row: Period, months: Months) => Result<Partial<Period>>,
  event: string,
): Promise<Result<Period>[]> {
  const months = await lockMonths(tx)
  return changeDocuments<Period, unknown>(
    tx,
    by,
    period,
    inputs,
    (row) => {
      const result = decide(row, months)
      if (result.ok && result.value.state) months.set(row.month, result.value.state)
      return result
    },
    event,
  )
}

/** All months with a row. Nobody posts, closes or numbers until the transaction ends. */
async function lockMonths(tx: Tx): Promise<Map<string, Period['state']>> {
  const [, found] = await Promise.all([
    run(tx, sql`select erp.lock_books(true)`),
    rows(tx, sql<{ month: string; state: Period['state'] }>`select month, state from erp.period`),
  ])
  return new Map(found.map(({ month, state }) => [month, state]))
}

async function numberMonths(tx: Tx, results: readonly Result<Period>[]): Promise<void> {
  const months = new Set(results.flatMap((result) => (result.ok ? [result.value.month] : [])))
  await Promise.all(
    [...months].map((month) =>
      run(
        tx,
        sql`
          insert into erp.journal_number (period, number, entry)
          select e.period, row_number() over (order by e.entry_date, e.id)
                 + coalesce((select max(number) from erp.journal_number where period = ${month}), 0), e.id
          from erp.journal_entry e
          where e.entry_date >= (${month} || '-01')::date and e.entry_date < (${month} || '-01')::date + interval '1 month'
            and not exists (select from erp.journal_number n where n.entry = e.id)`,
      ),
    ),
  )
}
