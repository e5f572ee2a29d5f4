/** Beginning and ending dry runs; the hub does the work page by page (`rehearse.ts`). */
import { changeDocuments, createDocuments, first, rows, sql, stamp, type Tx, uuidArray } from '@tandem/db'
import {
  type CreateCommand,
  type DocumentCommand,
  follow,
  type Input,
  isId,
  type Json,
  ok,
  type Result,
  refuse,
} from '@tandem/kernel'
import { kindNames, kindOf } from '../kinds.ts'
import { type DryRun, dryRun, dryRunTransitions } from './definition.ts'

const { kind, mapping, rules } = dryRun.fields
const startFields = { kind: { ...kind, optional: true }, mapping, rules } as const

/** Of a mapping, or of a kind with other rules, or both. Nothing is changed by it but its own row. */
export const startDryRun: CreateCommand<Tx, typeof startFields, DryRun> = {
  name: 'create',
  document: 'dry-run',
  on: 'new',
  label: { en: 'Dry run', zh: '试运行' },
  input: startFields,
  async run(tx, by, inputs) {
    const ids = inputs.flatMap(({ mapping: id }) => (isId(id) ? [id] : []))
    const known = await rows(
      tx,
      sql<{ id: string; kind: string }>`select id, kind from hub.mapping where id = any(${uuidArray(ids)}::uuid[])`,
    )
    const decided: Result<DryRun>[] = []
    for (const input of inputs) {
      const what = known.find(({ id }) => id === input.mapping)?.kind ?? (input.mapping ? undefined : input.kind)
      decided.push(await newDryRun(tx, input, what ?? undefined, stamp(by)))
    }
    return createDocuments<DryRun>(tx, by, dryRun, decided, 'dry-run-started')
  },
}

async function newDryRun(
  tx: Tx,
  input: Input<typeof startFields>,
  what: string | undefined,
  stored: ReturnType<typeof stamp>,
): Promise<Result<DryRun>> {
  if (input.mapping && what === undefined) return refuse('mapping/not-found', { id: input.mapping })
  const isKind = (kindNames as readonly (string | undefined)[]).includes(what)
  if (!isKind || what === undefined || (!input.mapping && !input.rules)) return refuse('dry-run/nothing-to-try', {})
  const wrong = input.rules ? wrongRule(what, input.rules) : undefined
  if (wrong !== undefined) return refuse('dry-run/wrong-rules', { field: wrong, kind: what })
  const counted = await first(tx, sql<{ total: number }>`select count(*)::integer as total from hub.record where kind = ${what}`)
  const nothing = { replayed: 0, changed: 0, refused: 0, readable: 0, fields: {}, examples: [], after: null, trouble: null }
  const asked = { kind: what, mapping: input.mapping ?? null, rules: input.rules ?? null, total: counted?.total ?? 0 }
  return ok({ ...stored, ...nothing, ...asked, state: 'running' } as DryRun)
}

const BY = ['owner', 'phase', 'newest', 'largest', 'manual']

/** The field whose rule is none. */
function wrongRule(what: string, given: Json): string | undefined {
  if (typeof given !== 'object' || given === null || Array.isArray(given)) return '*'
  const { fields } = kindOf(what)
  return Object.entries(given as Readonly<Record<string, Json>>).find(([field, rule]) => {
    const { by, side, field: phase, owners, otherwise } = (rule ?? {}) as Readonly<Record<string, unknown>>
    if (field !== '*' && !(field in fields) && !field.startsWith('custom.')) return true
    if (!BY.includes(String(by))) return true
    if (by === 'owner') return !isSide(side)
    return by === 'phase' && !(String(phase) in fields && isSide(otherwise) && Object.values(owners ?? {}).every(isSide))
  })?.[0]
}

function isSide(side: unknown): boolean {
  return side === 'crm' || side === 'erp'
}

export const cancelDryRun: DocumentCommand<Tx, Record<never, never>, DryRun> = {
  name: 'cancel',
  document: 'dry-run',
  on: 'one',
  label: { en: 'Cancel', zh: '取消' },
  input: {},
  run: (tx, by, inputs) => changeDocuments<DryRun, unknown>(tx, by, dryRun, inputs, cancelled, 'dry-run-cancelled'),
}

function cancelled(row: DryRun): Result<Partial<DryRun>> {
  const state = follow(dryRunTransitions, 'dry-run', row.state, 'cancel')
  return state.ok ? ok({ state: state.value }) : state
}
