import { goodsReturn, type order } from '@tandem/crm/definitions'
import { type salesOrder, salesReturn } from '@tandem/erp/definitions'
import { Decimal, type Row } from '@tandem/kernel'
import { crmType, type DocumentType, erpType, useList } from '../api/documents.ts'
import { useWords } from '../i18n/use-words.ts'
import { fieldColumns, linked } from '../lists/field-columns.tsx'
import { RowList } from '../lists/row-list.tsx'
import { Section } from '../parts/figure.tsx'
import { May } from '../parts/may.tsx'
import { Loaded } from '../parts/page.tsx'
import { type Returnable, ReturnButton } from './return-dialog.tsx'

type Return = Row<typeof goodsReturn>

export const RETURNS = crmType(goodsReturn)
export const SALES_RETURNS = erpType(salesReturn)
const SHOWN = 100
const COLUMNS = ['number', 'state', 'requestedDate', 'reason', 'wish', 'receivedDate', 'credited']

/** Asks for goods of an order back: of what the ERP said was shipped. */
export function ReturnFromOrder({ row }: { row: Row<typeof order> }) {
  const shipped = new Map(row.progress.map((line) => [line.lineNumber, line.shipped]))
  const lines = row.lines.flatMap(({ lineNumber, item, unit }): Returnable[] => {
    const most = shipped.get(lineNumber) ?? '0'
    return Decimal.of(most).isPositive() ? [{ lineNumber, item, unit, most }] : []
  })
  return (
    <May right="crm.return.create">
      <ReturnButton type={RETURNS} of={{ order: row.id }} number={row.number} lines={lines} />
    </May>
  )
}

/** The same in the ERP, for goods that just arrive. */
export function ReturnFromSalesOrder({ row }: { row: Row<typeof salesOrder> }) {
  const lines = row.lines.flatMap(({ lineNumber, item, unit, shipped, returned }): Returnable[] => {
    const most = Decimal.of(shipped).minus(Decimal.of(returned))
    return most.isPositive() ? [{ lineNumber, item, unit, most: most.toString() }] : []
  })
  return (
    <May right="erp.sales-return.create">
      <ReturnButton type={SALES_RETURNS} of={{ salesOrder: row.id }} number={row.number} lines={lines} />
    </May>
  )
}

/** What came back of an order, where anything did. */
export function ReturnsOfOrder({ order: id }: { order: string }) {
  return (
    <May right="crm.return.read">
      <ReturnsOf side="crm" filter={{ order: id }} />
    </May>
  )
}

export function ReturnsOfSalesOrder({ salesOrder: id }: { salesOrder: string }) {
  return (
    <May right="erp.sales-return.read">
      <ReturnsOf side="erp" filter={{ salesOrder: id }} />
    </May>
  )
}

function ReturnsOf({ side, filter }: { side: 'crm' | 'erp'; filter: Record<string, string> }) {
  const words = useWords()
  const type: DocumentType = side === 'crm' ? RETURNS : SALES_RETURNS
  const found = useList(type, { filter, sort: '-requestedDate', limit: SHOWN })
  if (found.data?.items.length === 0) return null
  return (
    <Section title={words.t('returns.title')}>
      <Loaded query={found}>
        {({ items }) => (
          <RowList
            rows={items}
            rowKey={({ id }) => id}
            empty={words.t('returns.none')}
            columns={linked(side, type.definition.name, fieldColumns(side, type.definition, COLUMNS, words))}
          />
        )}
      </Loaded>
    </Section>
  )
}

/** A customer's, as its story tells them. */
export function ReturnsOfCustomer({ returns }: { returns: readonly Return[] }) {
  const words = useWords()
  const columns = fieldColumns<Return>('crm', goodsReturn, [...COLUMNS.slice(0, 3), 'order', ...COLUMNS.slice(3)], words)
  return (
    <RowList
      rows={returns}
      rowKey={({ id }) => id}
      empty={words.t('returns.ofCustomer')}
      columns={linked('crm', 'return', columns)}
    />
  )
}
