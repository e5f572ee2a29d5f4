/**
 * Statistics for tables that grow. Until a table was analysed the planner takes every tenant for a handful of rows and
 * reads all of a tenant's rows where an index would find one; the server's own autovacuum looks only once a minute, when
 * a first load is long over. So tables are analysed when they pass some sizes; densities then hold while they grow on.
 */

const FIRST = 300
const STEP = 10

/** A table that an insert names first in its text. */
const INSERT = /^\s*insert\s+into\s+([a-z_]+\.[a-z_]+)/i

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
        const table = affected > 0 ? INSERT.exec(text)?.[1] : undefined
        if (table) inserted.set(table, (inserted.get(table) ?? 0) + affected)
      },
      committed() {
        for (const [table, rows] of inserted) grow(table, rows)
      },
    }
  }
}
