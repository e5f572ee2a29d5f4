/** What happened to the demo company in its year: which quotes, what became of them, when. Pure: a seed and a day in, a plan out. */
import { addDays, type PlainDate } from '@tandem/kernel'
import type { CatalogItem } from './catalog.ts'
import type { DemoCustomer } from './people.ts'

export interface PlannedQuote {
  readonly number: string
  readonly customer: DemoCustomer
  readonly quoteDate: PlainDate
  readonly fate: 'draft' | 'sent' | 'declined' | 'expired' | 'accepted'
  readonly decidedDate: PlainDate
  readonly lines: readonly { readonly item: CatalogItem; readonly quantity: number; readonly discountPercent: string }[]
  /** Of accepted ones: shares of the goods sent, with their days. Two of them are a part delivery and the rest. */
  readonly deliveries: readonly { readonly date: PlainDate; readonly everything: boolean }[]
  readonly cancelled: boolean
}

/** Business comes in cycles: all of a cycle's documents carry its day. */
export const CYCLE_DAYS = 10
const CYCLES = 37

/** Furniture sells before the Spring Festival, in early summer and in autumn. By month, January first. */
const SEASON = [1.2, 0.6, 0.9, 1, 1.2, 1.1, 0.8, 0.8, 1.2, 1.3, 1.2, 1]

export function cycleDays(today: PlainDate, cycles = CYCLES): PlainDate[] {
  return Array.from({ length: cycles }, (_, i) => addDays(today, -1 - CYCLE_DAYS * (cycles - 1 - i)))
}

/** How much happened; left out, a year as the demo company has it. */
export interface HistorySize {
  /** About so many quotes in ten days. */
  readonly perCycle?: number
  readonly cycles?: number
}

/** The quotes of each cycle, in order of date. */
export function planYear(
  today: PlainDate,
  customers: readonly DemoCustomer[],
  items: readonly CatalogItem[],
  random: () => number,
  { perCycle = 18, cycles = CYCLES }: HistorySize = {},
): PlannedQuote[] {
  const draw = weighted(items, random)
  const days = cycleDays(today, cycles)
  return days.flatMap((quoteDate, cycle) => {
    const season = SEASON[Number(quoteDate.slice(5, 7)) - 1] ?? 1
    const count = Math.round(perCycle * season * (0.8 + 0.4 * random()))
    return Array.from({ length: count }, (_, i): PlannedQuote => {
      const customer = customers[Math.floor(random() ** 1.6 * customers.length)] as DemoCustomer
      const left = days.length - 1 - cycle
      const fate = fateOf(random(), left)
      const decided = Math.min(cycle + 1 + Math.floor(random() * 3), days.length - 1)
      return {
        number: `Q${quoteDate.replaceAll('-', '').slice(2)}-${String(i + 1).padStart(2, '0')}`,
        customer,
        quoteDate,
        fate,
        decidedDate: days[decided] as PlainDate,
        lines: linesOf(draw, customer, random),
        deliveries: fate === 'accepted' ? deliveriesOf(days, decided, random) : [],
        cancelled: fate === 'accepted' && random() < 0.03,
      }
    })
  })
}

/** The last cycles still have open quotes; the last one has drafts, too. */
function fateOf(chance: number, cyclesLeft: number): PlannedQuote['fate'] {
  if (cyclesLeft === 0) return chance < 0.4 ? 'draft' : 'sent'
  if (cyclesLeft < 3 && chance < 0.3) return 'sent'
  if (chance < 0.66) return 'accepted'
  return chance < 0.88 ? 'declined' : cyclesLeft > 4 ? 'expired' : 'declined'
}

function linesOf(draw: () => CatalogItem, customer: DemoCustomer, random: () => number): PlannedQuote['lines'] {
  const items = new Set(Array.from({ length: 1 + Math.floor(random() * 4) }, draw))
  return [...items].map((item) => {
    const size = customer.type === 'person' ? 2 : item.popularity > 6 ? 40 : 12
    const quantity = item.type === 'service' ? 1 + Math.floor(random() * 4) : 1 + Math.floor(random() ** 2 * size)
    return { item, quantity, discountPercent: random() < 0.2 ? String(2 + Math.floor(random() * 4)) : '0' }
  })
}

function deliveriesOf(days: readonly PlainDate[], decided: number, random: () => number): PlannedQuote['deliveries'] {
  const first = decided + 1 + Math.floor(random() * 3)
  const deliveries =
    random() < 0.2
      ? [
          { cycle: first, everything: false },
          { cycle: first + 2, everything: true },
        ]
      : [{ cycle: first, everything: true }]
  return deliveries.flatMap(({ cycle, everything }) => {
    const date = days[cycle]
    return date ? [{ date, everything }] : []
  })
}

function weighted(items: readonly CatalogItem[], random: () => number): () => CatalogItem {
  const tickets = items.flatMap((item) => Array.from({ length: item.popularity }, () => item))
  return () => tickets[Math.floor(random() * tickets.length)] as CatalogItem
}
