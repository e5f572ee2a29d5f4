/** Names as the code has them, which no person should have to read on a page. */
import * as crm from '@tandem/crm/definitions'
import * as erp from '@tandem/erp/definitions'
import * as hub from '@tandem/hub/definitions'
import type { Definition, Fields } from '@tandem/kernel'
import * as house from '@tandem/server/definitions'
import type { Page } from '@tandem/testkit/browser'

const DEFINITIONS = [crm, erp, hub, house].flatMap((door) =>
  Object.values(door).filter((value): value is Definition => typeof value === 'object' && 'plural' in value && 'fields' in value),
)

/** `taxNumber`, `sales-order`: no word of any language looks so. */
const IN_CODE = /[a-z][A-Z]|[a-z]-[a-z]/

const NAMES = new Set(
  [
    ...DEFINITIONS.flatMap(({ name, plural, states = [], fields }) => [name, plural, ...states, ...namesIn(fields)]),
    ...Object.values(hub.kinds).flatMap(({ fields }) => namesIn(fields)),
    ...['tandem-crm', 'tandem-erp'],
  ].filter((name) => IN_CODE.test(name)),
)

function namesIn(fields: Fields): string[] {
  return Object.entries(fields).flatMap(([name, field]) => [
    name,
    ...(field.kind === 'choice' ? field.of : []),
    ...(field.kind === 'lines' ? namesIn(field.of) : []),
  ])
}

/** What is written as code on purpose is left out, as are lists to choose from. */
const WORDS = `(() => {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  const words = []
  while (walker.nextNode()) {
    const { parentElement, data } = walker.currentNode
    if (parentElement && !parentElement.closest('code, script, style, .ant-select-dropdown')) words.push(data)
  }
  return words.join(' ')
})()`

/** Those that stand on the page, each once. */
export async function rawNamesOn(page: Page): Promise<string[]> {
  const text = await page.evaluate<string>(WORDS)
  return [...new Set(text.match(/[A-Za-z]+(?:-[a-z]+)*/g) ?? [])].filter((word) => NAMES.has(word))
}

/** What is only heard, or stands in an empty field: names of things and languages, and how a day is written, are the same in all. */
const HEARD = `[...document.querySelectorAll('[aria-label], [placeholder], [alt]')].flatMap((one) =>
  one.closest('[aria-hidden=true]') ? [] : ['aria-label', 'placeholder', 'alt'].flatMap((name) => one.getAttribute(name) ?? []))`
/** The makers of the diagram ask to be named, and name themselves. */
const CREDITS = 'React Flow attribution'
const IN_ANY_LANGUAGE = new Set(['Tandem', 'CRM', 'ERP', 'EN', 'English', 'YYYY-MM-DD', 'YYYY-MM-DD HH:mm', CREDITS])

/** Of a Chinese page: names that are not Chinese, such as those that icons and parts of the library have by themselves. */
export async function foreignNamesOn(page: Page): Promise<string[]> {
  const names = await page.evaluate<string[]>(HEARD)
  const foreign = names.filter((name) => /[A-Za-z]{2}/.test(name) && !/\p{Script=Han}/u.test(name))
  return [...new Set(foreign)].filter((name) => !IN_ANY_LANGUAGE.has(name))
}
