/** Pages of the manual by the words in them, those with the words in their title first. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { MANUAL_FOLDER } from './manual.ts'

interface ManualPage {
  readonly page: string
  readonly title: string
  readonly text: string
}

/** They change with the product only. */
const read = new Map<string, readonly ManualPage[]>()

function pagesIn(folder: string): readonly ManualPage[] {
  const known = read.get(folder)
  if (known) return known
  const names = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.md')) : []
  const pages = names.sort().map((name) => {
    const text = readFileSync(join(folder, name), 'utf8')
    const page = name.slice(0, -'.md'.length)
    return { page, title: /^# (.+)$/m.exec(text)?.[1] ?? page, text: text.toLowerCase() }
  })
  read.set(folder, pages)
  return pages
}

/** Every word must stand on the page. */
export function findInManual(q: string, language: string): { page: string; title: string }[] {
  const words = q.toLowerCase().split(/\s+/).filter(Boolean)
  const has = (text: string) => words.every((word) => text.includes(word))
  const found = pagesIn(join(MANUAL_FOLDER, language === 'zh' ? 'zh' : 'en')).filter(({ text }) => words.length > 0 && has(text))
  const inTitle = ({ title }: ManualPage) => (has(title.toLowerCase()) ? 0 : 1)
  return found.sort((a, b) => inTitle(a) - inTitle(b)).map(({ page, title }) => ({ page, title }))
}
