import { embeddedTestDatabase, makeWorld, testDatabase } from '@tandem/testkit'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { first, rows, sql, type Tx, textArray } from './index.ts'
import { camelCase, parsers } from './parsers.ts'

const databases = { postgres: testDatabase([]), pglite: embeddedTestDatabase([]) }

describe.each(['postgres', 'pglite'] as const)('values from %s', (kind) => {
  let seed = 0
  async function read<R>(query: Parameters<typeof first<R>>[1]): Promise<R | undefined> {
    const world = await makeWorld(databases[kind].current, ++seed)
    return world.run((tx: Tx) => first(tx, query))
  }

  it('are exact texts for dates and moments, whatever the time zone of this machine', async () => {
    const before = process.env.TZ
    try {
      for (const zone of ['America/New_York', 'Asia/Shanghai', 'UTC']) {
        process.env.TZ = zone
        const row = await read(sql`select date '2026-11-22' as day, timestamptz '2026-11-22 00:30:00.123456+08' as precise,
          timestamptz '2026-11-22 15:38:00Z' as plain, null::date as nothing, timestamptz '0001-01-01 00:00Z' as old`)
        expect(row).toEqual({
          day: '2026-11-22',
          precise: '2026-11-21T16:30:00.123456Z',
          plain: '2026-11-22T15:38:00Z',
          nothing: null,
          old: '0001-01-01T00:00:00Z',
        })
      }
    } finally {
      if (before === undefined) delete process.env.TZ
      else process.env.TZ = before
    }
  })

  it('are the shortest exact text for decimals, of any length', async () => {
    expect(
      await read(sql`select 12.500000::numeric(20,6) as short, 100::numeric(20,4) as whole, -0.0100::numeric as negative,
        0.0000::numeric as zero, 123456789012345.123456789::numeric as long, 1200::numeric as hundreds`),
    ).toEqual({ short: '12.5', whole: '100', negative: '-0.01', zero: '0', long: '123456789012345.123456789', hundreds: '1200' })
  })

  it('are numbers for counts, as long as a number can hold them', async () => {
    expect(
      await read(sql`select count(*) as rows, 9007199254740991::bigint as most, -5::int8 as less from generate_series(1, 3)`),
    ).toEqual({
      rows: 3,
      most: Number.MAX_SAFE_INTEGER,
      less: -5,
    })
    await expect(read(sql`select 9007199254740993::bigint as more`)).rejects.toThrow('too large: select it as text')
    expect(await read(sql`select 1 as still_there`)).toEqual({ stillThere: 1 })
  })

  it('are JSON as it was stored, decimals in it as text', async () => {
    const document = { amount: '12.50', lines: [{ quantity: '3' }], note: null, text: 'Acme "家具" \\ \u0007' }
    expect(
      await read(sql`select ${JSON.stringify(document)}::jsonb as b, ${JSON.stringify(document)}::json as j, 'null'::jsonb as n`),
    ).toEqual({
      b: document,
      j: document,
      n: null,
    })
  })

  it('are the same inside arrays', async () => {
    expect(
      await read(sql`select array[1.50, 2]::numeric[] as amounts, array[date '2026-11-22'] as days, array['a,"b"', null, 'NULL', '', '{}'] as texts,
        array[1, 2]::bigint[] as counts, array[]::text[] as none, array[[true, null], [false, true]] as nested`),
    ).toEqual({
      amounts: ['1.5', '2'],
      days: ['2026-11-22'],
      texts: ['a,"b"', null, 'NULL', '', '{}'],
      counts: [1, 2],
      none: [],
      nested: [
        [true, null],
        [false, true],
      ],
    })
  })

  it('come back as they were given', async () => {
    const world = await makeWorld(databases[kind].current, ++seed)
    const texts = fc.string({ unit: 'grapheme' }).map((text) => text.replaceAll('\u0000', ''))
    await world.run((tx) =>
      fc.assert(
        fc.asyncProperty(texts, fc.boolean(), fc.integer(), async (text, flag, number) => {
          const query = sql`select ${text}::text as text, ${flag}::boolean as flag, ${number}::bigint as number, ${null}::text as nothing`
          expect(await rows(tx, query)).toEqual([{ text, flag, number, nothing: null }])
        }),
        { numRuns: 50 },
      ),
    )
    const lists = fc.array(fc.option(texts), { maxLength: 5 })
    await world.run((tx) =>
      fc.assert(
        fc.asyncProperty(lists, async (list) => {
          expect(await rows(tx, sql`select ${list}::text[] as list`)).toEqual([{ list }])
          const written = list.filter((text) => text !== null)
          expect(await rows(tx, sql`select ${textArray(written)}::text[] as list`)).toEqual([{ list: written }])
        }),
        { numRuns: 50 },
      ),
    )
  })

  it('are told from nothing: an undefined parameter is a fault before anything is sent', async () => {
    await expect(read(sql`select ${undefined}::text as text`)).rejects.toThrow('undefined')
    expect(await read(sql`select 1 as one`)).toEqual({ one: 1 })
  })
})

describe('names of columns', () => {
  it('become camel case', () => {
    expect(['unit_price', 'id', 'line_1', 'base_currency_rate'].map(camelCase)).toEqual([
      'unitPrice',
      'id',
      'line1',
      'baseCurrencyRate',
    ])
    expect(Object.keys(parsers)).toContain('1082')
  })
})
