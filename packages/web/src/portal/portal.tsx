/** What somebody of a customer's meets: their own quotes, orders and invoices, and nothing else. */
import { createRootRoute, createRoute, createRouter, lazyRouteComponent, RouterProvider } from '@tanstack/react-router'
import { useState } from 'react'
import { Broken } from '../app/broken.tsx'
import { NotFound } from '../app/not-found.tsx'
import { InvoiceListPage, InvoicePage } from './invoices.tsx'
import { NewTicketPage } from './new-ticket.tsx'
import { OrderListPage, OrderPage } from './orders.tsx'
import { PortalHome } from './portal-home.tsx'
import { PortalShell } from './portal-shell.tsx'
import { QuoteListPage, QuotePage } from './quotes.tsx'
import { TicketListPage, TicketPage } from './tickets.tsx'

/** Made when it is needed: the house has a router of its own. */
function makeRouter() {
  const root = createRootRoute({
    component: PortalShell,
    notFoundComponent: NotFound,
    errorComponent: (props) => <Broken {...props} />,
  })
  const at = (path: string, component: () => React.ReactNode) => createRoute({ getParentRoute: () => root, path, component })
  const account = createRoute({
    getParentRoute: () => root,
    path: '/account',
    component: lazyRouteComponent(() => import('../people/account-page.tsx'), 'AccountPage'),
  })
  return createRouter({
    routeTree: root.addChildren([
      at('/', PortalHome),
      at('/quotes', QuoteListPage),
      at('/quotes/$id', QuotePage),
      at('/orders', OrderListPage),
      at('/orders/$id', OrderPage),
      at('/invoices', InvoiceListPage),
      at('/invoices/$id', InvoicePage),
      at('/tickets', TicketListPage),
      at('/tickets/new', NewTicketPage),
      at('/tickets/$id', TicketPage),
      account,
    ]),
    scrollRestoration: true,
  })
}

export default function Portal() {
  const [router] = useState(makeRouter)
  return <RouterProvider router={router as never} />
}
