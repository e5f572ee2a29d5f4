import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { crm } from '@tandem/crm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { CUSTOMER, openCompany, type TestCompany } from './desk.fixture.ts'
import { exportCommand } from './export.ts'

let company: TestCompany
const folder = mkdtempSync(join(tmpdir(), 'tandem-export-'))
beforeAll(async () => {
  company = await openCompany()
  await company.act(crm, 'customer', 'create', { code: 'C1', name: '西湖家具, "总店"', ...CUSTOMER, creditLimit: '5000.00' })
  await company.act(crm, 'customer', 'create', { code: 'C2', name: 'Acme', ...CUSTOMER, currency: 'USD' })
  await company.app.tenants.get(company.tenant)?.hub.runUntilIdle()
})
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true })
  await company?.app.stop()
})

/** The columns asked for of each line that begins with a customer's code. */
function cells(text: string, ...columns: string[]): string[][] {
  const [head = '', ...lines] = text
    .replace(/^\uFEFF/, '')
    .trimEnd()
    .split(/\r?\n/)
  const at = columns.map((column) => head.split(',').indexOf(column))
  return lines.map((line) => {
    const parts = line.match(/("([^"]|"")*"|[^,]*)(,|$)/g)?.map((part) => part.replace(/,$/, '')) ?? []
    return at.map((i) => parts[i] ?? '?')
  })
}

describe('I2 export on the command line', () => {
  it('writes every row of a list into a file, as CSV that a spreadsheet reads', async () => {
    const to = join(folder, 'customers.csv')
    const { desk, told } = company.desk('zh')
    expect(await exportCommand(desk, ['customers'], { to })).toBe(0)
    expect(told()).toBe(`已写入 ${to}。\n`)
    const text = readFileSync(to, 'utf8')
    expect(text.startsWith('\uFEFF')).toBe(true)
    expect(cells(text, 'code', 'name', 'creditLimit', 'currency')).toEqual([
      ['C1', '"西湖家具, ""总店"""', expect.stringMatching(/^5000(\.00)?$/), 'CNY'],
      ['C2', 'Acme', '', 'USD'],
    ])
  })

  it('writes a workbook where the name says so, under its name once it is whole', async () => {
    const to = join(folder, 'customers.xlsx')
    expect(await exportCommand(company.desk('en').desk, ['customers'], { to })).toBe(0)
    expect(readFileSync(to).subarray(0, 2).toString()).toBe('PK')
    expect(readdirSync(folder).filter((name) => name.endsWith('.part'))).toEqual([])
  })

  it('writes what is asked for to the terminal: a filter, and the other side', async () => {
    const { desk, told } = company.desk('en')
    expect(await exportCommand(desk, ['customer'], { filter: ['currency=USD'] })).toBe(0)
    expect(cells(told(), 'code', 'name')).toEqual([['C2', 'Acme']])
    expect(await exportCommand(desk, ['parties'], { side: 'erp' })).toBe(0)
    expect(cells(told(), 'code').flat().sort()).toEqual(['C1', 'C2'])
  })

  it('says what there is to export, in the language of the terminal', async () => {
    const { desk } = company.desk('zh')
    const wrong = await exportCommand(desk, ['unicorns'], {}).catch((error) => error)
    expect(wrong.message).toMatch(/^there are no unicorns to export\. Known: crm: .*customers.*; erp: .*parties/)
    expect(wrong.zh).toMatch(/^没有可导出的 unicorns。可选：crm: .*customers/)
    await expect(exportCommand(desk, ['customers'], { filter: ['currency'] })).rejects.toThrow('--filter is field=value')
    await expect(exportCommand(desk, [], {})).rejects.toThrow('export needs a kind')
  })
})
