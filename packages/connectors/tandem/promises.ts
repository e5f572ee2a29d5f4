/** Until when lines of orders were promised: both our sides keep it in the line, the joint carries it beside the lines. */
import type { Values, Write } from '@tandem/hub'
import type { Json } from '@tandem/kernel'
import type { OwnRow } from './field-map.ts'

/** The promises that stand in lines, by number; null: none. */
export function promisesIn(lines: Json | undefined): Json {
  const promised = ((lines ?? []) as readonly OwnRow[]).flatMap(({ lineNumber, promisedDate }) =>
    promisedDate ? [{ lineNumber, promisedDate } as Json] : [],
  )
  return promised.length > 0 ? promised : null
}

/** The same, reckoned where the rows are. */
export function promisesSql(table: string): string {
  return `(select jsonb_agg(jsonb_build_object('lineNumber', p.line_number, 'promisedDate', p.promised_date) order by p.line_number)
    from ${table} p where p.parent_id = d.id and p.promised_date is not null)`
}

/** Of each line what the joint says it was promised for; null takes a promise back. */
export function promisesOf({ lines, promises }: Values): Json[] {
  const dates = new Map(((promises ?? []) as readonly OwnRow[]).map((line) => [line.lineNumber, line.promisedDate ?? null]))
  return ((lines ?? []) as readonly OwnRow[]).map(({ lineNumber }) => {
    return { lineNumber: lineNumber ?? null, promisedDate: dates.get(lineNumber) ?? null }
  })
}

/** As a part of a command's input, where the write says something of it. */
export function saidPromises({ values, changed, externalId }: Write): OwnRow {
  return externalId === undefined || changed.includes('promises') ? { promises: promisesOf(values) } : {}
}
