import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { explain } from './explain.ts'
import type { Opened } from './open-desk.ts'
import { resetCommand } from './reset.ts'
import { type Language, terminalOn } from './terminal.ts'

let home = ''
let folder = ''
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'tandem-reset-'))
  folder = join(home, 'postgres')
  mkdirSync(folder)
  writeFileSync(join(folder, 'PG_VERSION'), '18')
  writeFileSync(join(home, 'key'), 'sealed with this')
})
afterEach(() => rmSync(home, { recursive: true, force: true }))

function place(language: Language, { url, answer = '' }: { url?: string; answer?: string } = {}) {
  let text = ''
  const write = (more: string) => {
    text += more
  }
  const terminal = terminalOn({ isTerminal: true, write, readLine: async () => answer, nowMs: () => 0 }, language)
  return { opened: { terminal, place: { url, folder } } as Opened, told: () => text }
}

describe('P1 reset on the command line', () => {
  it('asks first, and removes nothing unless the answer is yes', async () => {
    const { opened, told } = place('zh', { answer: '好' })
    expect(await resetCommand(opened, false)).toBe(1)
    expect(told()).toBe(`删除 ${folder} 中的全部数据？输入 yes 确认：未删除任何内容。\n`)
    expect(existsSync(join(folder, 'PG_VERSION'))).toBe(true)
  })

  it('removes the data of this place, and only that, when it is told yes or --yes', async () => {
    const asked = place('en', { answer: 'yes\n' })
    expect(await resetCommand(asked.opened, false)).toBe(0)
    expect(asked.told()).toMatch(/^Remove all data in .*\? Type yes: Removed\. npm start makes a new company\.\n$/)
    expect([existsSync(folder), existsSync(`${folder}.lock`), existsSync(join(home, 'key'))]).toEqual([false, false, true])
    const again = place('zh')
    expect(await resetCommand(again.opened, true)).toBe(0)
    expect(again.told()).toBe(`${folder} 中没有数据。\n`)
  })

  it('leaves a running server its data, and says who has it', async () => {
    const server = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'])
    try {
      writeFileSync(`${folder}.lock`, String(server.pid))
      const { opened, told } = place('zh')
      const error = await resetCommand(opened, true).catch((caught) => caught)
      expect(explain(opened.terminal, error)).toBe(2)
      expect(told()).toContain(`${folder} 正被另一进程（${server.pid}）使用：请先停止该进程`)
      expect(existsSync(join(folder, 'PG_VERSION'))).toBe(true)
    } finally {
      server.kill('SIGKILL')
    }
  })

  it('touches no PostgreSQL that somebody else keeps, and says how its owner does it', async () => {
    for (const language of ['en', 'zh'] as const) {
      const { opened, told } = place(language, { url: 'postgres://somewhere/else' })
      const error = await resetCommand(opened, true).catch((caught) => caught)
      expect(explain(opened.terminal, error)).toBe(2)
      expect(told()).toContain('drop schema crm, erp, hub, platform cascade')
      expect(told()).toContain(language === 'en' ? 'DATABASE_URL is set.' : '已设置 DATABASE_URL。')
    }
    expect(existsSync(join(folder, 'PG_VERSION'))).toBe(true)
  })
})
