import { sql } from 'kysely'
import { rows, type Tx } from './tx.ts'

/** Takes `count` human numbers, `SO000042`. Nobody waits for anybody; a rolled-back transaction leaves a gap. */
export async function takeNumbers(tx: Tx, prefix: string, count: number): Promise<string[]> {
  if (count === 0) return []
  const taken = await rows(tx, sql<{ number: number }>`select platform.take_numbers(${prefix.toLowerCase()}, ${count}) as number`)
  return taken.map(({ number }) => format(prefix, number))
}

/** Takes `count` numbers without gaps, as invoices need: others wait until this transaction ends. */
export async function takeGaplessNumbers(tx: Tx, prefix: string, count: number): Promise<string[]> {
  if (count === 0) return []
  const [taken] = await rows(tx, sql<{ first: number }>`select platform.take_gapless(${prefix}, ${count}) as first`)
  const start = taken?.first ?? 1
  return Array.from({ length: count }, (_, i) => format(prefix, start + i))
}

function format(prefix: string, number: number): string {
  return prefix + String(number).padStart(6, '0')
}
