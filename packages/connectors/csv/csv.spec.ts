import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { crm, crmMessages, crmMigrations } from '@tandem/crm'
import { type Database, rows, sql } from '@tandem/db'
import { erp, erpMessages, erpMigrations } from '@tandem/erp'
import { must } from '@tandem/kernel'
import { makeWorld, testDatabase, type World } from '@tandem/testkit'
import { describe, expect, it } from 'vitest'
import {
  exportCsv,
  guessColumns,
  type ImportJob,
  type ImportMapping,
  type ImportStep,
  importTarget,
  parseMapping,
  previewImport,
  runImport,
} from './index.ts'

const database = testDatabase([crmMigrations, erpMigrations])
const customers = must(importTarget(crm, 'customers', crmMessages))
const folder = mkdtempSync(join(tmpdir(), 'tandem-csv-'))
let files = 0

function fileOf(content: string | Uint8Array): string {
  const path = join(folder, `file-${files++}.csv`)
  writeFileSync(path, content)
  return path
}

const plain: ImportMapping = {
  columns: { Code: 'code', Name: 'name', Limit: 'creditLimit' },
  constants: { type: 'company', currency: 'CNY', paymentTermDays: '30', onHold: 'no' },
}

function jobOf(world: World, file: string, more: Partial<ImportJob> = {}): ImportJob {
  return {
    database: world.database,
    tenant: world.tenant,
    context: () => world.context(),
    target: customers,
    file,
    mapping: plain,
    ...more,
  }
}

function stored(world: World) {
  return world.run((tx) =>
    rows(
      tx,
      sql<{
        code: string
        name: string
        creditLimit: string | null
        version: number
      }>`select code, name, credit_limit, version from crm.customer order by code`,
    ),
  )
}

