/** A quote beside what the ERP says of it now: stock, promise date, price and credit. */
import { type FoundPrice, priceOf } from '@tandem/crm'
import { quote as definition } from '@tandem/crm/definitions'
import { type Database, readDocuments } from '@tandem/db'
import type { Answer, AvailabilityLine, Hub } from '@tandem/hub'
import type { Id, Row } from '@tandem/kernel'
import { z } from 'zod'
import type { ApiRequest } from '../http/route.ts'

type Quote = Row<typeof definition>

export const liveQuoteSchema = z.looseObject({
  quote: z.string(),
  version: z.int32(),
  lines: z.array(
    z.looseObject({
      lineNumber: z.int32(),
      item: z.string(),
      quantity: z.string(),
      unit: z.string(),
      unitPrice: z.string(),
      /** Null: nobody can say now. */
      availability: z
        .looseObject({ available: z.string(), onHand: z.string(), date: z.string().nullable(), reason: z.string() })
        .nullable(),
      price: z.looseObject({ unitPrice: z.string(), reason: z.string() }).nullable(),
    }),
  ),
  credit: z.looseObject({ state: z.string(), used: z.string().optional() }).nullable(),
})

const CRM = 'tandem-crm'

export async function liveQuote(
  database: Database,
  hub: Hub,
  request: ApiRequest<never>,
  id: Id,
): Promise<z.infer<typeof liveQuoteSchema> | undefined> {
  const found = await database.read(request.tenant, async (tx) => {
    const [quote] = await readDocuments<Quote>(tx, definition, [id])
    return quote && { quote, prices: await pricesOf(quote, (input) => priceOf.run(tx, request.context(), input)) }
  })
  if (!found) return undefined
  const { quote, prices } = found
  const { currency, customer, lines } = quote
  const asked = lines.map(({ item, quantity, unit }) => ({ item, quantity, unit, date: quote.requestedDate }))
  const [availability, credit] = await Promise.all([
    asked.length > 0 ? hub.ask({ ask: 'availability', lines: asked }, CRM) : undefined,
    hub.ask({ ask: 'credit', customer, amount: quote.total, currency }, CRM),
  ])
  const answers = linesOf(availability)
  return {
    quote: id,
    version: quote.version,
    lines: lines.map(({ lineNumber, item, quantity, unit, unitPrice }, i) => ({
      ...{ lineNumber, item, quantity, unit, unitPrice },
      availability: (answers[i] as Record<string, never> | undefined) ?? null,
      price: (prices[i] as Record<string, never> | undefined) ?? null,
    })) as never,
    credit: (credit ?? null) as never,
  }
}

function linesOf(answer: Answer | undefined): readonly AvailabilityLine[] {
  return answer?.ask === 'availability' ? answer.lines : []
}

async function pricesOf(
  { lines, customer, currency, priceList }: Quote,
  ask: (input: Parameters<typeof priceOf.run>[2]) => ReturnType<typeof priceOf.run>,
): Promise<(FoundPrice | undefined)[]> {
  const results = await Promise.all(
    lines.map(({ item, quantity, unit }) => ask({ item, customer, quantity, unit, currency, priceList })),
  )
  return results.map((result) => (result.ok ? result.value : undefined))
}
