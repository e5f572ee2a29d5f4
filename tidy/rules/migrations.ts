/** Rows that are there already are changed company by company: an owner for whom row-level security holds sees none otherwise, and is not told. */
import type { Finding } from '../source.ts'

/** Landed before the rule. What they left undone, platform/0092-disabled-users-left.sql and hub/0161-suspects-left.sql do. */
const LANDED = /\/(0084-disabled-user|0010-suspects)\.sql$/

/** Statements that stand by themselves; within functions and loops they are indented. */
const CHANGES_ROWS = /^(update|delete from|insert into (?!.*\bvalues\b))\s*(\S+)/

export function rowFindings(migrations: ReadonlyMap<string, string>): Finding[] {
  return [...migrations].flatMap(([path, text]) =>
    LANDED.test(path)
      ? []
      : text.split('\n').flatMap((line, at) => {
          const [, verb, table] = CHANGES_ROWS.exec(line) ?? []
          const what = `${verb} ${table}: do it company by company, as hub/0140-link-counts.sql does`
          return verb ? [{ where: `${path}:${at + 1}`, what }] : []
        }),
  )
}
