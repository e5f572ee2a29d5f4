import {
  changeDocuments,
  createDocuments,
  decideRead,
  readCustomInputs,
  readDocuments,
  rows,
  sql,
  stamp,
  type Tx,
  takeNumbers,
  takenValues,
  uuidArray,
} from '@tandem/db'
import { type CreateCommand, type DocumentCommand, type Id, type Input, ok, type Result, refuse } from '@tandem/kernel'
import { opportunity } from '../opportunity/definition.ts'
import type { Opportunity } from '../opportunity/opportunity.ts'
import { changeCommand } from '../shared/commands.ts'
import { known } from '../shared/known.ts'
import { knownTrade, linePrices } from '../trade/prepare.ts'
import { declineInput, quote, quoteChange, quoteInput, sendInput } from './definition.ts'
import {
  badNumber,
  changedQuote,
  declinedQuote,
  expiredQuote,
  newQuote,
  type Predecessor,
  pricingOf,
  type Quote,
  type QuoteInput,
  revisionOf,
  sentQuote,
  supersededQuote,
} from './quote.ts'

export const createQuote: CreateCommand<Tx, typeof quoteInput, Quote> = {
  name: 'create',
  document: 'quote',
  on: 'new',
  label: { en: 'New quote', zh: '新建报价单' },
  input: quoteInput,
  async run(tx, by, inputs) {
    const numbers = inputs.flatMap(({ number }) => number ?? [])
    const named = inputs.map((input) => input.opportunity)
    const [trade, taken, opportunities, read] = await Promise.all([
      knownTrade(tx, inputs),
      numbers.length === 0 ? new Set<string>() : takenValues(tx, quote, 'number', numbers),
      known<Opportunity>(tx, opportunity, named),
      readCustomInputs(tx, quote, inputs),
    ])
    const world = { ...trade, opportunities, today: by.today }
    const prices = await linePrices(
      tx,
      world.items,
      inputs.map((input) => ({ pricing: pricingOf(input, world), lines: input.lines })),
    )
    const drafts = decideRead(read, (input, i) => newQuote(input, stamp(by), { ...world, prices: prices[i] ?? [] }))
    return createDocuments(tx, by, quote, await numbered(tx, inputs, drafts, taken))
  },
}

/** Gives each good draft its number: the one asked for, or the next of ours. */
async function numbered(
  tx: Tx,
  inputs: readonly QuoteInput[],
  drafts: readonly Result<Omit<Quote, 'number'>>[],
  taken: Set<string>,
): Promise<Result<Quote>[]> {
  const needing = drafts.filter((draft, i) => draft.ok && !inputs[i]?.number).length
  const ours = await takeNumbers(tx, 'Q', needing)
  return drafts.map((draft, i): Result<Quote> => {
    if (!draft.ok) return draft
    const asked = inputs[i]?.number
    const refusal = asked ? badNumber(asked, taken) : undefined
    if (refusal) return { ok: false, refusal }
    if (asked) taken.add(asked)
    return ok({ ...draft.value, number: asked || (ours.shift() as string) } as Quote)
  })
}

export const changeQuote: DocumentCommand<Tx, typeof quoteChange, Quote> = {
  name: 'change',
  document: 'quote',
  on: 'one',
  label: { en: 'Change', zh: '修改' },
  input: quoteChange,
  async run(tx, by, inputs) {
    // What prices depend on stands partly in the quote itself, so quotes are locked before prices are looked up.
    const ids = [...new Set(inputs.map(({ id }) => id))]
    const [present, trade] = await Promise.all([
      readDocuments<Quote>(tx, quote, ids, { lock: true }),
      knownTrade(
        tx,
        inputs.map(({ input }) => input),
      ),
    ])
    const byId = new Map(present.map((row) => [row.id, row]))
    const prices = await linePrices(
      tx,
      trade.items,
      inputs.map(({ id, input }) => {
        const row = byId.get(id)
        const { customer, currency, quoteDate: date, priceList } = { ...row, ...given(input) } as Quote
        return { pricing: { customer, currency, date, priceList }, lines: row ? (input.lines ?? []) : [] }
      }),
    )
    const world = { ...trade, today: by.today }
    const places = new Map(inputs.map((on, i) => [on.input, prices[i] ?? []]))
    const change = changeCommand(quote, {
      input: quoteChange,
      prepare: async () => world,
      decide: (row: Quote, input) => changedQuote(row, input, { ...world, prices: places.get(input) ?? [] }),
    })
    return change.run(tx, by, inputs)
  },
}

