/** `bank-statement` as a person calls it. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from '@tandem/db'
import { erp } from '@tandem/erp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bankStatementCommand } from './bank-statement.ts'
import { openCompany, type TestCompany } from './desk.fixture.ts'

let company: TestCompany
const folder = mkdtempSync(join(tmpdir(), 'tandem-bank-'))
beforeAll(async () => {
  company = await openCompany()
})
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true })
  await company?.app.stop()
})

describe('E14 bank statements on the command line', () => {
  it('come in by their account, once, in the words of either language', async () => {
    const file = join(folder, 'statement.csv')
    writeFileSync(file, 'Date,Amount,Reference\n2026-03-02,5.00,coffee\n2026-03-02,5.00,coffee\n')
    const { desk, told } = company.desk('en')
    const create = erp.commands.find(({ document, name }) => document === 'bank-account' && name === 'create')
    const account = { code: 'GIRO', name: 'Giro', accountNumber: '1', currency: 'CNY' }
    await desk.database.transaction(desk.tenant.id, async (tx) => create?.run(tx, desk.context(), [account] as never))
    expect(await bankStatementCommand(desk, [file], undefined)).toBe(1)
    expect(await bankStatementCommand(desk, [file], 'NONE')).toBe(1)
    expect(await bankStatementCommand(desk, [file], 'GIRO')).toBe(0)
    expect(told()).toMatch(/No bank account has the number[\s\S]*no bank account NONE[\s\S]*2 new movements, 0 known before/)
    const chinese = company.desk('zh')
    expect(await bankStatementCommand(chinese.desk, [file], 'GIRO')).toBe(1)
    expect(chinese.told()).toContain('此前已导入')
    expect(await company.read(sql`select amount from erp.bank_line`)).toHaveLength(2)
    await expect(bankStatementCommand(desk, [], undefined)).rejects.toThrow(/needs a file/)
    await expect(bankStatementCommand(desk, [join(folder, 'none.csv')], undefined)).rejects.toThrow(/cannot be read/)
  })
})
