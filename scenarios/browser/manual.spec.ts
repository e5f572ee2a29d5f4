/** The manual has pictures, they are of pages that there are, and the help beside a page shows them. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { PICTURES, type Shown, takePicture } from './pictures.ts'
import { arrived, browserUnderTest, makeGoods, serverUnderTest } from './server-under-test.ts'

const MANUAL = join(import.meta.dirname, '../../docs/manual')
const LANGUAGES = { en: 'en-GB', zh: 'zh-CN' } as const
type Language = keyof typeof LANGUAGES

const server = serverUnderTest()
const browser = browserUnderTest()

/** Name and words of every picture that the manual of a language shows. */
function shownIn(language: Language): [string, string][] {
  const pages = readdirSync(join(MANUAL, language)).filter((name) => name.endsWith('.md'))
  const text = pages.map((name) => readFileSync(join(MANUAL, language, name), 'utf8')).join('\n')
  return [...text.matchAll(/^!\[([^\]]*)\]\(pictures\/([\w-]+)\.png\)$/gm)].map(([, words = '', name = '']) => [name, words])
}

async function documentsToShow(): Promise<Shown> {
  const { customer, item } = await makeGoods(server, 'MAN')
  const lines = [{ item: item.id, quantity: '2' }]
  const quote = await server.call('POST', '/crm/quotes', { customer: customer.id, lines })
  const sold = await server.call('POST', '/crm/quotes', { customer: customer.id, lines })
  await server.call('POST', `/crm/quotes/${sold.id}/send`)
  const { order } = await server.call<{ order: string }>('POST', `/crm/quotes/${sold.id}/accept`)
  const material = await arrived(server, '/erp/items?filter[code]=T-MAN')
  return { quote: quote.id, order, customer: customer.id, item: material.id }
}

describe('P6 the pictures of the manual', () => {
  it.each(['en', 'zh'] as const)('are all there, each shown once and in words, and none is left over: %s', (language) => {
    const shown = shownIn(language)
    expect(shown.map(([name]) => name).sort()).toEqual(PICTURES.map(({ name }) => name).sort())
    expect(readdirSync(join(MANUAL, language, 'pictures')).sort()).toEqual(PICTURES.map(({ name }) => `${name}.png`).sort())
    expect(shown.filter(([, words]) => words.length < 4)).toEqual([])
  })

  it('can be taken of the product as it is', { timeout: 240_000 }, async () => {
    const shown = await documentsToShow()
    const visitors = await Promise.all(
      (['en', 'zh'] as const).map((language) => browser.current.visit({ url: server.url, locale: LANGUAGES[language] })),
    )
    // Each in one language: in both, every page is opened elsewhere.
    for (const [at, picture] of PICTURES.entries()) {
      const visitor = visitors[at % 2]
      if (!visitor) throw new Error('nobody looks')
      const size = sizeOf(await takePicture(visitor, picture, shown))
      expect(size, picture.name).toEqual(sizeOf(readFileSync(join(MANUAL, 'en/pictures', `${picture.name}.png`))))
      expect(visitor.problems, picture.name).toEqual([])
    }
    await Promise.all(visitors.map(({ leave }) => leave()))
  })

  it('stand in the help beside the page', { timeout: 120_000 }, async () => {
    const visitor = await browser.current.visit({ url: server.url, at: '/quotes' })
    const { page } = visitor
    await page.getByRole('button', { name: 'Help' }).click()
    const picture = page.getByRole('dialog').getByRole('img', { name: /quote/i }).first()
    await picture.scrollIntoViewIfNeeded()
    await expect
      .poll(() => picture.evaluate((image) => (image as unknown as { naturalWidth: number }).naturalWidth))
      .toBeGreaterThan(1000)
    expect(visitor.problems).toEqual([])
    await visitor.leave()
  })
})

/** Width and height stand in the first chunk of a PNG. */
function sizeOf(png: Buffer): readonly [number, number] {
  return [png.readUInt32BE(16), png.readUInt32BE(20)]
}
