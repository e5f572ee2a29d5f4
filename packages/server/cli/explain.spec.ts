import { parseArgs } from 'node:util'
import { describe, expect, it } from 'vitest'
import { UsageError, unreadable } from './desk.ts'
import { explain } from './explain.ts'
import { type Language, terminalOn } from './terminal.ts'

function explained(error: unknown, language: Language): [number, string] {
  let text = ''
  const write = (more: string) => {
    text += more
  }
  const code = explain(terminalOn({ isTerminal: false, write, readLine: async () => '', nowMs: () => 0 }, language), error)
  return [code, text]
}

function thrownBy(work: () => unknown): unknown {
  try {
    return work()
  } catch (error) {
    return error
  }
}

describe('P4 what went wrong on the command line', () => {
  it('is said in the language of the terminal, with the way to the help', () => {
    const wrong = new UsageError('export needs a kind', 'export 需要单据种类')
    expect(explained(wrong, 'en')).toEqual([2, 'export needs a kind\n`npm run tandem -- --help` shows how.\n'])
    expect(explained(wrong, 'zh')).toEqual([2, 'export 需要单据种类\n用法见 `npm run tandem -- --help`。\n'])
    expect(explained(unreadable('c.json', new Error('no JSON')), 'zh')[1]).toContain('无法读取 c.json：no JSON')
  })

  it('names an option that nobody knows', () => {
    const unknown = thrownBy(() => parseArgs({ args: ['--form', 'x'], options: {} }))
    expect(explained(unknown, 'en')).toEqual([2, expect.stringContaining("Unknown option '--form'")])
    expect(explained(unknown, 'zh')).toEqual([2, expect.stringContaining('命令行选项有误：--form\n')])
  })

  it('names a file that is not there, and shows a fault nobody foresaw whole', () => {
    const missing = Object.assign(new Error('ENOENT: no such file, open x.json'), { code: 'ENOENT', path: 'x.json' })
    expect(explained(missing, 'zh')).toEqual([1, '找不到文件：x.json\n'])
    const [code, text] = explained(new TypeError('nobody foresaw this'), 'zh')
    expect([code, text]).toEqual([1, expect.stringMatching(/TypeError: nobody foresaw this\n +at /)])
  })
})
