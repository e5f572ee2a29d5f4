/** The pictures of the manual, as data: which page each shows, and how to come there. Specs and the script that takes them share it. */
import { SCREENS, type Visitor } from '@tandem/testkit/browser'

/** Documents that some pictures show. */
export interface Shown {
  /** A draft. */
  readonly quote: string
  readonly order: string
  readonly customer: string
  readonly item: string
}

export interface Picture {
  /** Of its file and in its address: `quote-desk`. */
  readonly name: string
  readonly at: (shown: Shown) => string
  /** What is done on the page before. */
  readonly prepare?: (visitor: Visitor) => Promise<void>
}

const page = (name: string, at: string): Picture => ({ name, at: () => at })

export const PICTURES: readonly Picture[] = [
  page('home', '/'),
  { name: 'quote-desk', at: ({ quote }) => `/quotes/${quote}` },
  { name: 'order-journey', at: ({ order }) => `/orders/${order}` },
  { name: 'customer', at: ({ customer }) => `/customers/${customer}` },
  page('list', '/orders'),
  page('board', '/records/crm/opportunity/board'),
  { name: 'search', at: () => '/orders', prepare: searchAll },
  { name: 'item', at: ({ item }) => `/erp/items/${item}` },
  page('trial-balance', '/erp/trial-balance'),
  page('joint', '/joint'),
  page('flows', '/joint/flows'),
  page('inbox', '/joint/inbox'),
  { name: 'duplicates', at: () => '/joint/conflicts', prepare: secondTab },
  page('quality', '/joint/quality'),
  page('rules', '/joint/rules'),
  page('mappings', '/joint/mappings'),
  page('proof', '/joint/proof'),
  { name: 'connections', at: () => '/joint/connections', prepare: press },
  { name: 'files', at: () => '/joint/files', prepare: press },
  page('users', '/admin/users'),
  page('roles', '/admin/roles'),
  page('audit', '/admin/audit'),
  page('sign-in-settings', '/admin/sign-in'),
]

async function searchAll({ page: browser, settled }: Visitor): Promise<void> {
  await browser.keyboard.press('Control+k')
  await browser.getByRole('dialog').locator('input').first().fill('C00')
  await browser.waitForTimeout(500)
  await settled()
}

/** Of the queues that a person decides in, the one of duplicates. */
async function secondTab({ page: browser, settled }: Visitor): Promise<void> {
  await browser.getByRole('tab').nth(1).click()
  await settled()
}

/** The main button of the page, and what it opens. */
async function press({ page: browser, settled }: Visitor): Promise<void> {
  await browser.locator('main .ant-btn-primary').first().click()
  await browser.getByRole('dialog').waitFor()
  await settled()
}

/** The page as a PNG: what a desk's screen shows, calm and complete. */
export async function takePicture(visitor: Visitor, { at, prepare }: Picture, shown: Shown): Promise<Buffer> {
  const { page: browser } = visitor
  await browser.setViewportSize({ width: SCREENS.desk.width, height: 768 })
  await visitor.go(at(shown))
  await visitor.settled()
  await browser.getByRole('heading', { level: 1 }).waitFor()
  // What is named elsewhere is asked for after the list is there; on a busy machine that may be a moment later.
  await browser.getByText('…', { exact: true }).first().waitFor({ state: 'hidden' })
  await prepare?.(visitor)
  const taken = await browser.screenshot({ animations: 'disabled', caret: 'hide' })
  if (prepare) await browser.keyboard.press('Escape')
  return taken
}
