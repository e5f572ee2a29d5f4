import { changeDocuments, type Tx } from '@tandem/db'
import { changesIn, type DocumentCommand, follow, ok, partial, type Result, refuse } from '@tandem/kernel'
import { setBuckets } from '../flows/quota.ts'
import { type System, system, systemTransitions } from './definition.ts'

const pauseFields = { reason: { kind: 'text', max: 500, optional: true, label: { en: 'Reason', zh: '理由' } } } as const

interface Pause {
  readonly reason?: string | null | undefined
}

/** Nothing is read from it nor written to it until it is resumed; what is wanted there is kept. */
export const pauseSystem: DocumentCommand<Tx, typeof pauseFields, System> = {
  name: 'pause',
  document: 'system',
  on: 'one',
  label: { en: 'Pause', zh: '暂停' },
  input: pauseFields,
  run: (tx, by, inputs) => changeDocuments<System, Pause>(tx, by, system, inputs, paused, 'system-paused'),
}

export const resumeSystem: DocumentCommand<Tx, Record<never, never>, System> = {
  name: 'resume',
  document: 'system',
  on: 'one',
  label: { en: 'Resume', zh: '恢复' },
  input: {},
  run: (tx, by, inputs) => changeDocuments<System, unknown>(tx, by, system, inputs, resumed, 'system-resumed'),
}

const { writesASecond, writesAMinute, writesADay, mostUnplanned, mostUndelivered } = system.fields
const { autoPausePercent, autoPauseLeast, autoPauseSeconds } = system.fields
const limitFields = partial({
  ...{ writesASecond, writesAMinute, writesADay, mostUnplanned, mostUndelivered },
  ...{ autoPausePercent, autoPauseLeast, autoPauseSeconds },
})

/** How fast a system is written to, when reading waits for it, and when a flow to it is paused by itself. Null: no limit. */
export const setLimits: DocumentCommand<Tx, typeof limitFields, System> = {
  name: 'set-limits',
  document: 'system',
  on: 'one',
  label: { en: 'Set limits', zh: '设置限制' },
  input: limitFields,
  async run(tx, by, inputs) {
    const results = await changeDocuments<System, object>(tx, by, system, inputs, withLimits, 'system-limits-set')
    await setBuckets(
      tx,
      by.now,
      results.flatMap((result) => (result.ok ? [result.value] : [])),
    )
    return results
  },
}

/** Those that may not be empty keep what they have. */
const NEEDED = new Set(['mostUnplanned', 'mostUndelivered', 'autoPauseLeast', 'autoPauseSeconds'])

function withLimits(row: System, given: object): Result<Partial<System>> {
  const limits = Object.entries(given).filter(([name, value]) => value !== undefined && !(value === null && NEEDED.has(name)))
  const wrong = limits.find(([name, value]) => value !== null && (value < 1 || (name === 'autoPausePercent' && value > 100)))
  if (wrong) return refuse('system/bad-limit', { system: row.name, field: wrong[0], value: wrong[1] })
  return ok(changesIn(row, Object.fromEntries(limits)))
}

function paused(row: System, { reason = null }: Pause): Result<Partial<System>> {
  const state = follow(systemTransitions, 'system', row.state, 'pause')
  return state.ok ? ok({ state: state.value, pauseReason: reason }) : state
}

function resumed(row: System): Result<Partial<System>> {
  const state = follow(systemTransitions, 'system', row.state, 'resume')
  return state.ok ? ok({ state: state.value, pauseReason: null }) : state
}
