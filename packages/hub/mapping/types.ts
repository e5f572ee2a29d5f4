/** What kind of value a step makes of which: so a mapping that would fail at night is refused when it is saved. Pure. */
import type { Field } from '@tandem/kernel'
import type { NativeField } from '../connector.ts'
import type { Step } from './definition.ts'

export interface Type {
  /** `any`: only running tells. `nothing`: there is no value yet. */
  readonly kind: NativeField['kind'] | 'any' | 'nothing'
  readonly choices?: readonly string[]
  /** A value that is always the same. */
  readonly constant?: string | number | boolean
}

const DECIMALS = new Set(['amount', 'price', 'quantity', 'percent'])

export function typeOfField(field: Field): Type {
  if (DECIMALS.has(field.kind)) return { kind: 'decimal' }
  return field.kind === 'choice' ? { kind: 'choice', choices: field.of } : { kind: field.kind as Type['kind'] }
}

export function typeOfNative({ kind, choices }: NativeField): Type {
  return { kind, ...(choices && { choices }) }
}

/** Undefined: the step cannot work on such a value. */
export function afterStep(step: Step, type: Type): Type | undefined {
  if (step.do === 'constant') return { kind: kindOfPlain(step.value), constant: step.value }
  if (step.do === 'jsonata') return { kind: 'any' }
  if (step.do === 'join') return { kind: 'text' }
  if (type.kind === 'any') return fromAny(step)
  if (type.kind === 'nothing') return undefined
  switch (step.do) {
    case 'default':
      return kindOfPlain(step.value) === kindOfPlainType(type) ? withChoice(type, step.value) : undefined
    case 'lookup':
      return isWord(type) || type.kind === 'integer' ? { kind: 'choice', choices: targetsOf(step) } : undefined
    case 'flag':
      return isWord(type) || type.kind === 'integer' ? { kind: 'flag' } : undefined
    case 'from-flag':
      return type.kind === 'flag' ? { kind: 'choice', choices: [step.yes, step.no] } : undefined
    case 'decimal-text':
      return type.kind === 'integer' ? { kind: 'decimal' } : undefined
    case 'scale':
    case 'round':
      return type.kind === 'decimal' || type.kind === 'integer' ? { kind: 'decimal' } : undefined
    case 'parse-date':
      return type.kind === 'text' ? { kind: 'date' } : undefined
    case 'format-date':
      return type.kind === 'date' ? { kind: 'text' } : undefined
    case 'day':
      return type.kind === 'instant' ? { kind: 'date' } : undefined
    default:
      return isWord(type) ? { kind: type.kind === 'reference' ? 'reference' : 'text' } : undefined
  }
}

function isWord({ kind }: Type): boolean {
  return kind === 'text' || kind === 'choice' || kind === 'reference'
}

/** What is worked on is not known before it runs; what comes out of most steps is. */
function fromAny(step: Step): Type {
  switch (step.do) {
    case 'lookup':
      return { kind: 'choice', choices: targetsOf(step) }
    case 'flag':
      return { kind: 'flag' }
    case 'scale':
    case 'round':
    case 'decimal-text':
      return { kind: 'decimal' }
    case 'parse-date':
    case 'day':
      return { kind: 'date' }
    case 'default':
      return { kind: 'any' }
    default:
      return { kind: 'text' }
  }
}

function targetsOf({ table, otherwise }: Extract<Step, { do: 'lookup' }>): string[] {
  return [...new Set([...table.map(([, ours]) => ours), ...(otherwise === undefined ? [] : [otherwise])])]
}

function kindOfPlain(value: string | number | boolean): Type['kind'] {
  return typeof value === 'boolean' ? 'flag' : typeof value === 'number' ? 'integer' : 'text'
}

function kindOfPlainType({ kind }: Type): Type['kind'] {
  return kind === 'flag' || kind === 'integer' ? kind : 'text'
}

function withChoice(type: Type, value: string | number | boolean): Type {
  return type.choices && !type.choices.includes(String(value)) ? { ...type, choices: [...type.choices, String(value)] } : type
}

/** The choices that a lookup leaves without an answer. */
export function uncovered(step: Step, type: Type): string[] {
  if (step.do === 'lookup' && step.otherwise === undefined) {
    const known = new Set(step.table.map(([theirs]) => theirs))
    return (type.choices ?? []).filter((one) => !known.has(one))
  }
  if (step.do === 'flag') return (type.choices ?? []).filter((one) => !step.yes.includes(one) && !step.no.includes(one))
  return []
}

/** Whether such a value may stand where `wanted` is expected. */
export function fits(type: Type, wanted: Type): boolean {
  if (type.kind === 'any') return true
  if (wanted.kind === 'choice') {
    if (type.constant !== undefined) return wanted.choices?.includes(String(type.constant)) ?? true
    return type.choices?.every((one) => wanted.choices?.includes(one) ?? true) ?? false
  }
  if (wanted.kind === 'text') return isWord(type) || type.kind === 'date' || type.kind === 'instant' || type.kind === 'decimal'
  if (wanted.kind === 'reference') return type.kind === 'reference' || type.kind === 'text'
  return type.kind === wanted.kind
}
