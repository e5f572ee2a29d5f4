/** Stopping and starting single flows. */
import { changeDocuments, type Tx } from '@tandem/db'
import { type DocumentCommand, follow, type Instant, type Json, ok, type Result, refuse } from '@tandem/kernel'
import { type Breakdown, type Flow, flow, flowTransitions } from './definition.ts'

const pauseFields = { reason: { kind: 'text', max: 500, label: { en: 'Reason', zh: '理由' } } } as const

/** What flows there waits, without limit, until it is resumed; everything else goes on. */
export const pauseFlow: DocumentCommand<Tx, typeof pauseFields, Flow> = {
  name: 'pause',
  document: 'flow',
  on: 'one',
  label: { en: 'Pause', zh: '暂停' },
  input: pauseFields,
  run: (tx, by, inputs) =>
    changeDocuments<Flow, { reason: string }>(
      tx,
      by,
      flow,
      inputs,
      (row, { reason }) => paused(row, reason, { by: by.actor.id, at: by.now }),
      'flow-paused',
    ),
}

export const resumeFlow: DocumentCommand<Tx, Record<never, never>, Flow> = {
  name: 'resume',
  document: 'flow',
  on: 'one',
  label: { en: 'Resume', zh: '恢复' },
  input: {},
  run: (tx, by, inputs) => changeDocuments<Flow, unknown>(tx, by, flow, inputs, resumed, 'flow-resumed'),
}

export function paused(
  row: Flow,
  reason: string | null,
  by: { readonly by: string; readonly at: Instant },
  broken?: { readonly breakdown: Breakdown; readonly tryAt: Instant },
): Result<Partial<Flow>> {
  if (reason?.trim() === '') return refuse('flow/no-reason', { system: row.system, kind: row.kind })
  const state = follow(flowTransitions, 'flow', row.state, 'pause')
  if (!state.ok) return state
  const breakdown = (broken?.breakdown ?? null) as Json
  const about = { pauseReason: reason, pausedBy: by.by, pausedAt: by.at, breakdown, tryAt: broken?.tryAt ?? null, tries: 0 }
  return ok({ state: state.value, ...about })
}

export function resumed(row: Flow): Result<Partial<Flow>> {
  const state = follow(flowTransitions, 'flow', row.state, 'resume')
  if (!state.ok) return state
  const nothing = { pauseReason: null, pausedBy: null, pausedAt: null, breakdown: null, tryAt: null, tries: 0 }
  return ok({ state: state.value, ...nothing })
}
