/** Each rule is shown to fail when it is broken, and to hold its tongue when it is not. */
import { define } from '@tandem/kernel'
import { describe, expect, it } from 'vitest'
import { type Finding, sourceFile } from '../source.ts'
import { cyclesIn, documentFindings, fileCycleFindings } from './cycles.ts'
import { dependencyFindings, glossaryFindings, linkFindings, roomFindings } from './docs.ts'
import { importFindings, type Packages, roomOf } from './imports.ts'
import { ambientFindings, nameFindings, sizeFindings, switchedOffFindings } from './shape.ts'

const door = { exports: { '.': './index.ts', './definitions': './definitions.ts' } }
const packages: Packages = {
  '': { devDependencies: { vitest: '1' } },
  'packages/kernel': door,
  'packages/db': { ...door, dependencies: { postgres: '1' } },
  'packages/crm': door,
  'packages/erp': door,
  'packages/hub': door,
  'packages/connectors': door,
  'packages/testkit': door,
  'packages/server': door,
  'packages/web': { ...door, dependencies: { react: '1' } },
}
const whats = (findings: readonly Finding[]) => findings.map(({ where, what }) => `${where} ${what}`)

describe('the rule of rooms', () => {
  const imports = (path: string, from: string) =>
    whats(importFindings([sourceFile(path, `import { x } from '${from}'\nx()`)], packages))

  it.each([
    ['packages/crm/order/order.ts', '@tandem/erp', 'crm may not import @tandem/erp'],
    ['packages/erp/item/item.ts', '@tandem/hub', 'erp may not import @tandem/hub'],
    ['packages/hub/engine/pull.ts', '@tandem/crm', 'hub may not import @tandem/crm'],
    ['packages/kernel/money.ts', '@tandem/db', 'kernel may not import @tandem/db'],
    ['packages/kernel/money.ts', 'node:fs', 'kernel runs anywhere'],
    ['packages/db/rows.ts', '@tandem/testkit', 'db may not import @tandem/testkit'],
    ['packages/db/rows.ts', '../crm/index.ts', 'climbs out of its room'],
    ['packages/db/rows.ts', '@tandem/kernel/money.ts', 'is no door of a room'],
    ['packages/db/rows.ts', '@tandem/nowhere', 'is no door of a room'],
    ['packages/db/rows.ts', 'react', 'react is not in the package.json of db'],
    ['packages/web/src/page.tsx', '@tandem/crm', 'web may not import @tandem/crm'],
    ['packages/web/src/page.tsx', 'vitest', 'vitest is not in the package.json of web'],
    ['packages/connectors/odoo/index.ts', '@tandem/erp', 'connectors/odoo may not import @tandem/erp'],
    ['packages/connectors/odoo/index.ts', '../csv/index.ts', 'connectors/odoo may not import ../csv/index.ts'],
    ['packages/connectors/tandem-crm/index.ts', '@tandem/erp', 'connectors/tandem-crm may not import @tandem/erp'],
    ['packages/server/start.ts', '@tandem/testkit', 'server may not import @tandem/testkit'],
  ])('%s may not import %s', (path, from, problem) => {
    expect(imports(path, from)).toEqual([expect.stringContaining(`${path}:1 `)])
    expect(imports(path, from)[0]).toContain(problem)
  })

  it.each([
    ['packages/crm/order/order.ts', '@tandem/kernel'],
    ['packages/crm/order/order.spec.ts', '@tandem/testkit'],
    ['packages/crm/testing/shop.ts', '@tandem/testkit'],
    ['packages/db/postgres.ts', 'postgres'],
    ['packages/db/migrate.ts', 'node:fs'],
    ['packages/connectors/registry.ts', './odoo/index.ts'],
    ['packages/connectors/tandem-crm/index.ts', '@tandem/crm'],
    ['packages/connectors/tandem-crm/index.ts', '../tandem/connect.ts'],
    ['packages/web/src/page.tsx', '@tandem/crm/definitions'],
    ['packages/web/src/page.tsx', 'react/jsx-runtime'],
    ['packages/server/start.ts', '@tandem/crm'],
    ['tidy/tree.spec.ts', '@tandem/testkit'],
  ])('%s may import %s', (path, from) => {
    expect(imports(path, from)).toEqual([])
  })

  it('sees exports and imports at run time, too', () => {
    const file = sourceFile(
      'packages/crm/x.ts',
      "export * from '@tandem/erp'\nexport { y } from '@tandem/hub'\nawait import('@tandem/server')",
    )
    expect(importFindings([file], packages).map(({ where }) => where)).toEqual([
      'packages/crm/x.ts:1',
      'packages/crm/x.ts:2',
      'packages/crm/x.ts:3',
    ])
    expect([roomOf('packages/connectors/csv/read.ts'), roomOf('packages/connectors/index.ts'), roomOf('bench/run.ts')]).toEqual([
      'connectors/csv',
      'connectors',
      'bench',
    ])
  })
})