describe('I2 a CSV file is imported', () => {
  it('as UTF-8 with or without byte order mark, or GB18030, with comma, semicolon or tab', async () => {
    const world = await makeWorld(database.current, 1)
    const gb = Buffer.concat([
      Buffer.from('Code,Name,Limit\r\nC3,'),
      Buffer.from([0xbc, 0xd2, 0xbe, 0xdf]),
      Buffer.from(',1\r\n'),
    ])
    const contents = ['\uFEFFCode;Name;Limit\nC1;"家具; 厂";1\n', 'Code\tName\tLimit\r\nC2\t木料\t\r\n', gb]
    for (const content of contents) {
      expect(must(await runImport(jobOf(world, fileOf(content))))).toMatchObject({ created: 1, refused: 0 })
    }
    expect(await stored(world)).toMatchObject([
      { code: 'C1', name: '家具; 厂', creditLimit: '1' },
      { code: 'C2', name: '木料', creditLimit: null },
      { code: 'C3', name: '家具' },
    ])
  })

  it('and again: what is new is created, what differs is changed, the rest is left alone', async () => {
    const world = await makeWorld(database.current, 2)
    await runImport(jobOf(world, fileOf('Code,Name,Limit\nC1,One,10\nC2,Two,20\n')))
    const again = fileOf('Code,Name,Limit\nC1,One,10\nC2,Two,25\nC3,Three,\n')
    expect(must(await runImport(jobOf(world, again)))).toMatchObject({ created: 1, changed: 1, unchanged: 1, refused: 0 })
    expect(must(await runImport(jobOf(world, again)))).toMatchObject({ created: 0, changed: 0, unchanged: 3 })
    expect(await stored(world)).toMatchObject([
      { code: 'C1', version: 1 },
      { code: 'C2', version: 2, creditLimit: '25' },
      { code: 'C3', version: 1 },
    ])
  })

  it('changes one document twice when the file names it twice', async () => {
    const world = await makeWorld(database.current, 3)
    const summary = must(await runImport(jobOf(world, fileOf('Code,Name,Limit\nC1,One,10\nC1,Two,10\n'))))
    expect(summary).toMatchObject({ created: 1, changed: 1 })
    expect(await stored(world)).toMatchObject([{ code: 'C1', name: 'Two', version: 2 }])
  })

  it('leaves out a bad row as a whole, names every bad cell, and takes it from the errors file once corrected', async () => {
    const world = await makeWorld(database.current, 4)
    const errorsFile = join(folder, 'errors-4.csv')
    const file = fileOf('Code,Name,Limit\nC1,One,10\nC2,,ten\nC3,Three,30\nC4,Four\n')
    const mapping: ImportMapping = { ...plain, columns: { ...plain.columns, Name: { field: 'name', values: {} } } }
    const told: ImportStep[] = []
    const summary = must(await runImport(jobOf(world, file, { mapping, errorsFile, onProgress: (step) => told.push(step) })))
    expect(summary).toMatchObject({ created: 2, refused: 2 })
    expect(told.flatMap(({ errors }) => errors)).toMatchObject([
      { row: 3, column: 'Limit', value: 'ten', code: 'import/not-a-number', en: expect.stringContaining('Write a number') },
      { row: 5, column: null, code: 'import/wrong-column-count', zh: expect.stringContaining('2 个单元格') },
    ])
    expect(await stored(world)).toMatchObject([{ code: 'C1' }, { code: 'C3' }])

    const corrected = readFileSync(errorsFile, 'utf8').replace('C2,,ten', 'C2,Two,20').replace('C4,Four,', 'C4,Four,40')
    const second = must(await runImport(jobOf(world, fileOf(corrected), { mapping })))
    expect(second).toMatchObject({ created: 2, refused: 0 })
    expect(await stored(world)).toMatchObject([{ code: 'C1' }, { code: 'C2' }, { code: 'C3' }, { code: 'C4', creditLimit: '40' }])
  })

  it('tells a missing cell of a new document, and what the trade refuses, in words', async () => {
    const world = await makeWorld(database.current, 5)
    const told: ImportStep[] = []
    const file = fileOf('Code,Name,Limit\nC1,,10\n')
    await runImport(jobOf(world, file, { onProgress: (step) => told.push(step) }))
    expect(told[0]?.errors).toMatchObject([{ row: 2, column: 'Name', code: 'import/missing', en: 'Name is empty. Fill it in.' }])

    await runImport(jobOf(world, fileOf('Code,Name,Limit\nC1,One,10\n')))
    const archive = crm.commands.find(({ document, name }) => document === 'customer' && name === 'archive')
    const [one] = await world.run((tx) => rows(tx, sql<{ id: never }>`select id from crm.customer`))
    await world.run(async (tx) => archive?.run(tx, world.context(), [{ id: one?.id, input: {} }] as never))
    await runImport(jobOf(world, fileOf('Code,Name,Limit\nC1,Uno,10\n'), { onProgress: (step) => told.push(step) }))
    expect(told.at(-1)?.errors).toMatchObject([{ row: 2, code: 'customer/archived', en: expect.stringContaining('Restore') }])
  })

  it('sets aside the one row that the database itself refuses, not the batch it came in', async () => {
    const world = await makeWorld(database.current, 6)
    const lines = Array.from({ length: 20 }, (_, i) => `C${i},Name ${i === 13 ? 'with a \0' : i},1`)
    const told: ImportStep[] = []
    const file = fileOf(`Code,Name,Limit\n${lines.join('\n')}\n`)
    const summary = must(await runImport(jobOf(world, file, { onProgress: (step) => told.push(step) })))
    expect(summary).toMatchObject({ created: 19, refused: 1 })
    expect(told.flatMap(({ errors }) => errors)).toMatchObject([{ row: 15, code: 'import/not-accepted' }])
  })

  it('goes on after a kill where it stopped: nothing twice, nothing left out, errors once', async () => {
    const world = await makeWorld(database.current, 7)
    const errorsFile = join(folder, 'errors-7.csv')
    const lines = Array.from({ length: 25 }, (_, i) => `C${String(i).padStart(2, '0')},Name ${i},${i % 10 === 4 ? 'x' : i}`)
    const file = fileOf(`Code,Name,Limit\n${lines.join('\n')}\n`)
    for (const killAt of [2, 3, 4]) {
      const job = jobOf(world, file, { database: dyingAt(world.database, killAt), batch: 4, errorsFile })
      await expect(runImport(job)).rejects.toThrow('killed')
    }
    const summary = must(await runImport(jobOf(world, file, { batch: 4, errorsFile })))
    expect(summary).toMatchObject({ created: 22, refused: 3, row: 26, finished: true })
    expect(summary.resumedAfterRow).toBeGreaterThan(1)
    expect(await stored(world)).toHaveLength(22)
    expect(readFileSync(errorsFile, 'utf8').match(/not-a-number|Write a number/g)).toHaveLength(3)
  })

  it('is refused as a whole when the file or the mapping cannot be right', async () => {
    const world = await makeWorld(database.current, 8)
    const refusalOf = async (content: string, mapping: ImportMapping = plain) => {
      const result = await runImport(jobOf(world, fileOf(content), { mapping }))
      return result.ok ? result.value : result.refusal.code
    }
    expect(await refusalOf('')).toBe('import/empty-file')
    expect(await refusalOf('Code,Name,Limit,Code\n')).toBe('import/doubled-column')
    expect(await refusalOf('Code,Name\nC1,One\n')).toBe('import/unknown-column')
    expect(await refusalOf('Code,Name,Limit\nC1,"One,10\n')).toBe('import/bad-quotes')
    expect(await refusalOf('Code,Name\n', { columns: { Code: 'kode' } })).toBe('import/unknown-field')
    expect(await refusalOf('Code,Name\n', { columns: { Name: 'name' }, key: ['code'] })).toBe('import/key-not-mapped')
    expect(await refusalOf('Code,Name\n', { columns: { Code: 'name', Name: 'name' } })).toBe('import/bad-mapping')
    const missing = await runImport(jobOf(world, join(folder, 'nowhere.csv')))
    expect(missing).toMatchObject({ refusal: { code: 'import/no-such-file' } })
    const bytes = Buffer.concat([Buffer.from('Code,Name,Limit\nC1,'), Buffer.from([0xff]), Buffer.from(',1\n')])
    const forced = await runImport(jobOf(world, fileOf(bytes), { mapping: { ...plain, encoding: 'utf-8' } }))
    expect(forced).toMatchObject({ refusal: { code: 'import/bad-encoding' } })
    const file = fileOf('Code,Name,Limit\n')
    expect(await runImport(jobOf(world, file, { errorsFile: file }))).toMatchObject({
      refusal: { code: 'import/errors-file-is-input' },
    })
    expect(importTarget(crm, 'unicorn', crmMessages)).toMatchObject({ refusal: { code: 'import/no-such-document' } })
    expect(await stored(world)).toHaveLength(0)
  })

  it('shows first what it would do, and changes nothing', async () => {
    const world = await makeWorld(database.current, 9)
    await runImport(jobOf(world, fileOf('Code,Name,Limit\nC1,One,10\n')))
    const file = fileOf('编码;名称;类型;币种;付款期限（天）;冻结;备注\nC1;Uno;company;CNY;30;否;x\nC2;Two;shop;CNY;30;否;y\n')
    const preview = must(await previewImport({ ...jobOf(world, file), mapping: undefined as never }))
    expect(preview).toMatchObject({ delimiter: ';', missing: [] })
    expect(preview.columns.map(({ field }) => field)).toEqual([
      'code',
      'name',
      'type',
      'currency',
      'paymentTermDays',
      'onHold',
      null,
    ])
    expect(preview.rows).toMatchObject([
      { row: 2, does: 'change', input: { name: 'Uno', paymentTermDays: 30 } },
      { row: 3, does: 'refused', errors: [{ column: '类型', value: 'shop', code: 'import/not-a-choice' }] },
    ])
    expect(await stored(world)).toMatchObject([{ code: 'C1', name: 'One', version: 1 }])
  })
})

