/** Which movements of a statement are known already. Pure. */
import { Decimal } from '@tandem/kernel'
import type { Movement } from './told.ts'

/** What is kept of an account. */
export interface Kept {
  /** How many movements alike there are, by `likeness`. */
  readonly counts: ReadonlyMap<string, number>
  /** The first opening balance and all movements since; undefined where no statement has told a balance. */
  readonly balance: Decimal | undefined
}

export interface Recognized {
  readonly fresh: readonly (Movement & { readonly fingerprint: string })[]
  readonly knownCount: number
  readonly knownAmount: Decimal
}

/**
 * What makes two movements alike: day, amount, and the bank's own reference; without that, who and what for. Equal ones of one
 * day are told apart by counting, for a bank lists all movements of a moment each time.
 */
export function likeness({ bookingDate, amount, bankReference, counterparty, counterpartyAccount, reference }: Movement): string {
  const said = bankReference ? ['ref', bankReference] : [counterpartyAccount ?? counterparty, reference]
  return [bookingDate, Decimal.of(amount).toString(), ...said.map(plain)].join('|')
}

function plain(text: string | null | undefined): string {
  return (text ?? '').toLowerCase().replace(/[^\p{L}\p{N}]/gu, '')
}

/**
 * The n-th alike in the file is the n-th that is kept. Only where that leaves the closing balance short, and taking all
 * without a reference of the bank's for new meets it, are they new: a second file of the same day, say.
 */
export function recognize(movements: readonly Movement[], closing: string | null, kept: Kept): Recognized {
  const usual = sorted(movements, kept, false)
  if (closing === null || !kept.balance || meets(usual, closing, kept.balance)) return usual
  const allNew = sorted(movements, kept, true)
  return meets(allNew, closing, kept.balance) ? allNew : usual
}

function meets({ fresh }: Recognized, closing: string, balance: Decimal): boolean {
  return Decimal.sum([balance, ...fresh.map(({ amount }) => Decimal.of(amount))]).equals(Decimal.of(closing))
}

function sorted(movements: readonly Movement[], { counts }: Kept, isAllNew: boolean): Recognized {
  const seen = new Map<string, number>()
  const known: Movement[] = []
  const fresh = movements.flatMap((movement) => {
    const key = likeness(movement)
    const before = counts.get(key) ?? 0
    const nth = (seen.get(key) ?? 0) + 1
    seen.set(key, nth)
    const isKnown = nth <= before && !(isAllNew && !movement.bankReference)
    if (isKnown) known.push(movement)
    const place = isAllNew && !movement.bankReference ? before + nth : nth
    return isKnown ? [] : [{ ...movement, fingerprint: `${key}#${place}` }]
  })
  return { fresh, knownCount: known.length, knownAmount: Decimal.sum(known.map(({ amount }) => Decimal.of(amount))) }
}

/** The account with what a statement adds. */
export function keptWith({ counts, balance }: Kept, { fresh }: Recognized, opening: string | null): Kept {
  const now = new Map(counts)
  for (const movement of fresh) now.set(likeness(movement), (now.get(likeness(movement)) ?? 0) + 1)
  const start = balance ?? (opening === null ? undefined : Decimal.of(opening))
  return { counts: now, balance: start && Decimal.sum([start, ...fresh.map(({ amount }) => Decimal.of(amount))]) }
}
