/** Reads what a list is asked for: filters, words, sorting, a page. */
import { type Condition, type ListOptions, MOST_ON_A_PAGE } from '@tandem/db'
import { ok, type Result } from '@tandem/kernel'
import { invalid } from './input.ts'
import type { ApiRequest } from './route.ts'

const PARAMETER = /^filter\[(\w{1,64}|custom\.\w{1,40})\](?:\[(from|to|empty)\])?$/

type Mutable<T> = { -readonly [K in keyof T]: T[K] }

/** Reads the parameters of a list. */
export function listOptions(query: ApiRequest['query']): Result<ListOptions> {
  const filter = new Map<string, Mutable<Condition>>()
  const options: Mutable<ListOptions> = {}
  for (const [name, value] of Object.entries(query)) {
    const [, field, part] = PARAMETER.exec(name) ?? []
    if (field !== undefined) {
      const condition = filter.get(field) ?? {}
      filter.set(field, condition)
      if (!addTo(condition, part, value))
        return invalid([{ pointer: name, code: 'input/not-a-choice', details: { choices: ['true', 'false'] } }])
      continue
    }
    if (typeof value !== 'string') return invalid([{ pointer: name, code: 'input/too-many', details: { max: 1 } }])
    if (name === 'limit') {
      const limit = pageSize(value)
      if (!limit.ok) return limit
      options.limit = limit.value
    } else if (name === 'q' || name === 'sort' || name === 'cursor') options[name] = value
    else return invalid([{ pointer: name, code: 'input/unknown-field', details: {} }])
  }
  // A Map became it, so that a field called __proto__ is a name like any other.
  return ok({ ...options, filter: Object.fromEntries(filter) })
}

/** Adds one parameter to a field's condition; false when its text is not true or false where it must be. */
function addTo(condition: Mutable<Condition>, part: string | undefined, value: unknown): boolean {
  const texts = (Array.isArray(value) ? value : [value]).map(String)
  const last = texts.at(-1) ?? ''
  if (part === undefined) condition.in = texts
  else if (part === 'empty') condition.empty = last === 'true'
  else condition[part as 'from' | 'to'] = last
  return part !== 'empty' || last === 'true' || last === 'false'
}

export function pageSize(text: string | undefined): Result<number> {
  if (text === undefined) return ok(50)
  const limit = /^\d{1,4}$/.test(text) ? Number(text) : 0
  const details = { min: 1, max: MOST_ON_A_PAGE }
  return limit >= 1 && limit <= MOST_ON_A_PAGE ? ok(limit) : invalid([{ pointer: 'limit', code: 'input/out-of-range', details }])
}
