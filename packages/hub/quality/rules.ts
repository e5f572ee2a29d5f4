/** The commands on rules, dictionaries and schedules. */
import { changeDocuments, createDocuments, rows, sql, stamp, type Tx, takenValues, textArray } from '@tandem/db'
import { type CreateCommand, type DocumentCommand, type Json, ok, type Result, refuse } from '@tandem/kernel'
import { later } from '../engine/engine.ts'
import { activateFields } from '../mapping/commands.ts'
import { moveMark } from '../mapping/mark.ts'
import { readAgain, readRefusedAgain } from '../mapping/read-again.ts'
import { EVERY_SYSTEM } from './arrivals.ts'
import {
  type QualityDictionary,
  type QualityRule,
  type QualitySchedule,
  qualityDictionary,
  qualityRule,
  qualitySchedule,
} from './definition.ts'
import { readCheck, readWords } from './read-check.ts'

const { name: dictionaryName, words } = qualityDictionary.fields
const dictionaryFields = { name: dictionaryName, words } as const

export const createDictionary: CreateCommand<Tx, typeof dictionaryFields, QualityDictionary> = {
  name: 'create',
  document: 'quality-dictionary',
  on: 'new',
  label: { en: 'New dictionary', zh: '新建词典' },
  input: dictionaryFields,
  async run(tx, by, inputs) {
    const taken = await takenValues(
      tx,
      qualityDictionary,
      'name',
      inputs.map(({ name }) => name),
    )
    const decided = inputs.map((input): Result<QualityDictionary> => {
      const name = input.name.trim()
      if (name === '') return refuse('quality-dictionary/no-name')
      if (taken.has(name)) return refuse('quality-dictionary/name-taken', { name })
      const read = readWords(input.words)
      if (!read.ok) return read
      taken.add(name)
      return ok({ ...stamp(by), name, words: read.value as unknown as Json })
    })
    return createDocuments(tx, by, qualityDictionary, decided)
  },
}

const wordFields = { words } as const

export const changeDictionary: DocumentCommand<Tx, typeof wordFields, QualityDictionary> = {
  name: 'change',
  document: 'quality-dictionary',
  on: 'one',
  label: { en: 'Change the words', zh: '修改词条' },
  input: wordFields,
  async run(tx, by, inputs) {
    await moveMark(tx)
    const results = await changeDocuments<QualityDictionary, { words: Json }>(
      tx,
      by,
      qualityDictionary,
      inputs,
      (_row, input) => {
        const read = readWords(input.words)
        return read.ok ? ok({ words: read.value as unknown as Json }) : read
      },
    )
    const names = results.flatMap((result) => (result.ok ? [result.value.name] : []))
    const using = await rows(
      tx,
      sql<{ kind: string }>`select distinct kind from hub.quality_rule
                            where state = 'active' and source is not null and options ->> 'dictionary' = any(${textArray(names)}::text[])`,
    )
    await readRefusedAgain(
      tx,
      using.map((rule) => rule.kind),
    )
    return results
  },
}

const { kind, field, position, does, options, grade, source } = qualityRule.fields
const ruleFields = {
  ...{ kind, field, does },
  position: { ...position, optional: true },
  options: { ...options, optional: true },
  grade: { ...grade, optional: true },
  source,
  replan: { ...activateFields.replan, optional: true },
} as const

/**
 * A rule counts from the next audit, for files from the next one on, and for what systems tell from now on; `replan`: what
 * they have told already is read again, too.
 */
export const createQualityRule: CreateCommand<Tx, typeof ruleFields, QualityRule> = {
  name: 'create',
  document: 'quality-rule',
  on: 'new',
  label: { en: 'New rule', zh: '新建规则' },
  input: ruleFields,
  async run(tx, by, inputs) {
    const named = inputs.map((input) => String((input.options as { dictionary?: Json } | null)?.dictionary ?? ''))
    await moveMark(tx)
    const [dictionaries, last, joined] = await Promise.all([known(tx, named), lastPositions(tx), tellers(tx)])
    const decided = inputs.map((input): Result<QualityRule> => {
      const check = readCheck(input.does, input.options ?? {})
      if (!check.ok) return check
      const of = check.value.check === 'dictionary' ? check.value.dictionary : undefined
      if (of !== undefined && !dictionaries.has(of)) return refuse('quality-rule/no-such-dictionary', { dictionary: of })
      const { kind: what, field: where, source: from = null } = input
      if (from !== null && from !== EVERY_SYSTEM && !joined.some((one) => one.system === from && one.kind === what)) {
        return refuse('quality-rule/unknown-system', { system: from })
      }
      const key = `${what} ${where}`
      const at = input.position ?? (last.get(key) ?? 0) + 10
      last.set(key, Math.max(at, last.get(key) ?? 0))
      const { check: _, ...own } = check.value
      const rule = {
        kind: what,
        field: where,
        position: at,
        does: input.does,
        options: own as Json,
        grade: input.grade ?? 'warning',
        source: from,
      }
      return ok({ ...stamp(by), ...rule, state: 'active' })
    })
    const results = await createDocuments(tx, by, qualityRule, decided)
    for (const [i, result] of results.entries()) {
      if (!result.ok || result.value.source === null || inputs[i]?.replan !== 'everything') continue
      const { source: from, kind: what } = result.value
      const read = joined.filter((one) => one.kind === what && (from === EVERY_SYSTEM || one.system === from))
      for (const one of read) await readAgain(tx, by.now, one, result.value)
    }
    return results
  },
}

