/** The rules of a kind as the database has them, ready to be used. */
import { type RawBuilder, rows, sql, type Tx } from '@tandem/db'
import type { Id, Json } from '@tandem/kernel'
import type { Dictionaries } from './checks.ts'
import { bookOf, type FieldRule, type QualityBook } from './inspect.ts'
import { type Dictionary, dictionaryOf, type Word } from './likeness.ts'
import { readCheck } from './read-check.ts'

interface RuleRow {
  readonly id: Id
  readonly kind: string
  readonly field: string
  readonly does: string
  readonly options: Json
  readonly grade: FieldRule['grade']
  readonly source: string | null
}

export interface Rule extends FieldRule, Pick<RuleRow, 'kind' | 'field' | 'source'> {}

/** What holds for records and for files: all but the rules that look at what one system tells. */
export async function loadBook(tx: Tx, kind: string): Promise<QualityBook> {
  const { rules, dictionaries } = await loadRules(tx, sql`kind = ${kind} and (source is null or source = '*')`)
  return bookOf(rules, dictionaries)
}

/** The rules that count, with the dictionaries that they name. */
export async function loadRules(
  tx: Tx,
  which: RawBuilder<unknown>,
): Promise<{ rules: readonly Rule[]; dictionaries: Dictionaries }> {
  const [rules, dictionaries] = await Promise.all([
    rows(
      tx,
      sql<RuleRow>`select id, kind, field, does, options, grade, source from hub.quality_rule
                   where ${which} and state = 'active' order by kind, field, position, id`,
    ),
    rows(
      tx,
      sql<{ name: string; words: readonly Word[] }>`
        select name, words from hub.quality_dictionary where name in (
          select options ->> 'dictionary' from hub.quality_rule where ${which} and state = 'active')`,
    ),
  ])
  const byName = new Map(dictionaries.map(({ name, words }): [string, Dictionary] => [name, dictionaryOf(words)]))
  const read = rules.flatMap(({ does, options, ...rule }) => {
    const check = readCheck(does, options)
    return check.ok ? [{ ...rule, check: check.value }] : []
  })
  return { rules: read, dictionaries: (name) => byName.get(name) }
}
