import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { crc32, deflateRawSync } from 'node:zlib'
import { crm, crmMessages, crmMigrations } from '@tandem/crm'
import { rows, sql } from '@tandem/db'
import { must } from '@tandem/kernel'
import { makeWorld, testDatabase } from '@tandem/testkit'
import { describe, expect, it } from 'vitest'
import {
  guessFields,
  type ImportMapping,
  importTarget,
  openSource,
  previewImport,
  rowsOf,
  runImport,
  templateColumns,
  templateCsv,
} from './index.ts'
import { plainNumber } from './read-xlsx.ts'
import { keptTexts } from './shared-texts.ts'

const database = testDatabase([crmMigrations])
const customers = must(importTarget(crm, 'customers', crmMessages))
const folder = mkdtempSync(join(tmpdir(), 'tandem-xlsx-'))
let files = 0

/** A ZIP file as others write it: sizes in front, no data descriptors. */
function zipOf(entries: Readonly<Record<string, string>>, store = false): Buffer {
  const parts: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const [name, text] of Object.entries(entries)) {
    const [data, title] = [Buffer.from(text), Buffer.from(name)]
    const packed = store ? data : deflateRawSync(data)
    const common = Buffer.alloc(26)
    common.writeUInt16LE(20, 0)
    common.writeUInt16LE(store ? 0 : 8, 4)
    common.writeUInt32LE(crc32(data), 10)
    common.writeUInt32LE(packed.length, 14)
    common.writeUInt32LE(data.length, 18)
    common.writeUInt16LE(title.length, 22)
    const head = Buffer.concat([Buffer.from('PK\u0003\u0004'), common, title])
    const tail = Buffer.alloc(14)
    tail.writeUInt32LE(offset, 10)
    directory.push(Buffer.concat([Buffer.from('PK\u0001\u0002'), Buffer.from([20, 0]), common, tail, title]))
    parts.push(head, packed)
    offset += head.length + packed.length
  }
  const all = Buffer.concat(directory)
  const end = Buffer.alloc(18)
  end.writeUInt16LE(directory.length, 4)
  end.writeUInt16LE(directory.length, 6)
  end.writeUInt32LE(all.length, 8)
  end.writeUInt32LE(offset, 12)
  return Buffer.concat([...parts, all, Buffer.from('PK\u0005\u0006'), end])
}

const WORKBOOK =
  '<workbook xmlns:r="r"><workbookPr/><sheets><sheet name="Hidden" sheetId="1" state="hidden" r:id="rId1"/><sheet name="客户" sheetId="2" r:id="rId2"/></sheets></workbook>'
const LINKS =
  '<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Target="/xl/worksheets/sheet2.xml"/></Relationships>'
const STYLES =
  '<styleSheet><numFmts><numFmt numFmtId="165" formatCode="yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;"/><numFmt numFmtId="166" formatCode="0.00&quot; days&quot;"/></numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="165"/><xf numFmtId="166"/></cellXfs></styleSheet>'

function bookOf(rowsXml: string, more: Readonly<Record<string, string>> = {}): string {
  const path = join(folder, `book-${files++}.xlsx`)
  const parts = {
    'xl/workbook.xml': WORKBOOK,
    'xl/_rels/workbook.xml.rels': LINKS,
    'xl/styles.xml': STYLES,
    'xl/worksheets/sheet1.xml': '<worksheet><sheetData/></worksheet>',
    'xl/worksheets/sheet2.xml': `<x:worksheet xmlns:x="m"><x:sheetData>${rowsXml}</x:sheetData></x:worksheet>`.replaceAll(
      /<(\/?)(row|c|v|is|t)\b/g,
      '<$1x:$2',
    ),
    ...more,
  }
  writeFileSync(path, zipOf(parts, files % 2 === 0))
  return path
}

const text = (words: string) => `t="inlineStr"><is><t>${words}</t></is></c>`

