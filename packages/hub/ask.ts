/** Live questions between systems: ids are translated on the way, nothing is kept. */
import { rows, sql, textArray } from '@tandem/db'
import type { Answer, Connector, Question } from './connector.ts'
import { type Engine, step } from './engine/engine.ts'

/**
 * Puts a question, in the asking system's ids, to the first other system that knows. An item that is not known there is
 * answered as unknown; undefined when nobody can answer at all.
 */
export async function ask(engine: Engine, question: Question, askedBy: string): Promise<Answer | undefined> {
  for (const { connector, system } of engine.systems.values()) {
    if (system === askedBy || !connector.ask) continue
    const answer = await askOne(engine, connector, question, askedBy)
    if (answer) return answer
  }
  return undefined
}

async function askOne(engine: Engine, connector: Connector, question: Question, askedBy: string): Promise<Answer | undefined> {
  if (question.ask === 'credit') {
    const ids = await translate(engine, askedBy, connector.system, 'customer', [question.customer])
    const customer = ids.get(question.customer)
    return customer === undefined ? undefined : connector.ask?.({ ...question, customer })
  }
  const items = question.lines.map(({ item }) => item)
  const ids = await translate(engine, askedBy, connector.system, 'item', items)
  const known = question.lines.flatMap((line) => {
    const item = ids.get(line.item)
    return item === undefined ? [] : [{ ...line, item }]
  })
  if (known.length === 0) return undefined
  const answer = await connector.ask?.({ ...question, lines: known })
  if (answer?.ask !== 'availability') return undefined
  const answers = [...answer.lines]
  const unknown = { available: '0', onHand: '0', date: null, reason: 'unknown' } as const
  return { ask: 'availability', lines: items.map((item) => (ids.has(item) ? (answers.shift() ?? unknown) : unknown)) }
}

async function translate(
  engine: Engine,
  from: string,
  to: string,
  kind: string,
  externalIds: readonly string[],
): Promise<Map<string, string>> {
  const found = await step(engine, (tx) =>
    rows(
      tx,
      sql<{ theirs: string; ours: string }>`
        select a.external_id as theirs, b.external_id as ours
        from hub.link a join hub.link b on b.record_id = a.record_id and b.system = ${to}
        where a.system = ${from} and a.kind = ${kind} and a.external_id = any(${textArray(externalIds)}::text[])`,
    ),
  )
  return new Map(found.map(({ theirs, ours }) => [theirs, ours]))
}
