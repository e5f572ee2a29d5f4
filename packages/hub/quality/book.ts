/** The rules of a kind as the database has them, ready to be used. */
import { rows, sql, type Tx } from '@tandem/db'
import type { Id, Json } from '@tandem/kernel'
import { bookOf, type FieldRule, type QualityBook } from './inspect.ts'
import { type Dictionary, dictionaryOf, type Word } from './likeness.ts'
import { readCheck } from './read-check.ts'

interface RuleRow {
  readonly id: Id
  readonly field: string
  readonly does: string
  readonly options: Json
  readonly grade: FieldRule['grade']
}

export async function loadBook(tx: Tx, kind: string): Promise<QualityBook> {
  const [rules, dictionaries] = await Promise.all([
    rows(
      tx,
      sql<RuleRow>`select id, field, does, options, grade from hub.quality_rule
                   where kind = ${kind} and state = 'active' order by field, position, id`,
    ),
    rows(
      tx,
      sql<{ name: string; words: readonly Word[] }>`
        select name, words from hub.quality_dictionary where name in (
          select options ->> 'dictionary' from hub.quality_rule where kind = ${kind} and state = 'active')`,
    ),
  ])
  const byName = new Map(dictionaries.map(({ name, words }): [string, Dictionary] => [name, dictionaryOf(words)]))
  const read = rules.flatMap(({ id, field, does, options, grade }) => {
    const check = readCheck(does, options)
    return check.ok ? [{ id, field, grade, check: check.value }] : []
  })
  return bookOf(read, (name) => byName.get(name))
}