async function cellsOf(path: string): Promise<string[][]> {
  const found: string[][] = []
  for await (const { cells } of rowsOf(must(await openSource(path)))) found.push([...cells])
  return found
}

describe('I2 an XLSX file is read', () => {
  it('texts shared or in place, numbers plain, dates by their style, flags, formulas by what they came to', async () => {
    const path = bookOf(
      `<row r="2"><c r="A2" t="s"><v>0</v></c><c r="B2" t="s"><v>1</v></c><c r="D2" ${text('D')}</row>
       <row r="4"><c r="A4" s="1"><v>42664</v></c><c r="B4"><v>0.1</v></c><c r="D4" t="b"><v>1</v></c></row>
       <row><c s="2"><v>42664.5</v></c><c t="str"><v>a&amp;b</v></c><c r="D5" t="e"><v>#DIV/0!</v></c></row>
       <row r="6"><c r="B6" s="3"><v>1.1000000000000001</v></c></row><row r="9"/>`,
      {
        'xl/sharedStrings.xml':
          '<sst><si><t>When</t></si><si><r><t>Na</t></r><r><t xml:space="preserve">me </t></r><rPh><t>yomi</t></rPh></si></sst>',
      },
    )
    const file = must(await openSource(path))
    expect(file).toMatchObject({ format: 'xlsx', sheet: '客户', header: ['When', 'Name', '', 'D'] })
    expect(await cellsOf(path)).toEqual([
      ['2016-10-21', '0.1', '', 'true'],
      ['2016-10-21 12:00:00', 'a&b', '', '#DIV/0!'],
      ['', '1.1', '', ''],
    ])
    const numbers: number[] = []
    for await (const { row } of rowsOf(file)) numbers.push(row)
    expect(numbers).toEqual([4, 5, 6])
  })

  it.each([
    ['1E-3', '0.001'],
    ['1.1000000000000001', '1.1'],
    ['123456789012345678', '123456789012346000'],
    ['-2.5E+3', '-2500'],
    ['0', '0'],
    ['-1.0E-16', '-0.0000000000000001'],
    ['100', '100'],
  ])('the number %s as a spreadsheet shows it: %s', (given, plain) => {
    expect(plainNumber(given)).toBe(plain)
  })

  it('is imported like a CSV file, its numbers and dates whatever the mapping says of texts; the same file again changes nothing', async () => {
    const world = await makeWorld(database.current, 1)
    const path = bookOf(
      `<row r="1"><c ${text('Code')}<c ${text('Name')}<c ${text('Limit')}</row>
       <row r="2"><c ${text('C1')}<c ${text('家具')}<c><v>1234.5</v></c></row>
       <row r="3"><c ${text('C2')}<c ${text('Two')}<c ${text('1.234,50')}</row>
       <row r="4"><c ${text('C3')}<c ${text('Three')}<c ${text('ten')}</row>`,
    )
    const mapping: ImportMapping = {
      ...{ decimal: ',', columns: { Code: 'code', Name: 'name', Limit: 'creditLimit' } },
      constants: { type: 'company', currency: 'CNY', paymentTermDays: '30', onHold: 'no' },
    }
    const errorsFile = join(folder, 'errors.csv')
    const job = {
      database: world.database,
      tenant: world.tenant,
      context: () => world.context(),
      target: customers,
      mapping,
      errorsFile,
    }
    expect(must(await runImport({ ...job, file: path }))).toMatchObject({ created: 2, refused: 1 })
    const stored = await world.run((tx) => rows(tx, sql`select code, credit_limit from crm.customer order by code`))
    expect(stored).toEqual([
      { code: 'C1', creditLimit: '1234.5' },
      { code: 'C2', creditLimit: '1234.5' },
    ])
    expect(must(await runImport({ ...job, file: path }))).toMatchObject({ created: 0, changed: 0, unchanged: 2 })
    // The next file with these columns needs no mapping.
    const next = join(folder, 'next.csv')
    writeFileSync(next, readFileSync(errorsFile, 'utf8').replace('ten', '10'))
    const { mapping: _, ...unmapped } = job
    const preview = must(await previewImport({ ...unmapped, file: next }))
    expect(preview).toMatchObject({ origin: 'remembered', mapping: { decimal: ',' }, rows: [{ does: 'create' }] })
  })

  it('that is broken, old or protected is refused in words', async () => {
    const refused = async (content: Buffer | string, code: string) => {
      const path = join(folder, `broken-${files++}`)
      writeFileSync(path, content)
      expect(await openSource(path)).toMatchObject({ refusal: { code } })
    }
    const good = readFileSync(bookOf(`<row><c ${text('Code')}</row>`))
    await refused(Buffer.from('d0cf11e0a1b11ae1', 'hex'), 'import/old-workbook')
    await refused(good.subarray(0, good.length / 2), 'import/bad-workbook')
    await refused(zipOf({ 'a.txt': 'a' }), 'import/bad-workbook')
    await refused(zipOf({ 'xl/workbook.xml': '<workbook><sheets>' }), 'import/bad-workbook')
    await refused(zipOf({ 'xl/workbook.xml': '<!DOCTYPE x [<!ENTITY a "b">]><workbook/>' }), 'import/bad-workbook')
    await refused(readFileSync(bookOf('<row/>')), 'import/empty-file')
    // A small file that would fill the disk: by its directory, and by one that says less than is true.
    const bomb = zipOf({ 'xl/workbook.xml': '<a/>', 'xl/big.xml': ' '.repeat(70_000_000) })
    await refused(bomb, 'import/bad-workbook')
    const lying = zipOf({ 'xl/workbook.xml': `<workbook>${' '.repeat(100_000)}</workbook>` })
    lying.writeUInt32LE(10, lying.indexOf('PK\u0001\u0002') + 24)
    await refused(lying, 'import/bad-workbook')
    expect(await openSource('/none')).toMatchObject({ refusal: { code: 'import/no-such-file' } })
  })

  it('however many texts its cells share: they are kept on the disk and come back the same', () => {
    const kept = keptTexts(1_000)
    for (let i = 0; i < 5_000; i++) kept.add(`文本 ${i}`)
    expect([0, 255, 256, 4_999, 17, 4_863, 5_000].map((i) => kept.at(i))).toEqual([
      ...['文本 0', '文本 255', '文本 256', '文本 4999', '文本 17', '文本 4863', ''],
    ])
    kept.close()
  })
})

