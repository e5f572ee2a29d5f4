/** A real browser for specs, from npm: nothing has to be installed on the machine. */
import { setTimeout as sleep } from 'node:timers/promises'
import chromium from '@sparticuz/chromium'
import { type BrowserContext, type Page, chromium as playwright, type Request } from 'playwright-core'

export type { BrowserContext, Locator, Page } from 'playwright-core'

/** Everything runs on slow cores beside other specs, and may be held for half a minute; a person would have lost patience long before. */
export const PATIENCE_MS = 60_000

/** Desk and phone, as people hold them. */
export const SCREENS = { desk: { width: 1366, height: 850 }, phone: { width: 390, height: 844 } } as const
export type Screen = keyof typeof SCREENS

export interface Visit {
  readonly url: string
  /** A BCP 47 tag, `zh-CN`: the language of the browser, which a page may follow. */
  readonly locale?: string
  readonly screen?: Screen
  readonly colours?: 'light' | 'dark'
  /** The path of the first page. */
  readonly at?: string
  /** Signs in as a person of the demo, by name or role; left out: its administrator, where there is a demo. Null: nobody. */
  readonly as?: string | null
  /** What is done with the browser before its first page. */
  readonly prepare?: (context: BrowserContext) => Promise<void>
}

export interface Visitor {
  readonly page: Page
  readonly context: BrowserContext
  /** Everything a person would not see but that went wrong: errors of scripts, of the console, answers 4xx and 5xx. */
  readonly problems: string[]
  /** To another page of the same application, as its links go: nothing is loaded anew. */
  go(path: string): Promise<void>
  /** Until the page has asked for everything it shows, and shows it. */
  settled(): Promise<void>
  leave(): Promise<void>
}

export interface TestBrowser {
  /** Opens a page as somebody who has never been here. */
  visit(visit: Visit): Promise<Visitor>
  close(): Promise<void>
}

/**
 * Instead of the package's own arguments, which are made for a cloud function: one process for everything, which dies with
 * its first closed page, and without web security, which is to be tested.
 */
const ARGS = [
  '--no-sandbox',
  '--no-zygote',
  '--disable-gpu',
  '--disable-dev-shm-usage',
  '--disable-quic',
  '--font-render-hinting=none',
]

async function launching() {
  return { executablePath: await chromium.executablePath(), args: ARGS, headless: true }
}

/** A browser that several processes may open pages in. */
export async function serveBrowser(): Promise<{ readonly address: string; close(): Promise<void> }> {
  const server = await playwright.launchServer(await launching())
  return { address: server.wsEndpoint(), close: () => server.close() }
}

/** A browser of one's own, or the one that is served at an address. */
export async function openBrowser(address?: string): Promise<TestBrowser> {
  const browser = address ? await playwright.connect(address) : await playwright.launch(await launching())
  return {
    async visit({ url, locale = 'en-GB', screen = 'desk', colours = 'light', at = '/', as, prepare }) {
      const context = await browser.newContext({
        baseURL: url,
        locale,
        timezoneId: 'Asia/Shanghai',
        viewport: SCREENS[screen],
        colorScheme: colours,
        hasTouch: screen === 'phone',
        reducedMotion: 'reduce',
      })
      if (as !== null) await comeIn(context, url, as)
      await prepare?.(context)
      const page = await context.newPage()
      page.setDefaultTimeout(PATIENCE_MS)
      const problems = problemsOf(page)
      const settled = settling(page)
      await page.goto(at)
      return { page, context, problems, go: (path) => goInside(page, path), settled, leave: () => context.close() }
    },
    close: () => browser.close(),
  }
}

/** A page that knows no demo stays as it is. */
async function comeIn(context: BrowserContext, url: string, name: string | undefined): Promise<void> {
  const data = name === undefined ? {} : { name }
  const answer = await context.request.post(`${url}/api/v1/platform/sign-in/demo`, { data }).catch(() => undefined)
  if (name !== undefined && !answer?.ok()) throw new Error(`nobody of the demo is called ${name}`)
}

/** The router of the page hears of every change of the history. */
async function goInside(page: Page, path: string): Promise<void> {
  await page.evaluate(`history.pushState({}, '', ${JSON.stringify(path)})`)
}

/** So long nothing may be under way: what was shown may ask for more. */
const QUIET_MS = 60

const MOST_LOOKS = PATIENCE_MS / QUIET_MS

/** What stands in for something that is still to come; the page itself, too, between its files and its first drawing. */
const WAITING = '.ant-skeleton, .ant-spin-spinning, #root:empty'

/** Counts what is under way, but for what stays open: the live feed. */
function settling(page: Page): () => Promise<void> {
  const open = new Set<Request>()
  let changes = 0
  const change = (work: () => void) => {
    work()
    changes++
  }
  page.on('request', (request) => {
    if (request.resourceType() !== 'eventsource') change(() => open.add(request))
  })
  const end = (request: Request) => change(() => open.delete(request))
  page.on('requestfinished', end)
  page.on('requestfailed', end)
  return async () => {
    for (let look = 0; look < MOST_LOOKS; look++) {
      const seen = changes
      await sleep(QUIET_MS)
      if (open.size === 0 && changes === seen && (await page.locator(WAITING).count()) === 0) return
    }
    const waiting = await page.locator(WAITING).count()
    throw new Error(`${page.url()} still waits: ${[...open].map((request) => request.url()).join(', ')} (${waiting} outlines)`)
  }
}

function problemsOf(page: Page): string[] {
  const problems: string[] = []
  page.on('pageerror', (error) => problems.push(`script: ${error.message}`))
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') problems.push(`console: ${message.text()}`)
  })
  page.on('response', (response) => {
    if (response.status() >= 400) problems.push(`${response.status()} ${response.request().method()} ${response.url()}`)
  })
  return problems
}