/** Which systems tell of which kinds. */
function tellers(tx: Tx): Promise<{ system: string; kind: string }[]> {
  return rows(
    tx,
    sql<{ system: string; kind: string }>`
      select name as system, jsonb_object_keys(capabilities) as kind from hub.system where joined order by 1, 2`,
  )
}

async function known(tx: Tx, names: readonly string[]): Promise<Set<string>> {
  return takenValues(tx, qualityDictionary, 'name', names)
}

async function lastPositions(tx: Tx): Promise<Map<string, number>> {
  const found = await rows(
    tx,
    sql<{ key: string; last: number }>`
      select kind || ' ' || field as key, max(position) as last from hub.quality_rule where state = 'active' group by 1`,
  )
  return new Map(found.map(({ key, last }) => [key, last]))
}

const REMOVE = { name: 'remove', on: 'one', label: { en: 'Remove', zh: '移除' }, input: {} } as const

/** What it found open is over with it: an audit does not find it again. */
export const removeQualityRule: DocumentCommand<Tx, Record<never, never>, QualityRule> = {
  ...REMOVE,
  document: 'quality-rule',
  async run(tx, by, inputs) {
    await moveMark(tx)
    const results = await changeDocuments<QualityRule, unknown>(tx, by, qualityRule, inputs, removed, 'quality-rule-removed')
    await readRefusedAgain(
      tx,
      results.flatMap((result) => (result.ok && result.value.source !== null ? [result.value.kind] : [])),
    )
    return results
  },
}

export const removeSchedule: DocumentCommand<Tx, Record<never, never>, QualitySchedule> = {
  ...REMOVE,
  document: 'quality-schedule',
  run: (tx, by, inputs) =>
    changeDocuments<QualitySchedule, unknown>(tx, by, qualitySchedule, inputs, removed, 'quality-schedule-removed'),
}

/** Removing what is removed changes nothing. */
function removed({ state }: { readonly state: 'active' | 'removed' }): Result<{ state?: 'removed' }> {
  return ok(state === 'removed' ? {} : { state: 'removed' })
}

const { kind: audited, everyHours } = qualitySchedule.fields
const scheduleFields = { kind: audited, everyHours } as const
const HOUR_MS = 3_600_000
const MOST_HOURS = 24 * 366

export const createSchedule: CreateCommand<Tx, typeof scheduleFields, QualitySchedule> = {
  name: 'create',
  document: 'quality-schedule',
  on: 'new',
  label: { en: 'Audit regularly', zh: '定期审计' },
  input: scheduleFields,
  async run(tx, by, inputs) {
    const kindsOf = inputs.map((input) => input.kind)
    const found = await rows(
      tx,
      sql<{
        kind: string
      }>`select kind from hub.quality_schedule where state = 'active' and kind = any(${textArray(kindsOf)}::text[])`,
    )
    const taken = new Set(found.map((row) => row.kind))
    const decided = inputs.map((input): Result<QualitySchedule> => {
      const hours = input.everyHours
      if (taken.has(input.kind)) return refuse('quality-schedule/taken', { kind: input.kind })
      if (hours < 1 || hours > MOST_HOURS) return refuse('quality-schedule/bad-hours', { hours, most: MOST_HOURS })
      taken.add(input.kind)
      return ok({ ...stamp(by), kind: input.kind, everyHours: hours, nextAt: later(by.now, hours * HOUR_MS), state: 'active' })
    })
    return createDocuments(tx, by, qualitySchedule, decided)
  },
}
