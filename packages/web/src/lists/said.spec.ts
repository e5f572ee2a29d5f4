import { crc32 } from 'node:zlib'
import { Tag } from 'antd'
import { createElement } from 'react'
import { describe, expect, it } from 'vitest'
import { csvOf, xlsxOf } from './row-file.ts'
import { fits, type Known, sortedBy, textOf } from './said.ts'

const sorted = (said: readonly Known[], isDown = false, language: 'en' | 'zh' = 'en') =>
  sortedBy(said, (one) => one, isDown, language)
const money = (number: string, unit = 'CNY') => ({ number, unit })

describe('P5 rows that are all here', () => {
  it('are sorted by what a number is worth, to the last digit', () => {
    const [small, large, larger] = [money('9.5'), money('10'), money('90071992547409.931')]
    expect(sorted([larger, large, money('90071992547409.93'), small])).toEqual([small, large, money('90071992547409.93'), larger])
    expect(sorted([money('10'), money('-3'), money('9')], true)).toEqual([money('10'), money('9'), money('-3')])
  })

  it('keep amounts of one currency together: they are worth nothing in another', () => {
    expect(sorted([money('5', 'USD'), money('7'), money('6', 'USD'), money('900')])).toEqual([
      money('7'),
      money('900'),
      money('5', 'USD'),
      money('6', 'USD'),
    ])
  })

  it('are sorted by the calendar, and as the language of the reader has its words', () => {
    expect(sorted([{ at: '2026-10-02' }, { at: '2026-09-30' }], false)).toEqual([{ at: '2026-09-30' }, { at: '2026-10-02' }])
    expect(sorted(['Order 10', 'order 9', 'Öl', 'Zinc'])).toEqual(['Öl', 'order 9', 'Order 10', 'Zinc'])
    // Bai, Chen, Zhang: by how they are spoken, not by the numbers of their characters.
    expect(sorted(['张', '陈', '白'], false, 'zh')).toEqual(['白', '陈', '张'])
  })

  it('have those that say nothing at the end, whichever way', () => {
    expect(sorted([null, 'b', '–', 'a'])).toEqual(['a', 'b', null, '–'])
    expect(sorted([null, 'b', '', 'a'], true)).toEqual(['b', 'a', null, ''])
  })

  it('are found by every word that was typed, in any order and case', () => {
    expect(fits('F-1001 Oak table\n12 pcs', 'TABLE f-1001')).toBe(true)
    expect(fits('F-1001 Oak table', 'oak chair')).toBe(false)
  })

  it('say what is drawn, also inside of tags', () => {
    const tag = createElement(Tag, { color: 'red' }, 'late', ' ', 3)
    expect(textOf(createElement('div', null, ['since ', createElement('b', { key: 1 }, 'May')], tag, null, false))).toBe(
      'since Maylate 3',
    )
  })
})

describe('P5 rows as a file', () => {
  it('have bare numbers, their currency beside them, ISO days, and no column without a word', () => {
    const rows = [
      { name: '橡木桌, oak', total: money('1234.50'), due: { at: '2026-03-02' }, buttons: null },
      { name: '=1+1', total: money('-12.5', 'USD'), due: null, buttons: '–' },
    ]
    const column = (title: string, key: keyof (typeof rows)[0]) => ({ title, said: (row: (typeof rows)[0]) => row[key] as Known })
    const columns = [column('Name', 'name'), column('Total', 'total'), column('Due', 'due'), column('None', 'buttons')]
    expect(csvOf(rows, columns, (title) => `${title} in`)).toBe(
      '\uFEFFName,Total,Total in,Due\r\n"橡木桌, oak",1234.50,CNY,2026-03-02\r\n\'=1+1,-12.5,USD,\r\n',
    )
  })

  it('may be a workbook: numbers and days are such, texts are no formulas, and its parts are whole', async () => {
    const rows = [{ name: '橡木桌 & oak', total: money('1234.50'), due: { at: '2026-03-02' } }]
    const column = (title: string, key: keyof (typeof rows)[0]) => ({ title, said: (row: (typeof rows)[0]) => row[key] as Known })
    const columns = [column('Name', 'name'), column('Total', 'total'), column('Due', 'due')]
    const file = Buffer.from(await xlsxOf('List', rows, columns, (title) => `${title} in`))
    const parts = stored(file)
    expect([...parts.keys()]).toContain('xl/worksheets/sheet1.xml')
    const sheet = parts.get('xl/worksheets/sheet1.xml') ?? ''
    expect(sheet).toContain('橡木桌 &amp; oak')
    expect(sheet).toContain('<c><v>1234.50</v></c>')
    // 2026-03-02 is day 46083 of a spreadsheet.
    expect(sheet).toContain('<c s="2"><v>46083</v></c>')
    expect(sheet.match(/Total in/g)).toHaveLength(1)
  })
})

/** The entries of a ZIP file by name, read from its directory as every unpacker does; each must be what its sum says. */
function stored(zip: Buffer): Map<string, string> {
  const end = zip.lastIndexOf(Buffer.from([0x50, 0x4b, 5, 6]))
  const files = new Map<string, string>()
  let at = zip.readUInt32LE(end + 16)
  for (let entry = 0; entry < zip.readUInt16LE(end + 10); entry++) {
    const [size, nameLength, offset] = [zip.readUInt32LE(at + 20), zip.readUInt16LE(at + 28), zip.readUInt32LE(at + 42)]
    const name = zip.toString('utf8', at + 46, at + 46 + nameLength)
    const start = offset + 30 + zip.readUInt16LE(offset + 26)
    const bytes = zip.subarray(start, start + size)
    expect(crc32(bytes)).toBe(zip.readUInt32LE(at + 16))
    files.set(name, bytes.toString('utf8'))
    at += 46 + nameLength
  }
  return files
}