describe('I2 rows that name other documents', () => {
  const contacts = must(importTarget(crm, 'contact', crmMessages))
  const byCode: ImportMapping = { columns: { Customer: 'customer', Name: 'name', Mail: 'email' } }

  async function imported(world: World, content: string, mapping: ImportMapping, target = contacts) {
    const told: ImportStep[] = []
    const job = jobOf(world, fileOf(content), { target, mapping, onProgress: (step) => told.push(step) })
    const summary = must(await runImport(job))
    return { summary, errors: told.flatMap(({ errors }) => errors) }
  }

  it('find them by their codes, all of a batch at once, and say which code nobody has', async () => {
    const world = await makeWorld(database.current, 11)
    await runImport(jobOf(world, fileOf('Code,Name,Limit\nC1,One,10\nC2,Two,20\n')))
    const file = 'Customer,Name,Mail\nC1,Ann,a@x\nC9,Bob,\nC2,Eve,\n'
    const { summary, errors } = await imported(world, file, byCode)
    expect(summary).toMatchObject({ created: 2, refused: 1 })
    expect(errors).toMatchObject([
      {
        row: 3,
        column: 'Customer',
        value: 'C9',
        code: 'import/not-found',
        en: 'There is no Customer with Code C9. Import it first, or correct the cell.',
      },
    ])
    const owners = await world.run((tx) =>
      rows(tx, sql`select k.name, c.code from crm.contact k join crm.customer c on c.id = k.customer order by k.name`),
    )
    expect(owners).toEqual([
      { name: 'Ann', code: 'C1' },
      { name: 'Eve', code: 'C2' },
    ])
  })

  it('have no key of their own: the same row is imported once, however often', async () => {
    const world = await makeWorld(database.current, 12)
    await runImport(jobOf(world, fileOf('Code,Name,Limit\nC1,One,10\n')))
    const file = 'Customer,Name,Mail\nC1,Ann,a@x\nC1,Ann,a@x\n'
    expect((await imported(world, file, byCode)).summary).toMatchObject({ created: 1, unchanged: 1 })
    expect((await imported(world, `${file}C1,Bob,\n`, byCode)).summary).toMatchObject({ created: 1, unchanged: 2 })
  })

  it('may be matched by several fields, and are refused when what they name is not unique', async () => {
    const world = await makeWorld(database.current, 13)
    await runImport(jobOf(world, fileOf('Code,Name,Limit\nC1,Same,10\nC2,Same,20\nC3,Other,\n')))
    const byName: ImportMapping = {
      columns: { ...byCode.columns, Customer: { field: 'customer', lookup: 'name' } },
      key: ['customer', 'name'],
    }
    const first = await imported(world, 'Customer,Name,Mail\nOther,Ann,\nSame,Bob,\n', byName)
    expect(first.summary).toMatchObject({ created: 1, refused: 1 })
    expect(first.errors).toMatchObject([{ row: 3, code: 'import/ambiguous', value: 'Same' }])
    const second = await imported(world, 'Customer,Name,Mail\nOther,Ann,ann@x\n', byName)
    expect(second.summary).toMatchObject({ created: 0, changed: 1 })

    const byNameOnly: ImportMapping = { ...plain, key: ['name'] }
    const third = await imported(world, 'Code,Name,Limit\nC7,Same,1\n', byNameOnly, customers)
    expect(third.errors).toMatchObject([{ code: 'import/several-match' }])
  })

  it('do not change what cannot be changed', async () => {
    const world = await makeWorld(database.current, 14)
    const target = must(importTarget(erp, 'exchange-rate', erpMessages))
    const mapping: ImportMapping = {
      columns: { Date: 'rateDate', Rate: 'rate' },
      constants: { fromCurrency: 'USD', toCurrency: 'CNY' },
      key: ['fromCurrency', 'toCurrency', 'rateDate'],
      decimal: ',',
      dateFormat: 'DD.MM.YYYY',
    }
    const first = await imported(world, 'Date;Rate\n02.03.2026;7,10\n03.03.2026;7,2\n', mapping, target)
    expect(first.summary).toMatchObject({ created: 2, refused: 0 })
    const again = await imported(world, 'Date;Rate\n02.03.2026;7,1\n03.03.2026;7,3\n', mapping, target)
    expect(again.summary).toMatchObject({ unchanged: 1, refused: 1 })
    expect(again.errors).toMatchObject([{ row: 3, column: 'Rate', value: '7.3', code: 'import/not-changeable' }])
  })
})

