import { rows, sql, type Tx } from '@tandem/db'
import { defineFields, type Id, ok, type PlainDate, type Query } from '@tandem/kernel'
import { optionalReference } from '../fields.ts'

const gapFields = defineFields({ bankAccount: optionalReference('bank-account', 'Bank account', '银行账户') })

/** A statement that does not begin where the one before it ended. */
export interface BankGap {
  readonly bankAccount: Id
  readonly statement: Id
  readonly number: string
  readonly before: string
  /** The days between which something is missing. */
  readonly from: PlainDate
  readonly to: PlainDate
  readonly currency: string
  /** What moved in between, as far as the balances tell. */
  readonly amount: string
}

export const bankGaps: Query<Tx, typeof gapFields, BankGap[]> = {
  name: 'bank-gaps',
  label: { en: 'Gaps between bank statements', zh: '对账单缺口' },
  input: gapFields,
  async run(tx, _by, input) {
    const of = input.bankAccount ?? null
    const found = await rows(
      tx,
      // What a statement tells again was in the balance that the one before ended with.
      sql<BankGap>`
        select bank_account, id as statement, number, before, since as "from", from_date as "to", currency,
               opening + known_amount - ended as amount
        from (select s.*, lag(number) over w as before, lag(to_date) over w as since, lag(closing) over w as ended
              from erp.bank_statement s
              where s.opening is not null and (${of}::uuid is null or s.bank_account = ${of}::uuid)
              window w as (partition by s.bank_account order by s.to_date, s.from_date, s.number)) told
        where opening + known_amount <> ended
        order by bank_account, from_date, number`,
    )
    return ok(found)
  },
}
