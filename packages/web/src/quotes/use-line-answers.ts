import { useQueries } from '@tanstack/react-query'
import { call } from '../api/client.ts'
import { type AvailabilityLine, useAvailability, usePaused } from '../api/joint.ts'
import { filledLines, isPositive, type LineForm, type QuoteForm } from './quote-form.ts'

interface PriceAnswer {
  readonly unitPrice: string
  readonly reason: 'customer-price' | 'list-price'
  readonly minimumQuantity: string
}

/** What both sides say of one line while it is typed. */
export interface LineAnswer {
  readonly price?: PriceAnswer | undefined
  readonly priceError?: unknown
  readonly availability?: AvailabilityLine | undefined
  readonly availabilityError?: unknown
}

/** Live answers by line key: the price from the CRM's price list, stock and promise date from the ERP. */
export function useLineAnswers(form: QuoteForm): ReadonlyMap<number, LineAnswer> {
  const lines = filledLines(form).filter((line) => line.item !== null && isPositive(line.quantity))
  const asked = lines.map(({ item, quantity, unit }) => ({
    item: item ?? '',
    quantity: quantity ?? '0',
    unit,
    date: form.requestedDate,
  }))
  const availability = useAvailability(asked)
  const prices = usePrices(form, lines)
  const known = new Map(availability.data?.map((line) => [JSON.stringify(line.asked), line]))
  return new Map(
    lines.map((line, at) => [
      line.key,
      {
        price: prices[at]?.data,
        priceError: prices[at]?.error ?? undefined,
        availability: known.get(JSON.stringify(asked[at])) ?? sameItem(availability.data, asked[at]?.item),
        availabilityError: availability.error ?? undefined,
      },
    ]),
  )
}

/** While a changed quantity is being asked for, the answer for the quantity before stays to be seen. */
function sameItem(
  answers: readonly (AvailabilityLine & { asked: { item: string } | undefined })[] | undefined,
  item: string | undefined,
) {
  return answers?.find(({ asked }) => asked?.item === item)
}

function usePrices(form: QuoteForm, lines: readonly LineForm[]) {
  const { customer, currency } = form
  const questions = usePaused(lines.map(({ item, quantity, unit }) => ({ item, customer, quantity, unit, currency })))
  return useQueries({
    queries: lines.map((_, at) => {
      const query = questions[at]
      return {
        queryKey: ['crm', 'answer', 'price-of', query],
        queryFn: () => call<PriceAnswer>('GET', '/crm/price-of', { query: query ?? {} }),
        enabled: Boolean(query?.item && currency),
        placeholderData: (before: PriceAnswer | undefined) => before,
      }
    }),
  })
}
