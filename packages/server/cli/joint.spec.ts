/** `sync status`, `sync run` and `proof` as a person calls them, in both languages. */

import { crm } from '@tandem/crm'
import { run, sql } from '@tandem/db'
import { hub as hubSurface } from '@tandem/hub'
import type { Id } from '@tandem/kernel'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { CUSTOMER, foreignWords, openCompany, orderTables, stockShelves, type TestCompany } from './desk.fixture.ts'
import { proofCommand, syncCommand } from './joint.ts'

let company: TestCompany
beforeAll(async () => {
  company = await openCompany()
  await stockShelves(company)
  await orderTables(company, 'C1')
})
afterAll(() => company?.app.stop())

const NAMES = ['CNY', 'tandem-crm', 'tandem-erp']

describe('I12 the joint on the command line', () => {
  it('says how far each system is, works until nothing is left, and says it again', async () => {
    await company.act(crm, 'customer', 'create', { code: 'C2', name: '好邻居', ...CUSTOMER })
    const { desk, told } = company.desk('en')
    expect(await syncCommand(desk, ['status'])).toBe(0)
    const before = told()
    expect(before).toMatch(/^system +kind +linked +to plan +to write +inbox +trouble$/m)
    expect(before).toMatch(/^tandem-erp +Customer +1 +0 +0 +0$/m)
    expect(before).toMatch(/^tandem-crm: active, oldest unsettled \d+ ms, 0 in the error inbox\.$/m)
    expect(await syncCommand(desk, ['run'])).toBe(0)
    const after = told()
    expect(after).toContain('Nothing is left to do now.')
    expect(after).toMatch(/^tandem-erp +Customer +2 +0 +0 +0$/m)
    expect(await company.read(sql`select name from erp.party where code = 'C2'`)).toEqual([{ name: '好邻居' }])
  })

  it('says it in Chinese, without a word out of the code', async () => {
    const [erpSide] = await company.read(sql<{ id: Id }>`select id from hub.system where name = 'tandem-erp'`)
    await company.act(hubSurface, 'system', 'pause', { id: erpSide?.id, input: { reason: '盘点' } })
    const { desk, told } = company.desk('zh')
    expect(await syncCommand(desk, ['status'])).toBe(0)
    const status = told()
    expect(status).toMatch(/^tandem-erp +客户 +2 +0 +0 +0$/m)
    expect(status).toMatch(/^tandem-erp：已暂停（盘点），最早未完成 \d+ 毫秒，错误收件箱 0 项。$/m)
    expect(foreignWords(status)).toEqual(NAMES.slice(1))
    await company.act(hubSurface, 'system', 'resume', { id: erpSide?.id, input: {} })
    const wrong = await syncCommand(desk, ['dance']).catch((error) => error)
    expect(wrong.zh).toBe('sync 之后为 status、run、load 或 preview')
  })
})

describe('I8 the proof on the command line', () => {
  it('shows counts and sums of both sides and the books, and answers 0 while everything agrees', async () => {
    const { desk, told } = company.desk('en')
    expect(await proofCommand(desk), told()).toBe(0)
    await proofCommand(desk)
    const said = told()
    expect(said).toMatch(/^kind +tandem-crm +tandem-erp +tandem-crm \(sum\) +tandem-erp \(sum\) +differences$/m)
    expect(said).toMatch(/^Order +1 +1 +678\.00 CNY +678\.00 CNY +0$/m)
    expect(said).toMatch(/^Debits and credits .* 0$/m)
    expect(said).toMatch(/^Order lines: 1; exact sum 600\.00 CNY, .* rounding difference 0\.$/m)
    expect(said).toContain('In sync, and the books agree to the cent.')
  })

  it('names what differs in words of both languages, and answers 1', async () => {
    await company.app.database.transaction(company.tenant, (tx) =>
      run(tx, sql.raw(`update crm.customer set payment_term_days = 99 where code = 'C1'`)),
    )
    const chinese = company.desk('zh')
    expect(await proofCommand(chinese.desk)).toBe(1)
    const zh = chinese.told()
    expect(zh).toMatch(/^单据 +tandem-crm +tandem-erp +tandem-crm（金额） +tandem-erp（金额） +差异$/m)
    expect(zh).toMatch(/^客户 +2 +2 +- +- +1$/m)
    expect(zh).toMatch(/^ {2}客户：绕过对接被修改：tandem-crm C1 付款期限（天）：30 \/ 99$/m)
    expect(zh).toContain('尚未一致：请见上列差异。')
    expect(foreignWords(zh)).toEqual(['C', ...NAMES].sort())
    const english = company.desk('en')
    expect(await proofCommand(english.desk)).toBe(1)
    expect(english.told()).toMatch(
      /^ {2}Customer: changed behind the joint's back: tandem-crm [\w-]+ Payment term, days: 30 \/ 99$/m,
    )
  })
})