describe('I2 a mapping file', () => {
  it('is read with all it can say', () => {
    const text = JSON.stringify({ ...plain, key: ['code'], decimal: ',', dateFormat: 'DD.MM.YYYY', encoding: 'gb18030' })
    expect(must(parseMapping(text))).toMatchObject({ decimal: ',' })
  })

  it.each([
    ['{', 'the file'],
    ['[]', 'the file'],
    ['{}', 'columns'],
    ['{"columns":{},"colums":{}}', 'colums'],
    ['{"columns":{"A":1}}', 'columns.A'],
    ['{"columns":{"A":{"field":"code","of":1}}}', 'columns.A.of'],
    ['{"columns":{"A":{"field":"code","values":[]}}}', 'columns.A.values'],
    ['{"columns":{"A":{"field":"code","dateFormat":"D/M/Y"}}}', 'columns.A.dateFormat'],
    ['{"columns":{},"decimal":";"}', 'decimal'],
    ['{"columns":{},"encoding":"latin1"}', 'encoding'],
    ['{"columns":{},"delimiter":"|"}', 'delimiter'],
    ['{"columns":{},"constants":{"a":1}}', 'constants'],
    ['{"columns":{},"key":"code"}', 'key'],
  ])('%s is refused, and the place is named', (text, at) => {
    expect(parseMapping(text)).toMatchObject({ refusal: { code: 'import/bad-mapping', details: { at } } })
  })

  it('is guessed from headers in English, Chinese or as the API names the fields', () => {
    expect(guessColumns(['Code', '名称', 'tax_number', 'Payment term', 'Colour'], customers.fields)).toEqual({
      Code: 'code',
      名称: 'name',
      tax_number: 'taxNumber',
      'Payment term': 'paymentTermDays',
    })
  })
})

