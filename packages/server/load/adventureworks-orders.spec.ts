import { describe, expect, it } from 'vitest'
import { ordersFrom } from './adventureworks-orders.ts'
import type { SourceRow } from './rows.ts'

const known = { itemCodes: new Map([['332', 'BK-1']]), customerCodes: new Set(['14657', '29255']) }

function rows(table: string): SourceRow[] {
  const [header, ...lines] = table
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
  return lines.map((cells, i) => ({
    file: 'Sales.csv',
    row: i + 2,
    values: Object.fromEntries((header ?? []).map((name, column) => [name, cells[column] === '-' ? '' : (cells[column] ?? '')])),
  }))
}

const HEAD = 'OrderDate OrderNumber ProductKey CustomerKey OrderLineItem OrderQuantity UnitPriceSold'

describe('I2 orders from the AdventureWorks files', () => {
  it('come out whole, in order of date', () => {
    const { orders, errors } = ordersFrom(
      rows(`${HEAD}
        02/01/2015 SO2 332 29255 1 1 3578.2700
        01/31/2015 SO1 332 14657 2 3 699.0982
        01/31/2015 SO1 332 14657 1 1 10`),
      known,
    )
    expect(errors).toEqual([])
    expect(orders.map(({ source, ...order }) => ({ ...order, row: source.row }))).toEqual([
      {
        number: 'SO1',
        customerCode: '14657',
        orderDate: '2015-01-31',
        row: 3,
        lines: [
          { lineNumber: 1, itemCode: 'BK-1', quantity: '1', unitPrice: '10' },
          { lineNumber: 2, itemCode: 'BK-1', quantity: '3', unitPrice: '699.0982' },
        ],
      },
      {
        number: 'SO2',
        customerCode: '29255',
        orderDate: '2015-02-01',
        row: 2,
        lines: [{ lineNumber: 1, itemCode: 'BK-1', quantity: '1', unitPrice: '3578.27' }],
      },
    ])
  })

  it('are left out whole when one row is bad, and each bad value is told with file, row, column and what to do', () => {
    const { orders, errors, refused } = ordersFrom(
      rows(`${HEAD}
        01/31/2015 GOOD 332 14657 1 1 10
        01/31/2015 BAD 332 14657 1 1 10
        31/01/2015 BAD 999 77 x 0 1e3
        01/31/2015 TWICE 332 14657 1 1 10
        01/31/2015 TWICE 332 29255 1 1 10`),
      known,
    )
    expect(orders.map(({ number }) => number)).toEqual(['GOOD'])
    expect(refused).toEqual(['BAD', 'TWICE'])
    expect(errors.map(({ row, column, value }) => `${row} ${column} ${value}`)).toEqual([
      '4 OrderDate 31/01/2015',
      '4 ProductKey 999',
      '4 CustomerKey 77',
      '4 OrderLineItem x',
      '4 OrderQuantity 0',
      '4 UnitPriceSold 1e3',
      '4 CustomerKey 77',
      '4 OrderDate 31/01/2015',
      '6 CustomerKey 29255',
      '6 OrderLineItem 1',
    ])
    for (const error of errors) expect([error.file, error.en.length > 10, error.zh.length > 4]).toEqual(['Sales.csv', true, true])
  })
})
