import { existsSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { PLACES } from '../app/place-list.ts'
import { blocksOf, inlinesOf } from './markdown.ts'
import { pageFor } from './pages.ts'

describe('P6 the manual beside the page', () => {
  it('is read into headings, paragraphs, lists, tables and code', () => {
    const text = '# One\n\nText\nmore\n\n- a\n- b\n  c\n\n| x | y |\n|---|---|\n| 1 | 2 |\n\n```\ncode\n\nmore\n```\n'
    expect(blocksOf(text)).toEqual([
      { kind: 'heading', level: 1, text: 'One' },
      { kind: 'paragraph', text: 'Text\nmore' },
      { kind: 'list', items: ['a', 'b\n  c'] },
      { kind: 'table', head: ['x', 'y'], rows: [['1', '2']] },
      { kind: 'code', text: 'code\n\nmore' },
    ])
  })

  it('has pictures between its paragraphs, and none from elsewhere', () => {
    expect(blocksOf('One\n\n![The desk](pictures/quote-desk.png)\n\n![x](https://else.example/y.png)')).toEqual([
      { kind: 'paragraph', text: 'One' },
      { kind: 'picture', name: 'quote-desk', text: 'The desk' },
      { kind: 'paragraph', text: '![x](https://else.example/y.png)' },
    ])
  })

  it('knows bold, italic, code and links, and leaves the rest as it is', () => {
    expect(inlinesOf('a **b** *c* `d` [e](f.md) <script>')).toEqual([
      { kind: 'text', text: 'a ' },
      { kind: 'bold', text: 'b' },
      { kind: 'text', text: ' ' },
      { kind: 'italic', text: 'c' },
      { kind: 'text', text: ' ' },
      { kind: 'code', text: 'd' },
      { kind: 'text', text: ' ' },
      { kind: 'link', text: 'e', to: 'f.md' },
      { kind: 'text', text: ' <script>' },
    ])
    expect(inlinesOf('**[x](y.md)**: z')).toEqual([
      { kind: 'link', text: 'x', to: 'y.md' },
      { kind: 'text', text: ': z' },
    ])
  })
})

const MANUAL = new URL('../../../../docs/manual/', import.meta.url)

describe('P6 the help of a page', () => {
  it.each([
    ['/', 'README'],
    ['/quotes/new', 'selling'],
    ['/account', 'administration'],
    ['/admin/sign-in', 'signing-in'],
    ['/records/erp/price/7', 'erp'],
    ['/records/crm/contact', 'selling'],
    ['/joint/inbox', 'joint-codes'],
    ['/joint/conflicts', 'joint-rules'],
    ['/joint/connections', 'connections'],
    ['/joint/quality', 'data-quality'],
    ['/joint/files', 'files'],
    ['/joint/load', 'joint-operations'],
    ['/nowhere', 'page'],
  ])('of %s is %s', (path, page) => expect(pageFor(path)).toBe(page))

  it('is in the manual of both languages, wherever the menu leads', () => {
    for (const { key } of PLACES.flatMap(({ places }) => places)) {
      expect(pageFor(key), key).not.toBe('page')
      for (const language of ['en', 'zh']) expect(existsSync(new URL(`${language}/${pageFor(key)}.md`, MANUAL)), key).toBe(true)
    }
  })
})