describe('the rule of cycles', () => {
  it('finds every group of names that reach each other', () => {
    const graph = new Map(
      Object.entries({ a: ['b'], b: ['c'], c: ['a', 'd'], d: ['e'], e: ['d'], f: ['a'], g: ['g'] }).map(([name, to]) => [
        name,
        new Set(to),
      ]),
    )
    expect(cyclesIn(graph)).toEqual([['a', 'b', 'c'], ['d', 'e'], ['g']])
  })

  it('sees cycles of files through doors and type imports', () => {
    const files = [
      sourceFile('packages/db/a.ts', "import type { B } from './b.ts'\nexport type A = B"),
      sourceFile('packages/db/b.ts', "import '@tandem/db'\nexport type B = 1"),
      sourceFile('packages/db/index.ts', "export * from './a.ts'"),
    ]
    expect(whats(fileCycleFindings(files, packages))).toEqual([
      expect.stringContaining('packages/db/a.ts, packages/db/b.ts, packages/db/index.ts'),
    ])
    expect(fileCycleFindings(files.slice(0, 2), packages)).toEqual([])
  })

  it('lets documents know each other one way, and only the doors know flow/', () => {
    const order = sourceFile('packages/erp/order/order.ts', "import '../shipment/shipment.ts'")
    const shipment = sourceFile('packages/erp/shipment/shipment.ts', "import '../order/lines.ts'\nimport '../flow/process.ts'")
    const item = sourceFile('packages/erp/item/item.ts', "import '../index.ts'")
    const index = sourceFile('packages/erp/index.ts', "import './flow/process.ts'")
    expect(whats(documentFindings([order, shipment, item, index], packages))).toEqual([
      expect.stringContaining('shipment imports flow/'),
      expect.stringContaining('item imports its own door index.ts'),
      expect.stringContaining('order, shipment'),
    ])
    expect(documentFindings([order, index], packages)).toEqual([])
  })
})

