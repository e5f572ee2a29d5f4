import { changeDocuments, createDocuments, rows, run, sql, stamp, type Tx } from '@tandem/db'
import {
  type Context,
  type CreateCommand,
  type DocumentCommand,
  follow,
  type Json,
  type On,
  ok,
  type Query,
  type Result,
} from '@tandem/kernel'
import { given } from '../engine/sets.ts'
import { kindNames, kindOf } from '../kinds.ts'
import { usualTravel } from '../travel.ts'
import { checkSetting, choicesOf, EVENTS, eventOf } from './check.ts'
import { type RuleRow, rule, ruleTransitions } from './definition.ts'
import { lookAtStaying } from './staying.ts'

const setFields = {
  kind: rule.fields.kind,
  name: rule.fields.name,
  setting: rule.fields.setting,
} as const

interface Wanted {
  readonly kind: string
  readonly name: string
  readonly setting: Json
}

/** Says who decides a field or what an event does, from the next change on. What was decided before stays. */
export const setRule: CreateCommand<Tx, typeof setFields, RuleRow> = {
  name: 'set',
  document: 'rule',
  on: 'new',
  label: { en: 'Set', zh: '设置' },
  input: setFields,
  async run(tx, by, inputs) {
    await countChange(tx)
    const present = await loadRules(tx, inputs)
    const known = new Map(present.map((row) => [`${row.kind} ${row.name}`, row]))
    const checked = inputs.map((input) => checkSetting(input.kind, input.name, input.setting as Json))
    const changing: { at: number; on: On<Json> }[] = []
    const making: { at: number; made: Result<RuleRow> }[] = []
    inputs.forEach(({ kind, name }, at) => {
      const setting = checked[at] as Result<Json>
      const row = known.get(`${kind} ${name}`)
      if (row && setting.ok) changing.push({ at, on: { id: row.id, input: setting.value } })
      else making.push({ at, made: setting.ok ? ok(newRule(by, kind, name, setting.value)) : setting })
    })
    const results: Result<RuleRow>[] = []
    const changed = await changeDocuments<RuleRow, Json>(
      tx,
      by,
      rule,
      changing.map(({ on }) => on),
      (_row, setting) => ok({ setting, state: 'set' }),
      'rule-set',
    )
    const made = await createDocuments<RuleRow>(
      tx,
      by,
      rule,
      making.map((one) => one.made),
      'rule-set',
    )
    if (inputs.some(({ name }) => isOfCreation(name))) await lookAtStaying(tx, by.now)
    changing.forEach(({ at }, i) => {
      results[at] = changed[i] as Result<RuleRow>
    })
    making.forEach(({ at }, i) => {
      results[at] = made[i] as Result<RuleRow>
    })
    return results
  },
}

/** Back to the usual rule. */
export const resetRule: DocumentCommand<Tx, Record<never, never>, RuleRow> = {
  name: 'reset',
  document: 'rule',
  on: 'one',
  label: { en: 'As usual', zh: '恢复默认' },
  input: {},
  async run(tx, by, inputs) {
    await countChange(tx)
    const decide = (row: RuleRow): Result<Partial<RuleRow>> => {
      const state = follow(ruleTransitions, 'rule', row.state, 'reset')
      return state.ok ? ok({ state: state.value }) : state
    }
    const results = await changeDocuments<RuleRow, unknown>(tx, by, rule, inputs, decide, 'rule-reset')
    if (results.some((result) => result.ok && isOfCreation(result.value.name))) await lookAtStaying(tx, by.now)
    return results
  },
}

function isOfCreation(name: string): boolean {
  return eventOf(name)?.event === 'create'
}

/** Every worker takes the rules up with its next batch. Waits for the batch that is being planned. */
function countChange(tx: Tx): Promise<unknown> {
  return run(tx, sql`update hub.planner set rules_version = rules_version + 1`)
}

function loadRules(tx: Tx, wanted: readonly Wanted[]): Promise<RuleRow[]> {
  const names = wanted.map(({ kind, name }) => ({ kind, name }))
  return rows(
    tx,
    sql<RuleRow>`select r.* from ${given(names, 'kind text, name text')} join hub.rule r using (kind, name) for update of r`,
  )
}

function newRule(by: Context, kind: string, name: string, setting: Json): RuleRow {
  return { ...stamp(by), kind, name, setting, state: 'set' } as RuleRow
}

/** One line of "who decides". */
export interface RuleItem {
  readonly kind: string
  /** A field, `*`, or an event. */
  readonly name: string
  readonly setting: Json
  readonly usual: Json
  /** Set by somebody: with this id it can be reset. */
  readonly id: string | null
  readonly version: number | null
  readonly by: string | null
  readonly at: string | null
  /** For an event: what may be chosen. */
  readonly choices: readonly string[] | null
}

export const whoDecidesQuery: Query<Tx, Record<never, never>, readonly RuleItem[]> = {
  name: 'who-decides',
  label: { en: 'Who decides', zh: '谁说了算' },
  input: {},
  async run(tx) {
    const set = await rows(tx, sql<RuleRow>`select * from hub.rule where state = 'set'`)
    return ok(
      kindNames.flatMap((kind) =>
        itemsOf(
          kind,
          set.filter((row) => row.kind === kind),
        ),
      ),
    )
  },
}

function itemsOf(kind: string, set: readonly RuleRow[]): RuleItem[] {
  const { fields, rules } = kindOf(kind)
  const others = (set.find(({ name }) => name === '*')?.setting as Json | undefined) ?? (rules['*'] as Json | undefined)
  const usualOf = (name: string) => (rules[name] ?? others ?? { by: 'newest' }) as unknown as Json
  const ofFields = ['*', ...Object.keys(fields)].map((name) => ({ kind, name, usual: usualOf(name), choices: null }))
  const ofEvents = (['crm', 'erp'] as const).flatMap((side) =>
    EVENTS.filter((event) => event !== 'archive' || 'status' in fields).map((event) => {
      const usual = { does: usualTravel(kind)[side][event] }
      return { kind, name: `${side}.${event}`, usual, choices: choicesOf(kind, event) }
    }),
  )
  return [...ofEvents, ...ofFields].map((item) => {
    const row = set.find(({ name }) => name === item.name)
    const about = { id: row?.id ?? null, version: row?.version ?? null, by: row?.updatedBy ?? null, at: row?.updatedAt ?? null }
    return { ...item, setting: (row?.setting as Json | undefined) ?? item.usual, ...about }
  })
}
