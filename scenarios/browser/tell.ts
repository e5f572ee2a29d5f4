/**
 * Stories as the people of the company tell them: written once, told in both languages, at a desk and on a phone; in all four
 * ways with `TANDEM_WAYS=all`.
 */
import { barriersOf } from '@tandem/testkit/accessibility'
import { type Locator, PATIENCE_MS, type Page, type Screen, type Visitor } from '@tandem/testkit/browser'
import { describe, expect, it } from 'vitest'
import { browserUnderTest, type ServerUnderTest, serverUnderTest } from './server-under-test.ts'
import { type Spoken, spokenIn } from './spoken.ts'

export { PATIENCE_MS }

type Way = readonly ['zh' | 'en', Screen]

/** Each has both languages and both screens. */
const PAIRS: readonly (readonly [Way, Way])[] = [
  [
    ['zh', 'desk'],
    ['en', 'phone'],
  ],
  [
    ['en', 'desk'],
    ['zh', 'phone'],
  ],
]

/**
 * All four take twice as long as a whole test run may: the main story is told in a pair that has both, the others in one way, the
 * next in another.
 */
function waysOf(title: string, { once = false }: Telling): readonly Way[] {
  const all = PAIRS.flat()
  if (process.env.TANDEM_WAYS === 'all') return all
  return once ? all.slice(title.length % all.length).slice(0, 1) : (PAIRS[title.length % PAIRS.length] ?? [])
}

interface Telling {
  /** Where the product is that they come to, of a story that is not about the demo company. */
  readonly elsewhere?: () => string
  /** `npm test` has time for one telling of it. */
  readonly once?: boolean
}

/** Somebody at the page, and what hands do there. */
export interface Person extends Visitor {
  readonly main: Locator
  /** What is opened above the page: the last of it. */
  readonly dialog: Locator
  /** Presses the button of this name, where it is found first: in the page, or in a part of it. */
  press(name: string | RegExp, inside?: Locator): Promise<void>
  /** Types into the field of this name. */
  type(name: string, text: string, inside?: Locator): Promise<void>
  /** Looks for something in a field and takes what is found. */
  pick(name: string, typed: string, inside?: Locator): Promise<void>
  /** Puts a business day, `2026-12-24`, into the field of this name. */
  day(name: string, day: string, inside?: Locator): Promise<void>
  /** What may be done with a document: a button, or put away behind the last of them. */
  command(name: string): Promise<void>
  /** Until the text stands there. */
  see(text: string | RegExp, inside?: Locator): Promise<void>
  /** Goes to a page and waits until it is there. */
  open(path: string): Promise<void>
  /** Makes a document by the API in this person's name. Throws with the server's words when it refuses. */
  make<T extends { readonly id: string }>(path: string, data: object): Promise<T>
  /** The page as it stands keeps nobody out and is not wider than the screen; nothing went wrong so far. */
  fits(): Promise<void>
}

export interface Told extends Spoken {
  readonly screen: Screen
  /** Names what this telling makes: `zh-desk`. Four tellings share a company. */
  readonly mark: string
  readonly server: ServerUnderTest
  /** Somebody of the demo, by name, opens the page; null: nobody yet. */
  comes(name: string | null, at?: string): Promise<Person>
}

/**
 * For the stories of a file. At the end of each everybody leaves, and nothing may have gone wrong that they did not see.
 */
export function storyteller(telling: Telling = {}): (title: string, story: (told: Told) => Promise<void>) => void {
  const { elsewhere } = telling
  const server = serverUnderTest()
  const browser = browserUnderTest()
  return (title, story) => {
    describe(title, () => {
      it.each(waysOf(title, telling))('told in %s at a %s', { timeout: 600_000 }, async (language, screen) => {
        const spoken = spokenIn(language)
        const people: Visitor[] = []
        const comes = async (as: string | null, at = '/') => {
          const visitor = await browser.current.visit({ url: elsewhere?.() ?? server.url, locale: spoken.locale, screen, as, at })
          people.push(visitor)
          return handsOf(visitor, spoken.say('shell.more'))
        }
        await story({ ...spoken, screen, mark: `${language}-${screen}`, server, comes })
        for (const { problems, leave } of people) {
          expect(problems).toEqual([])
          await leave()
        }
      })
    })
  }
}

async function handsOf(visitor: Visitor, more: string): Promise<Person> {
  const { page } = visitor
  const title = page.getByRole('heading', { level: 1 })
  await title.waitFor()
  const main = page.locator('main')
  return {
    ...visitor,
    main,
    dialog: page.getByRole('dialog').last(),
    press: (name, inside) => button(inside ?? page, name).click(),
    type: (name, text, inside) => (inside ?? page).getByLabel(name, { exact: true }).first().fill(text),
    day: (name, day, inside) => putDay(page, (inside ?? page).getByRole('textbox', { name, exact: true }), day),
    command: (name) => command(page, name, more),
    pick: (name, typed, inside) => pick(page, inside ?? page, name, typed),
    see: (text, inside) => (inside ?? main).getByText(text).first().waitFor(),
    open: async (path) => {
      await visitor.go(path)
      await visitor.settled()
      await title.waitFor()
    },
    make: async <T>(path: string, data: object): Promise<T> => {
      const { origin } = new URL(page.url())
      const answer = await visitor.context.request.post(`${origin}/api/v1${path}`, { data, headers: { origin } })
      if (!answer.ok()) throw new Error(`POST ${path}: ${await answer.text()}`)
      return (await answer.json()) as T
    },
    fits: async () => {
      await visitor.settled()
      expect(await barriersOf(page)).toEqual([])
      const over = 'document.documentElement.scrollWidth - document.documentElement.clientWidth'
      expect(await page.evaluate<number>(over), 'px too wide').toBeLessThanOrEqual(0)
      expect(visitor.problems).toEqual([])
    },
  }
}

function button(inside: Page | Locator, name: string | RegExp): Locator {
  return inside.getByRole('button', typeof name === 'string' ? { name, exact: true } : { name }).first()
}

async function pick(page: Page, inside: Page | Locator, name: string, typed: string): Promise<void> {
  const box = inside.getByRole('combobox', { name, exact: true }).first()
  await box.click()
  await box.fill(typed)
  await page.locator('.ant-select-item-option:visible', { hasText: typed }).first().click()
}

/** The calendar is gone before anything else is pressed, as a person would see to it. */
export async function putDay(page: Page, date: Locator, day: string): Promise<void> {
  const taken = async () => {
    await date.fill(day)
    await date.press('Enter')
    await date.blur()
    await page.locator('.ant-picker-dropdown:not(.ant-picker-dropdown-hidden)').waitFor({ state: 'hidden' })
    return date.inputValue()
  }
  // A key that came before the calendar was there took nothing: what stands there once it is left, counts.
  await expect.poll(taken, { timeout: PATIENCE_MS }).toBe(day)
}

async function command(page: Page, name: string, more: string): Promise<void> {
  const known = page.locator('main').getByRole('button', { name, exact: true })
  const others = page.locator('main').getByRole('button', { name: more, exact: true })
  await known.or(others).first().waitFor()
  if ((await known.count()) > 0) return known.click()
  await others.click()
  await page.getByRole('menuitem', { name, exact: true }).click()
}
