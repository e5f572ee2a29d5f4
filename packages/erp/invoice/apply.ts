import { insertRows, readDocuments, type Tx } from '@tandem/db'
import {
  type Context,
  type DocumentCommand,
  type Id,
  type Input,
  type On,
  ok,
  type PlainDate,
  type Result,
  refuse,
} from '@tandem/kernel'
import { loadRates } from '../exchange-rate/commands.ts'
import { loadBooks } from '../ledger/books.ts'
import { checkOpen, type PostingFact } from '../ledger/entry.ts'
import { postWith } from '../ledger/posting.ts'
import { applyFields, invoice } from './definition.ts'
import { setOffFact } from './facts.ts'
import { appliedAmount, type Invoice, setOffDifference, settled } from './invoice.ts'
import { Settlements, saveSettled } from './settling.ts'

type Apply = Input<typeof applyFields>

interface Application {
  readonly parentId: Id
  readonly lineNumber: number
  readonly invoice: Id
  readonly amount: string
  readonly settledDate: PlainDate
}

export const applyCreditNote: DocumentCommand<Tx, typeof applyFields, Invoice> = {
  name: 'apply',
  document: 'invoice',
  on: 'one',
  label: { en: 'Set off', zh: '冲抵' },
  input: applyFields,
  async run(tx, by, inputs) {
    const ids = [...new Set(inputs.flatMap(({ id, input }) => [id, input.invoice]))]
    const [loaded, books, rates] = await Promise.all([
      readDocuments<Invoice>(tx, invoice, ids, { lock: true }),
      loadBooks(tx),
      loadRates(tx, []),
    ])
    const settlements = new Settlements(loaded)
    const [applications, facts]: [Application[], PostingFact[]] = [[], []]
    const results = inputs.map((on) => applyOne(on, settlements, books.closedThrough, by, applications, facts))
    await Promise.all([
      saveSettled(tx, by, settlements.changed()),
      insertRows(tx, 'erp.invoice_application', applications),
      postWith(tx, by, books, rates, facts),
    ])
    const changed = new Set(settlements.changed().map(({ id }) => id))
    return results.map((result) => {
      if (!result.ok || !changed.has(result.value.id)) return result
      const now = settlements.get(result.value.id) ?? result.value
      return ok({ ...now, version: now.version + 1, updatedAt: by.now, updatedBy: by.actor.id })
    })
  },
}

function applyOne(
  { id, version, input }: On<Apply>,
  settlements: Settlements,
  closedThrough: string,
  by: Context,
  applications: Application[],
  facts: PostingFact[],
): Result<Invoice> {
  const credit = settlements.get(id)
  if (!credit) return refuse('invoice/not-found', { id })
  if (version !== undefined && version !== credit.version) {
    return refuse('invoice/changed-meanwhile', { id, yours: version, now: credit.version, by: credit.updatedBy })
  }
  const date = input.settledDate ?? by.today
  const open = checkOpen(date, closedThrough)
  if (!open.ok) return open
  const target = settlements.get(input.invoice)
  const amount = appliedAmount(credit, target, input.amount, date)
  if (!amount.ok || !target) return amount.ok ? refuse('invoice/not-found', { id: input.invoice }) : amount
  const line = {
    lineNumber: credit.applications.length + 1,
    invoice: target.id,
    amount: amount.value.toString(),
    settledDate: date,
  }
  const exchange = setOffDifference(credit, target, amount.value)
  if (!exchange.isZero()) facts.push(setOffFact(credit, line.lineNumber, exchange, date))
  applications.push({ parentId: credit.id, ...line })
  const next = { ...settled(credit, amount.value, 'credit'), applications: [...credit.applications, line] }
  settlements.set(next)
  settlements.set(settled(target, amount.value, 'credit'))
  return ok(next)
}
