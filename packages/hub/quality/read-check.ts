/** A check as people write it, read and refused with what is wrong: rules saved by the API, and checks in files. */
import { type DateFormat, Decimal, type Json, ok, type Result, refuse } from '@tandem/kernel'
import { type Check, type CheckName, checkNames } from './checks.ts'
import type { Word } from './likeness.ts'

const DATE_FORMATS: readonly DateFormat[] = [
  ...(['YYYY-MM-DD', 'MM/DD/YYYY', 'DD/MM/YYYY', 'DD-MM-YYYY', 'DD-MM-YY', 'DD.MM.YYYY', 'YYYY/MM/DD'] as const),
]

type Reading = { readonly is: (value: Json) => boolean; readonly must: string; readonly needed?: true }

const isShare = (value: Json) => typeof value === 'number' && value > 0 && value <= 1
const isDecimal = (value: Json) => typeof value === 'string' && Decimal.parse(value) !== undefined
const isCount = (value: Json) => Number.isSafeInteger(value) && (value as number) >= 0

const OPTIONS: Readonly<Record<CheckName, Readonly<Record<string, Reading>>>> = {
  trim: {},
  width: {},
  email: {},
  filled: {},
  case: {
    as: { is: (v) => ['upper', 'lower', 'title'].includes(v as string), must: '"upper", "lower" or "title"', needed: true },
  },
  phone: { country: { is: (v) => typeof v === 'string' && /^\d{1,3}$/.test(v), must: 'a calling code such as "86"' } },
  'tax-number': { country: { is: (v) => v === 'CN', must: '"CN", or left out' } },
  date: {
    formats: {
      is: (v) => Array.isArray(v) && v.length > 0 && v.every((one) => DATE_FORMATS.includes(one as DateFormat)),
      must: `a list of ${DATE_FORMATS.join(', ')}`,
      needed: true,
    },
  },
  number: { min: { is: isDecimal, must: 'a number as text, "0"' }, max: { is: isDecimal, must: 'a number as text, "100"' } },
  length: { min: { is: isCount, must: 'a whole number' }, max: { is: isCount, must: 'a whole number' } },
  mask: {
    mask: { is: (v) => typeof v === 'string' && v !== '' && v.length <= 100, must: 'a text such as "AA-9999"', needed: true },
  },
  dictionary: {
    dictionary: { is: (v) => typeof v === 'string' && v !== '', must: 'the name of a dictionary', needed: true },
    suggestFrom: { is: isShare, must: 'a number above 0, at most 1' },
    acceptFrom: { is: isShare, must: 'a number above 0, at most 1' },
  },
}

/** Refuses `quality-rule/bad-options`, naming the option. */
export function readCheck(name: string, given: Json): Result<Check> {
  if (!(checkNames as readonly string[]).includes(name)) {
    return refuse('quality-rule/unknown-check', { check: name, checks: checkNames.join(', ') })
  }
  const known = OPTIONS[name as CheckName]
  const options = given ?? {}
  if (typeof options !== 'object' || Array.isArray(options)) return bad(name, 'options', 'an object')
  const own = options as Readonly<Record<string, Json>>
  const stranger = Object.keys(own).find((option) => !(option in known))
  if (stranger) return bad(name, stranger, `one of ${Object.keys(known).join(', ') || '(none)'}`)
  for (const [option, { is, must, needed }] of Object.entries(known)) {
    const value = own[option] ?? null
    if (value === null ? needed : !is(value)) return bad(name, option, must)
  }
  return ok({ check: name, ...own } as Check)
}

function bad(check: string, option: string, must: string) {
  return refuse('quality-rule/bad-options', { check, option, must })
}

const MOST_WORDS = 20_000

/** Words as a list of texts, or of `{ word, also }`. Refuses `quality-dictionary/not-words`. */
export function readWords(given: Json): Result<readonly Word[]> {
  if (!Array.isArray(given) || given.length === 0 || given.length > MOST_WORDS) {
    return refuse('quality-dictionary/not-words', { at: 0, most: MOST_WORDS })
  }
  const words = given.map((one: Json): Word | undefined => {
    if (typeof one === 'string') return one.trim() === '' ? undefined : { word: one }
    if (typeof one !== 'object' || one === null) return undefined
    const { word, also = [] } = one as { word?: Json; also?: Json }
    const isGood =
      typeof word === 'string' && word.trim() !== '' && Array.isArray(also) && also.every((a) => typeof a === 'string')
    return isGood ? { word: word as string, also: also as string[] } : undefined
  })
  const wrong = words.indexOf(undefined)
  return wrong < 0 ? ok(words as Word[]) : refuse('quality-dictionary/not-words', { at: wrong + 1, most: MOST_WORDS })
}
