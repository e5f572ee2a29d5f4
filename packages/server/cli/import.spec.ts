/** `import` as a person calls it: looked at first, bad rows in a file of their own, killed in the middle and given again. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { crm } from '@tandem/crm'
import { rows, sql } from '@tandem/db'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { CUSTOMER, openCompany, type TestCompany } from './desk.fixture.ts'
import { UsageError } from './desk.ts'
import { importCommand } from './import.ts'

const CLI = fileURLToPath(new URL('./tandem.ts', import.meta.url))
const MAPPING = {
  columns: { 编号: 'code', 名称: 'name', 信用: 'creditLimit' },
  constants: { type: 'company', currency: 'CNY', paymentTermDays: '30', onHold: 'no' },
}

let company: TestCompany
let folder = ''
let mapping = ''
beforeAll(async () => {
  company = await openCompany()
})
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tandem-import-'))
  mapping = fileOf('mapping.json', [JSON.stringify(MAPPING)])
  return () => rmSync(folder, { recursive: true, force: true })
})
afterAll(() => company?.app.stop())

function fileOf(name: string, lines: readonly string[]): string {
  const path = join(folder, name)
  writeFileSync(path, `${lines.join('\n')}\n`)
  return path
}

const customers = () =>
  company.read(sql<{ code: string; name: string }>`select code, name from crm.customer where code like 'A%' order by code`)

describe('I2 import on the command line', () => {
  it('shows what it would do, in both languages, and changes nothing', async () => {
    const file = fileOf('customers.csv', ['编号,名称,信用,备注', 'A1,西湖家具,5000,老客户', 'A2,Acme,much,'])
    const chinese = company.desk('zh')
    expect(await importCommand(chinese.desk, ['customers', file], { mapping, preview: true })).toBe(1)
    const zh = chinese.told()
    expect(zh).toMatch(/列 +字段 +样例/)
    expect(zh).toMatch(/编号 +code（编码） +A1 \| A2/)
    expect(zh).toMatch(/备注 +- /)
    expect(zh).toMatch(/2 {2}新建 {2}\{.*"name":"西湖家具"/)
    expect(zh).toMatch(/3 {2}拒绝 .*\n +信用: 请填写数字/)
    expect(zh).toContain('未作任何修改')
    expect(JSON.parse(zh.slice(zh.indexOf('\n{') + 1)).columns).toMatchObject(MAPPING.columns)
    const english = company.desk('en')
    await importCommand(english.desk, ['customers', file], { mapping, preview: true })
    expect(english.told()).toMatch(
      /column +field +samples[\s\S]*code \(Code\)[\s\S]*2 {2}created[\s\S]*3 {2}refused[\s\S]*Nothing was changed/,
    )
    expect(await customers()).toEqual([])
  })

  it('says which fields nothing fills when no mapping was given', async () => {
    const file = fileOf('customers.csv', ['编号,名称', 'A1,西湖家具'])
    const chinese = company.desk('zh')
    await importCommand(chinese.desk, ['customers', file], { preview: true })
    expect(chinese.told()).toMatch(/缺少：.*currency（币种）/)
  })

  it('writes bad rows into a file, each with column and what to do, and takes that file once corrected', async () => {
    const file = fileOf('customers.csv', ['编号,名称,信用', 'A1,西湖家具,5000', 'A2,Acme,much', ',Nobody,1', 'A4,好邻居,'])
    const errors = join(folder, 'bad.csv')
    const { desk, told } = company.desk('zh', { isTerminal: true })
    expect(await importCommand(desk, ['customers', file], { mapping, errors })).toBe(1)
    const said = told()
    expect(said).toMatch(/customers +\[#+\] (\d+)\/\1/)
    expect(said).toContain('新建 2，修改 0，无变化 0，拒绝 2。')
    expect(said).toContain(`被拒绝的行及处理办法在 ${errors} 中`)
    expect(await customers()).toMatchObject([{ code: 'A1' }, { code: 'A4', name: '好邻居' }])
    const [head, second, third, ...rest] = readFileSync(errors, 'utf8')
      .replace(/^\uFEFF/, '')
      .trimEnd()
      .split(/\r?\n/)
    expect(head).toContain('编号,名称,信用')
    expect(second).toContain(`${file},3,信用,much`)
    expect(second).toMatch(/Write a number.*请填写数字/)
    expect(third).toContain(`${file},4,编号,`)
    expect(rest).toEqual([])

    const corrected = readFileSync(errors, 'utf8')
      .replace('much', '900')
      .replace(/^,Nobody/m, 'A3,Nobody')
    writeFileSync(errors, corrected)
    expect(await importCommand(desk, ['customers', errors], { mapping })).toBe(0)
    expect(told()).toContain('新建 2，修改 0，无变化 0，拒绝 0。')
    expect((await customers()).map(({ code }) => code)).toEqual(['A1', 'A2', 'A3', 'A4'])
  })

  it('says how it is called, and what there is to import, in the language of the terminal', async () => {
    const { desk, told } = company.desk('zh')
    const wrong = await importCommand(desk, ['customers'], {}).catch((error) => error)
    expect(wrong).toBeInstanceOf(UsageError)
    expect(wrong.zh).toBe('import 需要单据种类和文件')
    expect(await importCommand(desk, ['unicorns', 'x.csv'], {})).toBe(1)
    expect(told()).toMatch(/没有可导入的“unicorns”.*customer/)
  })
})

/** Rows of the big file; the third batch of five hundred is the one that is killed. */
const COUNT = 1_800
const HELD = 'B1200'
const BAD = ['B0007', 'B0900', 'B1100', 'B1700']

