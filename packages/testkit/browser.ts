/** A real browser for specs, from npm: nothing has to be installed on the machine. */
import chromium from '@sparticuz/chromium'
import { type BrowserContext, type Page, chromium as playwright } from 'playwright-core'

export type { Locator, Page } from 'playwright-core'

/** Desk and phone, as people hold them. */
export const SCREENS = { desk: { width: 1366, height: 850 }, phone: { width: 390, height: 844 } } as const
export type Screen = keyof typeof SCREENS

export interface Visit {
  readonly url: string
  /** A BCP 47 tag, `zh-CN`: the language of the browser, which a page may follow. */
  readonly locale?: string
  readonly screen?: Screen
  readonly colours?: 'light' | 'dark'
  /** Signs in as a person of the demo, by name or role; left out: its administrator, where there is a demo. Null: nobody. */
  readonly as?: string | null
}

export interface Visitor {
  readonly page: Page
  readonly context: BrowserContext
  /** Everything a person would not see but that went wrong: errors of scripts, of the console, answers 4xx and 5xx. */
  readonly problems: string[]
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

export async function openBrowser(): Promise<TestBrowser> {
  const browser = await playwright.launch({
    executablePath: await chromium.executablePath(),
    args: ARGS,
    headless: true,
  })
  return {
    async visit({ url, locale = 'en-GB', screen = 'desk', colours = 'light', as }) {
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
      const page = await context.newPage()
      const problems = problemsOf(page)
      await page.goto('/')
      return { page, context, problems, leave: () => context.close() }
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
