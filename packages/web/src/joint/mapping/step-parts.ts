/** What each step of a mapping needs to know, as a form asks for it. */
import type { Step } from '@tandem/hub/definitions'

export interface Part {
  readonly name:
    | 'country'
    | 'from'
    | 'to'
    | 'text'
    | 'table'
    | 'otherwise'
    | 'by'
    | 'at'
    | 'paths'
    | 'factor'
    | 'digits'
    | 'format'
    | 'zone'
    | 'yes'
    | 'no'
    | 'value'
    | 'expression'
  /** `value` is of the kind of the field it is for. */
  readonly is: 'text' | 'texts' | 'pairs' | 'count' | 'decimal' | 'value' | 'long'
  readonly optional?: true
  /** May be nothing at all: replacing by nothing takes away. */
  readonly mayBeEmpty?: true
}

const TEXT: readonly Part[] = [{ name: 'text', is: 'text' }]
const FORMAT: readonly Part[] = [{ name: 'format', is: 'text' }]
const VALUE: readonly Part[] = [{ name: 'value', is: 'value' }]

export const PARTS: Readonly<Record<Step['do'], readonly Part[]>> = {
  trim: [],
  upper: [],
  lower: [],
  tax: [],
  'decimal-text': [],
  phone: [{ name: 'country', is: 'text', optional: true }],
  replace: [
    { name: 'from', is: 'text' },
    { name: 'to', is: 'text', mayBeEmpty: true },
  ],
  prefix: TEXT,
  suffix: TEXT,
  'without-prefix': TEXT,
  'without-suffix': TEXT,
  lookup: [
    { name: 'table', is: 'pairs' },
    { name: 'otherwise', is: 'text', optional: true },
  ],
  split: [
    { name: 'by', is: 'text' },
    { name: 'at', is: 'count' },
  ],
  join: [
    { name: 'paths', is: 'texts' },
    { name: 'by', is: 'text', mayBeEmpty: true },
  ],
  scale: [{ name: 'factor', is: 'decimal' }],
  round: [{ name: 'digits', is: 'count' }],
  'parse-date': FORMAT,
  'format-date': FORMAT,
  day: [{ name: 'zone', is: 'text' }],
  flag: [
    { name: 'yes', is: 'texts' },
    { name: 'no', is: 'texts' },
  ],
  'from-flag': [
    { name: 'yes', is: 'text', mayBeEmpty: true },
    { name: 'no', is: 'text', mayBeEmpty: true },
  ],
  default: VALUE,
  constant: VALUE,
  jsonata: [{ name: 'expression', is: 'long' }],
}

/** A step as the form has it: its parts may still be missing. */
export type DraftStep = { readonly do: Step['do'] } & Readonly<Record<string, unknown>>

const USUAL: Readonly<Partial<Record<Part['name'], unknown>>> = {
  ...{
    to: '',
    by: ' ',
    at: 0,
    digits: 2,
    format: 'YYYY-MM-DD',
    zone: 'Asia/Shanghai',
    table: [],
    paths: [],
    yes: ['Y'],
    no: ['N'],
  },
}

/** A new step with what is usual in its parts. */
export function newStep(does: Step['do']): DraftStep {
  const parts = PARTS[does].filter(({ optional }) => !optional)
  const usual = parts.map(({ name, is }) => [
    name,
    does === 'from-flag' ? name.slice(0, 1).toUpperCase() : (USUAL[name] ?? (is === 'texts' ? [] : '')),
  ])
  return { do: does, ...Object.fromEntries(usual) }
}

/** Whether all it needs is there; what it makes of it the server checks. */
export function isWhole(step: DraftStep): boolean {
  return PARTS[step.do].every(({ name, optional, mayBeEmpty }) => {
    const value = step[name]
    if (value === undefined) return optional === true
    if (Array.isArray(value)) return value.length > 0
    return mayBeEmpty === true || value !== ''
  })
}

/** `1 = company` lines into pairs and back. */
export function pairsOf(text: string): [string, string][] {
  return text.split('\n').flatMap((line): [string, string][] => {
    const at = line.indexOf('=')
    return at < 0 ? [] : [[line.slice(0, at).trim(), line.slice(at + 1).trim()]]
  })
}

export function textOf(pairs: readonly (readonly [string, string])[]): string {
  return pairs.map(([theirs, ours]) => `${theirs} = ${ours}`).join('\n')
}

/** What is typed for a field of such a kind: numbers and yes or no are not texts there. */
export function typedValue(text: string, kind: string): string | number | boolean {
  if (kind === 'integer' && /^-?\d{1,15}$/.test(text)) return Number(text)
  if (kind === 'flag' && (text === 'true' || text === 'false')) return text === 'true'
  return text
}
