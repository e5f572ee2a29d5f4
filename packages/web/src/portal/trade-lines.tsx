import { item, quote } from '@tandem/crm/definitions'
import { Decimal } from '@tandem/kernel'
import { useWords } from '../i18n/use-words.ts'
import { ReferenceName } from '../lists/field-value.tsx'
import { RowList } from '../lists/row-list.tsx'
import type { RowColumn } from '../lists/rows.ts'

export interface TradeLine {
  readonly lineNumber: number
  readonly item: string
  readonly description?: string | null
  readonly quantity: string
  readonly unit: string
  readonly unitPrice: string
  readonly discountPercent: string
  readonly net: string
}

/** What a line is about, in the words it was sold in. */
export function LineName({ line }: { line: Pick<TradeLine, 'item' | 'description'> }) {
  return line.description ? (
    <span>{line.description}</span>
  ) : (
    <ReferenceName side="crm" name={item.name} id={line.item} link={false} />
  )
}

/** Lines of a quote or an order with their prices. */
export function TradeLines({ lines, currency }: { lines: readonly TradeLine[]; currency: string }) {
  const { t, label, money, quantity, percent } = useWords()
  const fields = quote.fields.lines.of
  const isNone = (text: string) => Decimal.of(text).isZero()
  const number = (text: string) => <span className="number">{text}</span>
  const discount: RowColumn<TradeLine> = {
    key: 'discount',
    title: label(fields.discountPercent.label),
    align: 'end',
    says: ({ discountPercent }) => ({ number: discountPercent }),
    render: (line) => number(percent(line.discountPercent)),
    isEmpty: (line) => isNone(line.discountPercent),
  }
  const columns: RowColumn<TradeLine>[] = [
    {
      key: 'item',
      title: label(fields.item.label),
      render: (line) => <LineName line={line} />,
      says: ({ description, item: id }) => description || { side: 'crm', name: item.name, id },
    },
    {
      key: 'quantity',
      title: label(fields.quantity.label),
      align: 'end',
      says: (line) => ({ number: line.quantity, unit: line.unit }),
      render: (line) => number(quantity(line.quantity, line.unit)),
    },
    {
      key: 'unitPrice',
      title: label(fields.unitPrice.label),
      align: 'end',
      says: (line) => ({ number: line.unitPrice, unit: currency }),
      render: (line) => number(money(line.unitPrice, currency)),
    },
    ...(lines.every(({ discountPercent }) => isNone(discountPercent)) ? [] : [discount]),
    {
      key: 'net',
      title: label(fields.net.label),
      align: 'end',
      says: (line) => ({ number: line.net, unit: currency }),
      render: (line) => number(money(line.net, currency)),
    },
  ]
  return <RowList rows={lines} rowKey={({ lineNumber }) => String(lineNumber)} columns={columns} empty={t('record.noLines')} />
}