describe('P7 a list is exported', () => {
  it('as a file that imports as it is and changes nothing', async () => {
    const world = await makeWorld(database.current, 10)
    await runImport(jobOf(world, fileOf('Code,Name,Limit\nC1,"=One, ""1""",10.5\nC2,家具,\n')))
    const { definition, documents } = customers
    let text = ''
    for await (const piece of exportCsv({ database: world.database, tenant: world.tenant, definition, documents })) text += piece
    expect(text.split('\r\n')[1]).toContain(`C1,"'=One, ""1""",company`)
    const columns = guessColumns(text.slice(1).split('\r\n')[0]?.split(',') ?? [], customers.fields)
    const summary = must(await runImport(jobOf(world, fileOf(text), { mapping: { columns } })))
    expect(summary).toMatchObject({ unchanged: 2, created: 0, changed: 0, refused: 0 })
    expect(await stored(world)).toMatchObject([{ name: '=One, "1"', creditLimit: '10.5' }, { name: '家具' }])
  })
})

/** A database whose process dies in its n-th transaction, after the work and before the commit. */
function dyingAt(database: Database, n: number): Database {
  let transactions = 0
  return {
    ...database,
    transaction: (tenant, work) =>
      database.transaction(tenant, async (tx) => {
        const result = await work(tx)
        if (++transactions === n) throw Object.assign(new Error('killed'), { code: 'CONNECTION_CLOSED' })
        return result
      }),
  }
}
