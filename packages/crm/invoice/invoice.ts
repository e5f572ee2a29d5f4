/** Pure decisions on invoices: they are told by the ERP; only what cannot be is refused. */
import { Decimal, type Input, ok, type Refusal, type Result, type Row, refuse, type Stored } from '@tandem/kernel'
import { badTotals, badValue } from '../shared/check.ts'
import { type Known, unknownReference } from '../shared/known.ts'
import { changesOf, filled } from '../shared/values.ts'
import { type invoice, invoiceFields } from './definition.ts'

export type Invoice = Row<typeof invoice>

export interface InvoiceReferences {
  readonly customer: Known
  readonly order: Known
  /** Numbers that other invoices have. */
  readonly taken: ReadonlySet<string>
}

type InvoiceInput = Input<typeof invoiceFields>
type Amounts = Pick<Invoice, 'number' | 'net' | 'tax' | 'total' | 'paid'>

export function newInvoice(input: InvoiceInput, stamp: Stored, known: InvoiceReferences): Result<Invoice> {
  const refusal = badInvoice(input, input, known)
  return refusal ? { ok: false, refusal } : ok({ ...filled(invoiceFields, input), ...stamp })
}

export function changedInvoice(row: Invoice, input: object, known: InvoiceReferences): Result<Partial<Invoice>> {
  const changes = changesOf<Invoice>(invoiceFields, row, input)
  const refusal = badInvoice(changes, { ...row, ...changes }, known)
  return refusal ? { ok: false, refusal } : ok(changes)
}

function badInvoice(values: Partial<InvoiceInput>, amounts: Amounts, known: InvoiceReferences): Refusal | undefined {
  const { taken, ...references } = known
  const bad =
    badValue('invoice', values, { filled: ['number'] }) ??
    unknownReference('invoice', values, references) ??
    badTotals('invoice', amounts)
  if (bad) return bad
  const { number, paid, total } = amounts
  if (values.number !== undefined && taken.has(values.number)) return refuse('invoice/number-taken', { number }).refusal
  // Systems write credit notes with either sign.
  const over = Decimal.of(paid).abs().isMore(Decimal.of(total).abs())
  return over ? refuse('invoice/overpaid', { number, paid, total }).refusal : undefined
}