describe('I2 columns are guessed from their headers', () => {
  it('in English and Chinese, by other words and in spite of slips, each with how sure it is', () => {
    const header = ['客户编号', 'Company name', 'Telephone', 'E-Mail', 'Curency', '统一社会信用代码', 'Payment terms', 'Colour']
    expect(guessFields(header, customers.fields)).toMatchObject([
      { column: '客户编号', field: 'code', score: 0.9 },
      { column: 'Company name', field: 'name', score: 0.9 },
      { column: 'Telephone', field: 'phone', score: 0.9 },
      { column: 'E-Mail', field: 'email', score: 1 },
      { column: 'Curency', field: 'currency', score: 0.875 },
      { column: '统一社会信用代码', field: 'taxNumber', score: 0.9 },
      { column: 'Payment terms', field: 'paymentTermDays', score: 0.8 },
    ])
  })

  it('and a template has the headers that are guessed back, in both languages', async () => {
    for (const language of ['en', 'zh'] as const) {
      const path = join(folder, `template-${language}.csv`)
      writeFileSync(path, templateCsv(customers, language))
      const { header } = must(await openSource(path))
      const guessed = guessFields(header, customers.fields)
      expect(guessed.map(({ field }) => field)).toEqual(Object.keys(customers.fields))
      expect(guessed.every(({ score }) => score === 1)).toBe(true)
    }
    expect(templateColumns(customers, 'en').find(({ field }) => field === 'type')).toEqual({
      ...{ field: 'type', header: 'Type', isNeeded: true, takes: 'company, person' },
    })
  })
})
