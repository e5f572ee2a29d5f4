import { describe, expect, it } from 'vitest'
import { languageOf, type Streams, table, terminalOn } from './terminal.ts'

function streams(isTerminal: boolean): Streams & { text: string; ms: number } {
  const made = {
    isTerminal,
    text: '',
    ms: 0,
    write: (text: string) => {
      made.text += text
    },
    readLine: async () => '',
    nowMs: () => made.ms,
  }
  return made
}

describe('I12 progress on the command line', () => {
  it('is redrawn on a terminal, and its line ended before other words', () => {
    const out = streams(true)
    const terminal = terminalOn(out, 'en')
    terminal.progress('orders', 1, 2)
    out.ms = 1000
    terminal.progress('orders', 2, 2)
    terminal.say('done')
    expect(out.text.split('\r\u001b[2K').slice(1)).toEqual([
      'orders             [############............] 1/2',
      'orders             [########################] 2/2  2/s\ndone\n',
    ])
  })

  it('is told now and then where nobody watches, and always the end', () => {
    const out = streams(false)
    const terminal = terminalOn(out, 'en')
    for (let done = 1; done <= 5; done++) {
      out.ms = done * 900
      terminal.progress('orders', done, 5)
    }
    expect(out.text.match(/\d\/5/g)).toEqual(['1/5', '4/5', '5/5'])
  })
})

describe('P4 what the command line shows', () => {
  it('lines up Chinese and Latin', () => {
    expect(
      table([
        ['名称', 'n'],
        ['a', '12'],
      ]),
    ).toBe('名称  n\n----  --\na     12')
  })

  it('speaks the language of the environment', () => {
    expect([
      languageOf(undefined, { LANG: 'zh_CN.UTF-8' }),
      languageOf('en', { LANG: 'zh_CN.UTF-8' }),
      languageOf(undefined, {}),
    ]).toEqual(['zh', 'en', 'en'])
  })
})
