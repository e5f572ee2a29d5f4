import { changeDocuments, createDocuments, stamp, type Tx, takenValues } from '@tandem/db'
import { type Context, type CreateCommand, type DocumentCommand, partial } from '@tandem/kernel'
import { taxRate, taxRateFields } from './definition.ts'
import { archivedTaxRate, DEFAULT_RATES, newTaxRate, renamedTaxRate, type TaxRate } from './tax.ts'

export const createTaxRate: CreateCommand<Tx, typeof taxRateFields, TaxRate> = {
  name: 'create',
  document: 'tax-rate',
  on: 'new',
  label: { en: 'New tax rate', zh: '新建税率' },
  input: taxRateFields,
  async run(tx, by, inputs) {
    const codes = inputs.map(({ code }) => code)
    const taken = await takenValues(tx, taxRate, 'code', codes)
    const decided = inputs.map((input) => {
      const result = newTaxRate(input, stamp(by), taken.has(input.code))
      if (result.ok) taken.add(input.code)
      return result
    })
    return createDocuments(tx, by, taxRate, decided)
  },
}

const nameFields = partial({ name: taxRateFields.name, nameZh: taxRateFields.nameZh })

export const changeTaxRate: DocumentCommand<Tx, typeof nameFields, TaxRate> = {
  name: 'change',
  document: 'tax-rate',
  on: 'one',
  label: { en: 'Rename', zh: '重命名' },
  input: nameFields,
  run: (tx, by, inputs) => changeDocuments<TaxRate, Partial<TaxRate>>(tx, by, taxRate, inputs as never, renamedTaxRate),
}

export const archiveTaxRate: DocumentCommand<Tx, Record<never, never>, TaxRate> = {
  name: 'archive',
  document: 'tax-rate',
  on: 'one',
  label: { en: 'Archive', zh: '归档' },
  input: {},
  run: (tx, by, inputs) => changeDocuments<TaxRate, unknown>(tx, by, taxRate, inputs, archivedTaxRate, 'tax-rate-archived'),
}

/** Makes the default rates that are missing. Safe to run twice. */
export async function openTaxRates(tx: Tx, by: Context): Promise<void> {
  const taken = await takenValues(
    tx,
    taxRate,
    'code',
    DEFAULT_RATES.map(({ code }) => code),
  )
  const missing = DEFAULT_RATES.filter(({ code }) => !taken.has(code))
  await createDocuments(
    tx,
    by,
    taxRate,
    missing.map((input) => newTaxRate(input, stamp(by), false)),
  )
}
