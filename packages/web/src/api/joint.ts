/** What the joint answers about both sides. Shapes as the server's joint routes give them. */
import type { Label } from '@tandem/kernel'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import type { ChainItem } from '../joint/chain-types.ts'
import { call } from './client.ts'
import { useMay } from './platform.ts'

export interface AvailabilityLine {
  readonly available: string
  readonly onHand: string
  /** The earliest date for the whole quantity; null when nobody can say. */
  readonly date: string | null
  readonly reason: 'in-stock' | 'incoming' | 'lead-time' | 'unknown' | 'service'
}

export interface CreditAnswer {
  readonly state: 'good' | 'exceeded' | 'on-hold' | 'no-limit'
  readonly limit: string | null
  /** Open receivables plus confirmed orders not yet invoiced. */
  readonly used: string
  readonly free: string | null
  readonly currency: string
}

/** One line of the question "can these be delivered?"; items by the CRM's ids. */
export interface AskedLine {
  readonly item: string
  readonly quantity: string
  readonly unit: string
  readonly date: string | null
}

const TYPING_PAUSE_MS = 250

/** A value, once it has not changed for a moment: live answers are asked for when typing pauses. */
export function usePaused<T>(value: T): T {
  const [paused, setPaused] = useState(value)
  const text = JSON.stringify(value)
  useEffect(() => {
    const timer = setTimeout(() => setPaused(JSON.parse(text) as T), TYPING_PAUSE_MS)
    return () => clearTimeout(timer)
  }, [text])
  return paused
}

/** Stock and promise date of each line, answered by the ERP while the line is being typed. */
export function useAvailability(asked: readonly AskedLine[]) {
  const lines = usePaused(asked)
  return useQuery({
    queryKey: ['joint', 'ask', 'availability', lines],
    queryFn: ({ signal }) =>
      call<{ readonly lines: readonly AvailabilityLine[] }>('POST', '/joint/ask', {
        body: { ask: 'availability', lines },
        signal,
      }).then((answer) => answer.lines.map((line, at) => ({ asked: lines[at], ...line }))),
    enabled: lines.length > 0,
    placeholderData: (before) => before,
  })
}

/** Whether the customer may buy for so much more. */
export function useCredit(customer: string | null, amount: string, currency: string) {
  const paused = usePaused({ customer, amount, currency })
  return useQuery({
    queryKey: ['joint', 'ask', 'credit', paused],
    queryFn: ({ signal }) => call<CreditAnswer>('POST', '/joint/ask', { body: { ask: 'credit', ...paused }, signal }),
    enabled: Boolean(paused.customer && paused.currency),
    placeholderData: (before) => before,
  })
}

export interface JourneyEntry {
  readonly id: string
  readonly at: string
  readonly side: 'crm' | 'joint' | 'erp'
  readonly actorKind: string
  /** Whom that is: a user name, a key, a system. */
  readonly who: string
  readonly words: Label
  readonly document?: string | null
  readonly documentId?: string | null
  /** Something went wrong here and waits for somebody. */
  readonly isProblem?: boolean
}

export interface Station {
  readonly side: 'crm' | 'joint' | 'erp'
  readonly promisedDate: string | null
  readonly expectedDate: string | null
  readonly waitsHere: boolean
}

export interface JourneyLine {
  readonly lineNumber: number
  readonly item: string
  readonly description: string | null
  readonly quantity: string
  readonly unit: string
  readonly reserved: string
  readonly shipped: string
  readonly invoiced: string
  /** When the customer wants it. */
  readonly requestedDate: string | null
  /** Until when the customer was promised it. */
  readonly promisedDate: string | null
  /** When the rest is expected to leave. */
  readonly expectedDate: string | null
  readonly isLaterThanPromised: boolean
  /** What CRM, joint and ERP know of it, each by itself; who does not know the order yet is left out. */
  readonly stations: readonly Station[]
  /** Services are neither reserved nor shipped. */
  readonly isService: boolean
  /** What this line waits for; null: for nothing. */
  readonly waitsFor: { readonly code: string; readonly words: Label } | null
}

/** The money of an order in every system, as the joint follows it. */
export type OrderMoney = Pick<ChainItem, 'currency' | 'state' | 'figures' | 'reasons' | 'checkedAt'>

/** One order across CRM, joint and ERP. */
export interface Journey {
  readonly order: { readonly number: string; readonly erpNumber: string | null; readonly state: string }
  readonly salesOrderId: string | null
  /** What the order waits for now, most urgent first; empty when for nothing. */
  readonly waitsFor: readonly { readonly code: string; readonly words: Label }[]
  /** Null: nobody looked yet, or it is not among the reader's rights. */
  readonly money: OrderMoney | null
  readonly lines: readonly JourneyLine[]
  /** Newest last. */
  readonly entries: readonly JourneyEntry[]
}

/** The joint looks at the money of what changed within seconds. */
const LOOK_AGAIN_MS = 10_000

export function useJourney(orderId: string) {
  const mayMoney = useMay('joint.money-chain-of.ask')
  const isAtRest = ({ order, money }: Journey) => order.state === 'cancelled' || money?.state === 'agreed'
  return useQuery({
    queryKey: ['joint', 'journey', orderId],
    queryFn: ({ signal }) => call<Journey>('GET', `/joint/journey/${orderId}`, { signal }),
    // What the joint found of the money is no news of the feed for everybody.
    refetchInterval: ({ state: { data } }) => (data && mayMoney && !isAtRest(data) ? LOOK_AGAIN_MS : false),
  })
}
