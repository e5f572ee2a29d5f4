/** Files much larger than the memory they may take. FILE_MB sets their size: 1000 is a gigabyte. */
import { execFileSync } from 'node:child_process'
import { closeSync, mkdtempSync, openSync, rmSync, statSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, it } from 'vitest'
import { writeZip } from './zip.fixture.ts'

const MB = Number(process.env.FILE_MB ?? 40)
const READER = fileURLToPath(new URL('read-all.fixture.ts', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'tandem-large-'))

/** With so little heap that the file could not be held: a process that holds it dies. */
function readAll(path: string): { rows: number; peakMb: number } {
  const said = execFileSync(process.execPath, ['--max-old-space-size=48', '--max-semi-space-size=4', READER, path], {
    encoding: 'utf8',
  })
  return JSON.parse(said) as { rows: number; peakMb: number }
}

function report(form: string, path: string, { rows, peakMb }: { rows: number; peakMb: number }, read: number): void {
  console.log(
    `${form}: ${rows} rows, ${Math.round(statSync(path).size / 1e6)} MB on disk, ${read} MB read, at most ${peakMb} MB of memory`,
  )
}

describe('I2 a file of any size takes the same memory', () => {
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  it('CSV', () => {
    const path = join(folder, 'large.csv')
    const file = openSync(path, 'w')
    writeSync(file, 'code,name,comment\n')
    const block = Array.from(
      { length: 10_000 },
      (_, i) => `C${i},家具公司 ${i},"a comment, with ""quotes"" and more of it ${i}"\n`,
    ).join('')
    const times = Math.ceil((MB * 1e6) / Buffer.byteLength(block))
    for (let i = 0; i < times; i++) writeSync(file, block)
    closeSync(file)
    const read = readAll(path)
    report('CSV', path, read, MB)
    expect(read.rows).toBe(times * 10_000)
    expect(read.peakMb).toBeLessThan(180)
  }, 600_000)

  it('XLSX, its shared texts included', () => {
    const path = join(folder, 'large.xlsx')
    const texts = MB * 4_000
    const rows = MB * 8_000
    function* shared() {
      yield '<sst>'
      for (let i = 0; i < texts; i += 1_000)
        yield Array.from({ length: 1_000 }, (_, j) => `<si><t>a text that cells share, number ${i + j}</t></si>`).join('')
      yield '</sst>'
    }
    function* sheet() {
      yield '<worksheet><sheetData><row><c t="inlineStr"><is><t>code</t></is></c><c t="inlineStr"><is><t>name</t></is></c></row>'
      for (let i = 0; i < rows; i += 1_000) {
        yield Array.from(
          { length: 1_000 },
          (_, j) =>
            `<row r="${i + j + 2}"><c r="A${i + j + 2}"><v>${i + j}</v></c><c r="B${i + j + 2}" t="s"><v>${((i + j) * 7_919) % texts}</v></c></row>`,
        ).join('')
      }
      yield '</sheetData></worksheet>'
    }
    const book = '<workbook xmlns:r="r"><sheets><sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>'
    writeZip(path, { 'xl/workbook.xml': [book], 'xl/sharedStrings.xml': shared(), 'xl/worksheets/sheet1.xml': sheet() })
    const read = readAll(path)
    report('XLSX', path, read, MB)
    expect(read.rows).toBe(rows)
    expect(read.peakMb).toBeLessThan(200)
  }, 600_000)
})