describe('I12 an import that is killed', () => {
  it('goes on by the same command to the same end, and does nothing twice', { timeout: 240_000 }, async () => {
    const codes = Array.from({ length: COUNT }, (_, i) => `B${String(i + 1).padStart(4, '0')}`)
    const file = fileOf('many.csv', [
      '编号,名称,信用',
      ...codes.map((code) => `${code},客户 ${code},${BAD.includes(code) ? 'much' : '100'}`),
    ])
    const command = [CLI, 'import', 'customers', file, '--mapping', mapping, '--lang', 'en']

    // Somebody else is entering one of the customers and has not yet saved: the import waits for it in mid-batch.
    await company.app.database
      .transaction(company.tenant, async (tx) => {
        const create = crm.commands.find((one) => one.document === 'customer' && one.name === 'create')
        await create?.run(tx, company.desk().desk.context(), [{ code: HELD, name: 'held', ...CUSTOMER }] as never)
        const killed = tandem(command)
        await waitsForUs(killed)
        killed.child.kill('SIGKILL')
        expect(await killed.ended).toBe(null)
        throw new NotSaved()
      })
      .catch((error) => {
        if (!(error instanceof NotSaved)) throw error
      })
    const before = await imported()
    expect(before.length).toBeGreaterThan(0)
    expect(before.length).toBeLessThan(COUNT - BAD.length)

    const again = tandem(command)
    expect(await again.ended, again.text()).toBe(1)
    expect(again.text()).toContain('Went on after row 1001.')
    expect(again.text()).toContain(
      `${COUNT - BAD.length} created, 0 changed, 0 unchanged`.replace('unchanged', 'already as in the file'),
    )
    expect(again.text()).toContain(`${BAD.length} refused.`)
    const good = codes.filter((code) => !BAD.includes(code))
    expect(await imported()).toEqual(good.map((code) => ({ code, name: `客户 ${code}`, version: 1 })))
    const errors = readFileSync(join(folder, 'many.errors.csv'), 'utf8')
    expect(errors.match(/^\uFEFF?B\d+|^B\d+/gm)).toEqual(BAD)

    const third = tandem(command)
    expect(await third.ended, third.text()).toBe(1)
    expect(third.text()).toContain(`0 created, 0 changed, ${good.length} already as in the file, ${BAD.length} refused.`)
    expect(await imported()).toHaveLength(good.length)
  })
})

class NotSaved extends Error {}

const imported = () =>
  company.read(
    sql<{ code: string; name: string; version: number }>`
      select code, name, version from crm.customer where code like 'B%' order by code`,
  )

function tandem(command: readonly string[]) {
  const child = spawn(process.execPath, command, {
    cwd: folder,
    env: { ...process.env, DATABASE_URL: company.url },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let text = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (piece) => (text += piece))
  const ended = once(child, 'close').then(([code]) => code as number | null)
  return { child, ended, text: () => text }
}

/** Until another connection of this database waits for a row of somebody else's. */
async function waitsForUs({ ended, text }: ReturnType<typeof tandem>): Promise<void> {
  const look = sql<{ count: number }>`
    select count(*)::int as count from pg_stat_activity
    where datname = current_database() and wait_event_type = 'Lock' and wait_event = 'transactionid'`
  let over = false
  ended.then(() => {
    over = true
  })
  for (;;) {
    const [found] = await company.app.database.asOwner((tx) => rows(tx, look))
    if (found && found.count > 0) return
    if (over) throw new Error(`the import ended without waiting: ${text()}`)
    await sleep(50)
  }
}
