/** Live questions to the ERP: can it be delivered, may the customer buy. */
import type { Tx } from '@tandem/db'
import { erp } from '@tandem/erp'
import type { Answer, Question } from '@tandem/hub'
import { type Context, Fault, type Result } from '@tandem/kernel'

/** Undefined: the ERP does not know what is asked about. */
export async function askErp(tx: Tx, by: Context, question: Question): Promise<Answer | undefined> {
  if (question.ask === 'credit') {
    const { customer: party, amount, currency } = question
    return answerOf('credit', await run(tx, by, 'credit', { party, amount, currency }))
  }
  return answerOf('availability', await run(tx, by, 'availability', { lines: question.lines }))
}

async function run(tx: Tx, by: Context, name: string, input: object): Promise<Result<object>> {
  const query = erp.queries.find((one) => one.name === name)
  if (!query) throw new Fault(`the ERP has no query ${name}`)
  return query.run(tx, by, input) as Promise<Result<object>>
}

function answerOf(ask: Answer['ask'], result: Result<object>): Answer | undefined {
  return result.ok ? ({ ask, ...result.value } as Answer) : undefined
}
