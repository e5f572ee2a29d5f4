/**
 * Statistics for tables that grow. Until a table was analysed the planner takes every tenant for a handful of rows and
 * reads all of a tenant's rows where an index would find one; the server's own autovacuum looks only once a minute, when
 * a first load is long over. So tables are analysed when they pass some sizes; densities then hold while they grow on.
 */

const FIRST = 300
const STEP = 10

/** A table that an insert names first in its text. */
const INSERT = /^\s*insert\s+into\s+([a-z_]+\.[a-z_]+)/i
/** The tables of an insert into several at once (`insertSideBySide`): each gets as many rows as the last. */
const TOGETHER = /^with told as /
const EACH = /\binsert into ([a-z_]+\.[a-z_]+)/g

function tablesOf(text: string): readonly string[] {
  if (TOGETHER.test(text)) return [...text.matchAll(EACH)].map(([, table = '']) => table)
  const table = INSERT.exec(text)?.[1]
  return table ? [table] : []
}

export interface Growth {
  /** Counts the rows a statement of a transaction inserted. */
  counted(text: string, affected: number): void
  /** Takes over what a committed transaction inserted, and analyses in the background what has grown enough. */
  committed(): void
}

/** Counts by table over all transactions of one database. `analyze` is not awaited and may fail: it is no duty. */
export function growthWatch(analyze: (table: string) => Promise<void>): () => Growth {
  const grown = new Map<string, { rows: number; next: number }>()
  let queue: Promise<void> = Promise.resolve()
  const grow = (table: string, rows: number) => {
    const known = grown.get(table) ?? { rows: 0, next: FIRST }
    known.rows += rows
    grown.set(table, known)
    if (known.rows < known.next) return
    while (known.next <= known.rows) known.next *= STEP
    queue = queue.then(() => analyze(table)).catch(() => {})
  }
  return () => {
    const inserted = new Map<string, number>()
    return {
      counted(text, affected) {
        if (affected === 0) return
        for (const table of tablesOf(text)) inserted.set(table, (inserted.get(table) ?? 0) + affected)
      },
      committed() {
        for (const [table, rows] of inserted) grow(table, rows)
      },
    }
  }
}
