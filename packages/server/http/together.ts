/**
 * Requests for the same command that come at the same time run as one transaction: every command takes many inputs and
 * answers each. Only requests of one tenant and one actor with the same rights are put together, and each keeps its own answer: what is
 * refused changes nothing, what one of them breaks is done again one by one, and each Idempotency-Key counts for itself.
 */
import { BY_KEY, CommitUnknown, gathered, insertRows, rows, sql, TOGETHER, type Tx, textArray } from '@tandem/db'
import { ok, type Result, refuse } from '@tandem/kernel'
import { withRetries } from './faults.ts'
import type { Answer, ApiRequest } from './route.ts'
import type { Services } from './services.ts'
import { AnsweredBefore, keptOf, keyOf, type Once, write } from './write.ts'

/** A request that calls a command with one input. */
export interface Call {
  readonly request: ApiRequest<never>
  readonly input: unknown
  /** The document it is about, where there is one. */
  readonly id?: string
}

/** Runs a command with many inputs, for one who asks. */
export type Runner = (tx: Tx, request: ApiRequest<never>, inputs: readonly unknown[]) => Promise<Result<unknown>[]>

/** Runs a command for requests. `told` makes the answer out of what the command answers. */
export function commandRunner(
  run: Runner,
  services: Services,
  told: (value: unknown) => Answer,
): (call: Call) => Promise<Result<Answer>> {
  const answerOf = (result: Result<unknown> | undefined): Result<Answer> =>
    result?.ok ? ok(told(result.value)) : (result ?? refuse('http/fault'))
  const alone = ({ request, input }: Call): Promise<Result<Answer>> =>
    write(services.database, services.random, request, async (tx) => {
      const [result] = await run(tx, request, [input])
      return answerOf(result)
    })
  const together = (calls: readonly Call[]): Promise<Result<Answer>[]> => {
    const [first] = calls as [Call]
    const work = (tx: Tx) =>
      answerAll(tx, calls, async () => {
        const inputs = calls.map(({ input }) => input)
        const results = await run(tx, first.request, inputs)
        return calls.map((_, i) => answerOf(results[i]))
      })
    return withRetries(services.random, () => services.database.transaction(first.request.tenant, work, BY_KEY))
  }
  return gathered({
    ...TOGETHER,
    groupOf: ({ request: { tenant, actor, access, self } }) => `${tenant} ${actor.kind} ${actor.id} ${self?.name} ${access.key}`,
    aloneOf: ({ id, request }) => [
      ...(id ? [`id ${id}`] : []),
      ...(request.idempotencyKey ? [`key ${request.idempotencyKey}`] : []),
    ],
    async run(calls) {
      if (calls.length === 1) return calls.map(alone)
      try {
        return await together(calls)
      } catch (error) {
        // Without a key nobody can tell whether a lost commit happened: it must not be done again.
        const isDone = ({ request }: Call) => error instanceof CommitUnknown && request.idempotencyKey === undefined
        return calls.map((call) => (isDone(call) ? Promise.reject(error) : alone(call)))
      }
    },
  })
}

/** Keeps the answers of requests with a key in the transaction of their work; throws when one of them was answered before. */
async function answerAll(tx: Tx, calls: readonly Call[], work: () => Promise<Result<Answer>[]>): Promise<Result<Answer>[]> {
  const keyed = calls.flatMap(({ request }, i) => {
    return request.idempotencyKey === undefined ? [] : [{ i, at: request, once: keyOf(request, request.idempotencyKey) }]
  })
  const onces = keyed.map(({ once }) => once)
  const [kept, results] = await Promise.all([wasAnswered(tx, onces), work()])
  if (kept) throw new AnsweredBefore(kept)
  const good = keyed.flatMap(({ i, at, once }) => {
    const result = results[i]
    return result?.ok ? [{ ...once, answer: result.value, at: at.context().now }] : []
  })
  const inserted = good.length > 0 ? await insertRows(tx, 'platform.answer', good, { onConflict: 'nothing' }) : 0
  if (inserted < good.length) throw new AnsweredBefore()
  return results
}

async function wasAnswered(tx: Tx, onces: readonly Once[]) {
  const [first] = onces
  if (!first) return undefined
  const keys = textArray(onces.map(({ key }) => key))
  const [kept] = await rows(tx, keptOf(sql`scope = ${first.scope} and key = any(${keys}::text[])`))
  return kept
}
