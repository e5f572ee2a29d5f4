import { customer } from '@tandem/crm/definitions'
import { Alert } from 'antd'
import { crmType, useList } from '../api/documents.ts'
import { usePlatform } from '../api/platform.ts'
import { useWords } from '../i18n/use-words.ts'
import { RowList } from '../lists/row-list.tsx'
import { Section } from '../parts/figure.tsx'
import { Balances, useInvoiceColumns, useOpenInvoices } from './invoices.tsx'
import { ORDERS, useOrderColumns } from './orders.tsx'
import { PortalPage, Shown } from './portal-page.tsx'
import { QUOTES, useQuoteColumns } from './quotes.tsx'
import { TICKETS, useTicketColumns } from './tickets.tsx'

const SHOWN = 20

/** What waits for the customer, what is on its way to them, and what they owe. */
export function PortalHome() {
  const { t } = useWords()
  const { data: me } = usePlatform()
  const customers = useList(crmType(customer), { limit: 1 })
  return (
    <Shown query={customers}>
      {({ items: [own] }) => (
        <PortalPage
          title={t('portal.welcome', { name: me?.user?.fullName ?? '' })}
          about={own && t('portal.about', { company: me?.tenant?.name ?? '', customer: own.name })}
        >
          {own ? <Standing /> : <Alert type="info" showIcon title={t('portal.noCustomer')} />}
        </PortalPage>
      )}
    </Shown>
  )
}

function Standing() {
  const { t } = useWords()
  const open = useOpenInvoices()
  const quotes = useList(QUOTES, { filter: { state: 'sent' }, sort: 'validUntil', limit: SHOWN })
  const orders = useList(ORDERS, { filter: { state: ['requested', 'placed'] }, sort: '-orderDate', limit: SHOWN })
  const tickets = useList(TICKETS, { filter: { state: ['open', 'answered'] }, sort: '-updatedAt', limit: SHOWN })
  const [quoteColumns, orderColumns, invoiceColumns] = [useQuoteColumns(), useOrderColumns(), useInvoiceColumns()]
  const ticketColumns = useTicketColumns()
  return (
    <>
      {open.data && <Balances balances={open.data.balances} />}
      <Section title={t('portal.answer')}>
        <Shown query={quotes}>
          {({ items }) => <RowList rows={items} rowKey={idOf} columns={quoteColumns} empty={t('portal.nothingToAnswer')} />}
        </Shown>
      </Section>
      <Section title={t('portal.underWay')}>
        <Shown query={orders}>
          {({ items }) => <RowList rows={items} rowKey={idOf} columns={orderColumns} empty={t('portal.nothingUnderWay')} />}
        </Shown>
      </Section>
      <Section title={t('portal.ticketsOpen')}>
        <Shown query={tickets}>
          {({ items }) => <RowList rows={items} rowKey={idOf} columns={ticketColumns} empty={t('portal.nothingAsked')} />}
        </Shown>
      </Section>
      <Section title={t('portal.toPay')}>
        <Shown query={open}>
          {({ invoices }) => (
            <RowList
              rows={invoices.filter(({ type }) => type === 'invoice')}
              rowKey={idOf}
              columns={invoiceColumns}
              empty={t('portal.nothingToPay')}
            />
          )}
        </Shown>
      </Section>
    </>
  )
}

function idOf({ id }: { readonly id: string }): string {
  return id
}
