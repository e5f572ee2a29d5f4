/** The file of a bank, in any format that is known. */
import { ok, type Result } from '@tandem/kernel'
import { readCamt } from './read-camt.ts'
import { readCsv } from './read-csv.ts'
import { type ToldStatement, Unreadable } from './told.ts'

export function readStatements(content: string): Result<ToldStatement[]> {
  try {
    return ok(/^\uFEFF?\s*</.test(content) ? readCamt(content.replace(/^\uFEFF/, '')) : readCsv(content))
  } catch (error) {
    if (error instanceof Unreadable) return { ok: false, refusal: error.refusal }
    throw error
  }
}
