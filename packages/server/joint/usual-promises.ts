/** What an accepted quote promises where nobody says: for each line the day that the ERP can keep, as the page offers it. */
import { setTimeout as sleep } from 'node:timers/promises'
import { quote as definition } from '@tandem/crm/definitions'
import { readDocuments } from '@tandem/db'
import type { Id, PlainDate, Row } from '@tandem/kernel'
import type { ApiRequest } from '../http/route.ts'
import type { Services } from '../http/services.ts'

type Quote = Row<typeof definition>

export interface Promised {
  readonly lineNumber: number
  readonly promisedDate: PlainDate
}

/** An ERP that does not answer by then is not waited for: the customer's yes counts without a promise. */
const PATIENCE_MS = 5_000

const CRM = 'tandem-crm'

/**
 * By quote, before the transaction that accepts them: systems of others may have to be asked. Nothing for a quote that is
 * not to be accepted, and none for a line of which nobody can say.
 */
export async function usualPromises(
  { database, tenants }: Services,
  { tenant }: ApiRequest<never>,
  ids: readonly Id[],
): Promise<ReadonlyMap<Id, readonly Promised[]>> {
  const hub = tenants.get(tenant)?.hub
  if (!hub || ids.length === 0) return new Map()
  const read = await database.read(tenant, (tx) => readDocuments<Quote>(tx, definition, ids))
  const quotes = read.filter(({ state, lines }) => state === 'sent' && lines.length > 0)
  const asked = quotes.flatMap(({ lines, requestedDate }) =>
    lines.map(({ item, quantity, unit }) => ({ item, quantity, unit, date: requestedDate })),
  )
  if (asked.length === 0) return new Map()
  // Whatever goes wrong there is shown with the system; it must not keep a customer from saying yes.
  const asking = hub.ask({ ask: 'availability', lines: asked }, CRM).catch(() => undefined)
  const answer = await Promise.race([asking, sleep(PATIENCE_MS, undefined, { ref: false })])
  const dates = (answer?.ask === 'availability' ? answer.lines : []).map(({ date }) => date)
  return new Map(
    quotes.map(({ id, lines, requestedDate }) => {
      const mine = dates.splice(0, lines.length)
      return [id, lines.flatMap(({ lineNumber }, at) => promiseOf(lineNumber, mine[at], requestedDate))]
    }),
  )
}

/** Not before it is wanted. */
function promiseOf(lineNumber: number, possible: PlainDate | null | undefined, wanted: PlainDate | null): Promised[] {
  if (!possible) return []
  return [{ lineNumber, promisedDate: wanted !== null && wanted > possible ? wanted : possible }]
}