function given<T extends object>(input: T): Partial<T> {
  return Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined && value !== null)) as Partial<T>
}

const NO_INPUT = {} as const
type NoInput = typeof NO_INPUT

/** Sending a revision supersedes the quote it revises, in the same transaction. */
export const sendQuote: DocumentCommand<Tx, typeof sendInput, Quote> = {
  name: 'send',
  document: 'quote',
  on: 'one',
  label: { en: 'Send', zh: '发送' },
  input: sendInput,
  async run(tx, by, inputs) {
    const revised = await lockedPredecessors(
      tx,
      inputs.map(({ id }) => id),
    )
    const sent = await changeDocuments<Quote, Input<typeof sendInput>>(
      tx,
      by,
      quote,
      inputs,
      (row, { sentDate }) => sentQuote(row, sentDate ?? by.today, row.revisionOf ? revised.get(row.revisionOf) : undefined),
      'quote-sent',
    )
    const old = sent.flatMap((result) => (result.ok ? (result.value.revisionOf ?? []) : []))
    const superseding = old.map((id) => ({ id, input: {} }))
    if (old.length > 0) await changeDocuments<Quote, NoInput>(tx, by, quote, superseding, supersededQuote, 'quote-superseded')
    return sent
  },
}

/** The quotes that these revise. Both are locked together in id order, before either is changed. */
async function lockedPredecessors(tx: Tx, ids: readonly Id[]): Promise<Map<Id, Predecessor>> {
  const found = await rows(
    tx,
    sql<{ id: Id }>`
      select revision_of as id from crm.quote where id = any(${uuidArray(ids)}::uuid[]) and revision_of is not null`,
  )
  if (found.length === 0) return new Map()
  const locked = await rows(
    tx,
    sql<Predecessor & { id: Id }>`
      select id, number, revision, state from crm.quote
      where id = any(${uuidArray([...ids, ...found.map(({ id }) => id)])}::uuid[]) order by id for no key update`,
  )
  return new Map(locked.map((row) => [row.id, row]))
}

export const declineQuote = changeCommand(quote, {
  name: 'decline',
  label: { en: 'Decline', zh: '拒绝' },
  input: declineInput,
  prepare: async () => undefined,
  decide: (row: Quote, { reason }) => declinedQuote(row, reason ?? null),
  event: 'quote-declined',
})

export const expireQuote = changeCommand(quote, {
  name: 'expire',
  label: { en: 'Expire', zh: '过期' },
  input: NO_INPUT,
  prepare: async (_tx, _inputs, by) => by.today,
  decide: expireToday,
  event: 'quote-expired',
})

function expireToday(row: Quote, _input: object, today: Parameters<typeof expiredQuote>[1]) {
  return expiredQuote(row, today)
}

/** Makes the next revision as a draft and answers that; the quote itself stays as it is until the revision is sent. */
export const reviseQuote: DocumentCommand<Tx, NoInput, Quote> = {
  name: 'revise',
  document: 'quote',
  on: 'one',
  label: { en: 'Revise', zh: '修订' },
  input: NO_INPUT,
  async run(tx, by, inputs) {
    const ids = [...new Set(inputs.map(({ id }) => id))]
    const [present, next] = await Promise.all([
      readDocuments<Quote>(tx, quote, ids, { lock: true }),
      rows(tx, sql<{ id: Id }>`select revision_of as id from crm.quote where revision_of = any(${uuidArray(ids)}::uuid[])`),
    ])
    const byId = new Map(present.map((row) => [row.id, row]))
    const revised = new Set(next.map(({ id }) => id))
    const decided = inputs.map(({ id, version }): Result<Quote> => {
      const row = byId.get(id)
      if (!row) return refuse('quote/not-found', { id })
      if (version !== undefined && version !== row.version) {
        return refuse('quote/changed-meanwhile', { id, yours: version, now: row.version, by: row.updatedBy })
      }
      const result = revisionOf(row, stamp(by), by.today, revised)
      if (result.ok) revised.add(id)
      return result
    })
    return createDocuments(tx, by, quote, decided, 'quote-revised')
  },
}