describe('the rules of shape', () => {
  const statements = (count: number) => Array.from({ length: count }, (_, i) => `  f(${i})`).join('\n')

  it('limits files to 400 lines and the kernel to 800', () => {
    expect(sizeFindings([sourceFile('packages/db/a.ts', statements(400))])).toEqual([])
    expect(whats(sizeFindings([sourceFile('packages/db/a.ts', statements(401))]))).toEqual([
      expect.stringContaining('has 401 lines'),
    ])
    const kernel = ['a', 'b', 'c'].map((name) => sourceFile(`packages/kernel/${name}.ts`, statements(300)))
    expect(whats(sizeFindings(kernel))).toEqual([expect.stringContaining('packages/kernel has 900 lines')])
    expect(sizeFindings([...kernel.slice(1), sourceFile('packages/kernel/c.spec.ts', statements(300))])).toEqual([])
  })

  it.each([
    ['a function', (body: string) => `function f() {\n${body}\n}`],
    ['an arrow', (body: string) => `const f = () => {\n${body}\n}`],
    ['a method', (body: string) => `class C { m() {\n${body}\n} }`],
    ['a callback', (body: string) => `list.map(() => {\n${body}\n})`],
  ])('limits %s to 60 lines', (_, wrap) => {
    expect(sizeFindings([sourceFile('packages/db/a.ts', wrap(statements(58)))])).toEqual([])
    expect(whats(sizeFindings([sourceFile('packages/db/a.ts', wrap(statements(59)))]))).toEqual([
      expect.stringContaining('61 lines'),
    ])
  })

  it('counts specs one by one, not the group around them', () => {
    const group = (name: string) => sourceFile('packages/db/a.spec.ts', `${name}('x', () => {\n${statements(100)}\n})`)
    expect(['describe', "describe.each(['a'])"].flatMap((name) => sizeFindings([group(name)]))).toEqual([])
    expect(sizeFindings([group('it')])).toHaveLength(1)
  })

  it.each([
    'Date.now()',
    'new Date()',
    'Date()',
    'Math.random()',
    'idSource(Date.now, bytes)',
    'globalThis.Math.random()',
    'crypto.randomUUID()',
    'performance.now()',
    "import { randomBytes as r } from 'node:crypto'",
  ])('takes time and chance as arguments: not %s', (text) => {
    expect(ambientFindings([sourceFile('packages/hub/a.ts', text)])).toHaveLength(1)
    expect(ambientFindings(['packages/server/a.ts', 'packages/hub/a.spec.ts'].map((path) => sourceFile(path, text)))).toEqual([])
  })

  it('lets dates be made of what was given', () => {
    const text = "import { createHash } from 'node:crypto'\nnew Date(ms); Date.parse(text); Date.UTC(1); randomBytes(seed)"
    expect(ambientFindings([sourceFile('packages/hub/a.ts', text)])).toEqual([])
  })

  it.each(['it.only', 'it.skip', 'it.todo', 'describe.only', 'describe.skip', 'test.fails'])(
    'switches no spec off by %s',
    (name) => {
      expect(switchedOffFindings([sourceFile('a.spec.ts', `${name}('x', () => {})`)])).toHaveLength(1)
    },
  )

  it('names files in kebab case', () => {
    expect(nameFindings(['a/salesOrder.ts', 'a/Sales.tsx', 'a/sales_order.ts'])).toHaveLength(3)
    expect(nameFindings(['a/sales-order.ts', 'a/sales-order.spec.ts', 'vite.config.ts', 'x/env.d.ts'])).toEqual([])
  })
})

describe('the rules of the papers', () => {
  it('ask why there is a dependency', () => {
    const page = '| Name | Why |\n|---|---|\n| `postgres` | fast |\n| `gone` | was |'
    expect(whats(dependencyFindings({ '': { dependencies: { postgres: '1', react: '1', '@tandem/db': '1' } } }, page))).toEqual([
      expect.stringContaining('does not say why we depend on react'),
      expect.stringContaining('speaks of gone'),
    ])
  })

  it('ask for every document in the glossary, in both languages', () => {
    const quote = define({
      name: 'quote',
      plural: 'quotes',
      label: { en: 'Quote', zh: '报价单' },
      table: 'crm.quote',
      title: [],
      fields: {},
    })
    expect(glossaryFindings([quote], '| quote | 报价单 |')).toEqual([])
    expect(glossaryFindings([quote], '| Quote | 报价 |')).toHaveLength(1)
    expect(glossaryFindings([quote], '| Quote | x |\n| y | 报价单 |')).toHaveLength(1)
  })

  it('ask links to lead somewhere', () => {
    const pages = new Map([['docs/a.md', '[b](b.md#part) [out](https://example.org) [up](../README.md) [gone](c.md)']])
    const there = new Set(['docs/b.md', 'README.md'])
    expect(whats(linkFindings(pages, (path) => there.has(path)))).toEqual(['docs/a.md links to c.md, which is not there'])
  })

  it('ask house.md to name every room', () => {
    expect(roomFindings(['db', 'hub'], '| `db` |')).toHaveLength(1)
  })
})
