import { changeDocuments, type Tx } from '@tandem/db'
import { type DocumentCommand, follow, ok, type Result } from '@tandem/kernel'
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

function paused(row: System, { reason = null }: Pause): Result<Partial<System>> {
  const state = follow(systemTransitions, 'system', row.state, 'pause')
  return state.ok ? ok({ state: state.value, pauseReason: reason }) : state
}

function resumed(row: System): Result<Partial<System>> {
  const state = follow(systemTransitions, 'system', row.state, 'resume')
  return state.ok ? ok({ state: state.value, pauseReason: null }) : state
}
