import { describe, expect, it } from 'vitest'
import {
  addLine,
  changeLine,
  chooseItem,
  EMPTY_QUOTE,
  formOf,
  inputOf,
  missingOf,
  type QuoteForm,
  removeLine,
  totalsOf,
} from './quote-form.ts'

const table = { id: 'table', unit: 'pcs', taxRate: '13' }
const began: QuoteForm = { ...EMPTY_QUOTE, customer: 'acme', currency: 'CNY' }

describe('C8 the quote desk', () => {
  it('says what is still missing before it saves', () => {
    expect(missingOf(EMPTY_QUOTE)).toEqual(['customer'])
    expect(missingOf(changeLine(began, 1, { unitPrice: '5' }))).toEqual(['item'])
    expect(missingOf(changeLine(chooseItem(began, 1, table), 1, { quantity: '0' }))).toEqual(['quantity'])
    expect(missingOf(chooseItem(began, 1, table))).toEqual([])
  })

  it('takes unit and tax rate from the item, and drops the price of the item before', () => {
    const typed = changeLine(chooseItem(began, 1, table), 1, { unitPrice: '99' })
    expect(chooseItem(typed, 1, { id: 'chair', unit: 'set', taxRate: '6' }).lines[0]).toMatchObject({
      item: 'chair',
      unit: 'set',
      taxRate: '6',
      unitPrice: null,
    })
  })

  it('shows the sums that the server will save: rounded per line, tax per line', () => {
    const form = changeLine(chooseItem(began, 1, table), 1, { quantity: '3', discountPercent: '12.5' })
    const two = changeLine(chooseItem(addLine(form), 2, table), 2, { quantity: '1', unitPrice: '0.05' })
    expect(totalsOf(two, () => '33.335')).toEqual({ net: '87.55', tax: '11.39', total: '98.94' })
  })

  it('shows no sum while a line has no price', () => {
    expect(totalsOf(chooseItem(began, 1, table), () => undefined)).toBeUndefined()
  })

  it('sends only lines that somebody filled, numbered anew, and leaves the price to the price list unless one was typed', () => {
    const form = removeLine(chooseItem(addLine(addLine(began)), 3, table), 1)
    expect(inputOf(form, true)).toMatchObject({
      customer: 'acme',
      currency: 'CNY',
      lines: [{ lineNumber: 1, item: 'table', quantity: '1', unit: 'pcs', taxRate: '13' }],
    })
    expect((inputOf(form, true).lines as object[])[0]).not.toHaveProperty('unitPrice')
    expect(inputOf(form, false)).not.toHaveProperty('customer')
  })

  it('opens a saved draft as it was saved', () => {
    const line = {
      lineNumber: 1,
      item: 'table',
      unit: 'pcs',
      quantity: '2',
      unitPrice: '10',
      discountPercent: '0',
      taxRate: '13',
      description: null,
    }
    const form = formOf({ ...began, lines: [line] })
    expect(form.lines).toEqual(
      [{ key: 1, ...{ ...line, lineNumber: undefined }, discountPercent: null }].map(({ lineNumber: _, ...rest }) => rest),
    )
    expect(formOf({ ...began, lines: [] }).lines).toHaveLength(1)
  })

  it('always leaves a line to type into', () => {
    expect(removeLine(began, 1).lines).toHaveLength(1)
  })
})
