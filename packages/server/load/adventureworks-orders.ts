/** The retail orders of the AdventureWorks files: lines in, whole orders out. An order with one bad row is left out whole. */
import { Decimal, type PlainDate, parseDate } from '@tandem/kernel'
import { errorAt, type RowError, type SourceRow } from './rows.ts'

export interface SourceLine {
  readonly lineNumber: number
  readonly itemCode: string
  readonly quantity: string
  readonly unitPrice: string
}

export interface SourceOrder {
  readonly number: string
  readonly customerCode: string
  readonly orderDate: PlainDate
  readonly lines: readonly SourceLine[]
  /** Its first row in the file. */
  readonly source: SourceRow
}

export interface Known {
  /** ProductKey of the sales files -> item code (ProductNumber). */
  readonly itemCodes: ReadonlyMap<string, string>
  readonly customerCodes: ReadonlySet<string>
}

/** Groups lines to orders in order of date, then number. Answers the good orders, and every error of the others. */
export function ordersFrom(
  rows: readonly SourceRow[],
  known: Known,
): { orders: SourceOrder[]; errors: RowError[]; refused: string[] } {
  const byNumber = new Map<string, SourceRow[]>()
  for (const row of rows) {
    const number = row.values.OrderNumber ?? ''
    byNumber.set(number, [...(byNumber.get(number) ?? []), row])
  }
  const orders: SourceOrder[] = []
  const errors: RowError[] = []
  const refused: string[] = []
  for (const [number, lines] of byNumber) {
    const wrong = [...lines.flatMap((row) => errorsIn(row, known)), ...contradictions(lines)]
    if (wrong.length === 0) orders.push(orderOf(number, lines, known))
    else refused.push(number)
    errors.push(...wrong)
  }
  orders.sort((a, b) => compare(a.orderDate, b.orderDate) || compare(a.number, b.number))
  return { orders, errors, refused }
}

function orderOf(number: string, rows: readonly SourceRow[], known: Known): SourceOrder {
  const head = rows[0] as SourceRow
  const lines = rows.map(({ values }) => ({
    lineNumber: Number(values.OrderLineItem),
    itemCode: known.itemCodes.get(values.ProductKey ?? '') ?? '',
    quantity: Decimal.of(values.OrderQuantity ?? '').toString(),
    unitPrice: Decimal.of(values.UnitPriceSold ?? '').toString(),
  }))
  return {
    number,
    source: head,
    customerCode: head.values.CustomerKey ?? '',
    orderDate: parseDate(head.values.OrderDate ?? '', 'MM/DD/YYYY') as PlainDate,
    lines: lines.sort((a, b) => a.lineNumber - b.lineNumber),
  }
}

function errorsIn(row: SourceRow, known: Known): RowError[] {
  const { values } = row
  const errors: RowError[] = []
  const wrong = (column: string, en: string, zh: string) => errors.push(errorAt(row, column, en, zh))
  if (!values.OrderNumber) wrong('OrderNumber', 'Give the number of the order.', '请填写订单号。')
  if (!parseDate(values.OrderDate ?? '', 'MM/DD/YYYY'))
    wrong('OrderDate', 'Write the date as MM/DD/YYYY.', '日期请写成 MM/DD/YYYY。')
  if (!known.itemCodes.has(values.ProductKey ?? '')) {
    wrong('ProductKey', 'Add this product to Products.csv, or correct the key.', '请在 Products.csv 中加入该产品，或更正编号。')
  }
  if (!known.customerCodes.has(values.CustomerKey ?? '')) {
    wrong(
      'CustomerKey',
      'Add this customer to Customers.csv, or correct the key.',
      '请在 Customers.csv 中加入该客户，或更正编号。',
    )
  }
  if (!/^[1-9]\d*$/.test(values.OrderLineItem ?? ''))
    wrong('OrderLineItem', 'Write a line number: 1, 2, 3 ...', '请填写行号：1、2、3……')
  if (!Decimal.parse(values.OrderQuantity ?? '')?.isPositive())
    wrong('OrderQuantity', 'Write a quantity above zero.', '数量必须大于零。')
  const price = Decimal.parse(values.UnitPriceSold ?? '')
  if (!price || price.isNegative() || price.scale > 6) {
    wrong(
      'UnitPriceSold',
      'Write a price such as 12.3456, with at most six decimals.',
      '请填写价格，例如 12.3456，最多六位小数。',
    )
  }
  return errors
}

/** What each row may say alone, but not beside the others of its order. */
function contradictions(rows: readonly SourceRow[]): RowError[] {
  const [head, ...others] = rows
  const seen = new Set([head?.values.OrderLineItem])
  return others.flatMap((row) => {
    const errors: RowError[] = []
    for (const column of ['CustomerKey', 'OrderDate']) {
      if (row.values[column] === head?.values[column]) continue
      errors.push(
        errorAt(
          row,
          column,
          `The order's first row says ${head?.values[column]}: make them agree.`,
          `该订单首行为 ${head?.values[column]}，请保持一致。`,
        ),
      )
    }
    if (seen.has(row.values.OrderLineItem)) {
      errors.push(
        errorAt(
          row,
          'OrderLineItem',
          'This line is in the order already: remove one of the two.',
          '该行在订单中已存在，请删除其中一行。',
        ),
      )
    }
    seen.add(row.values.OrderLineItem)
    return errors
  })
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
