/** The money chain and the continuous proof, as the joint's queries tell them. */
export type Step = 'ordered' | 'shipped' | 'invoiced' | 'settled' | 'paid' | 'posted' | 'open' | 'unallocated' | 'ledger'

export type Amounts = Readonly<Partial<Record<Step, string>>>

export interface Reason {
  readonly step: 'ordered' | 'shipped' | 'invoiced' | 'settled' | 'paid' | 'posted' | 'receivable' | 'ledger'
  readonly why: keyof typeof import('../i18n/proof-en.ts').proofEn.reasons
  readonly amount: string
  readonly system: string | null
  readonly kind: string | null
  readonly number: string | null
}

export interface ChainItem {
  readonly record: string
  readonly subject: string
  readonly customer: string | null
  readonly currency: string
  readonly state: 'agreed' | 'on-the-way' | 'differs'
  readonly since: string
  readonly checkedAt: string
  /** By system. */
  readonly figures: Readonly<Record<string, Amounts>>
  readonly reasons: readonly Reason[]
}

export interface ChainDocument {
  readonly kind: string
  readonly number: string
  readonly ids: Readonly<Record<string, string>>
  readonly amounts: Readonly<Record<string, Amounts>>
}

export interface ChainDetail extends ChainItem {
  readonly documents: readonly ChainDocument[]
}

export interface ChainList {
  readonly states: readonly { readonly state: ChainItem['state']; readonly count: number }[]
  readonly sums: readonly { readonly currency: string; readonly system: string; readonly step: string; readonly amount: string }[]
  readonly items: readonly ChainItem[]
}

export interface ProofRound {
  readonly system: string
  readonly kind: string
  readonly finishedAt: string | null
  readonly differences: number | null
}
