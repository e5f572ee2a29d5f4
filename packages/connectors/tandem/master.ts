/** Writes documents that are created, changed, archived and restored: customers, contacts, addresses, items, prices. */
import type { Tx } from '@tandem/db'
import type { Write } from '@tandem/hub'
import type { Context, Definition, Json, Result, Surface } from '@tandem/kernel'
import { commandOf, HalfDone, type RunMany, type Writer, type Written } from './binding.ts'
import { customInputs } from './custom.ts'
import { type FieldMap, toInput } from './field-map.ts'

interface Master {
  readonly surface: Surface<Tx>
  readonly definition: Definition
  readonly map: FieldMap
  /** Fields of ours that the joint does not know, on creation. */
  readonly constants?: Readonly<Record<string, Json>>
  /** Commands by other names than `create` and `change`. */
  readonly create?: string
  /** It has the commands `merge` and `unmerge`. */
  readonly merges?: boolean
  readonly change?: string
  /** What a write says that no field of ours stands for by itself, for either of the two. */
  readonly also?: (write: Write) => Readonly<Record<string, Json>>
}

export function masterWriter({
  surface,
  definition,
  map,
  constants = {},
  create = 'create',
  change = 'change',
  merges = false,
  also = () => ({}),
}: Master): Writer {
  const run = (name: string) => commandOf(surface, definition.name, name)
  const hasStatus = map.joint.status !== undefined
  const commands = {
    create: run(create),
    change: run(change),
    archive: hasStatus ? run('archive') : undefined,
    restore: hasStatus ? run('restore') : undefined,
    merge: merges ? run('merge') : undefined,
    unmerge: merges ? run('unmerge') : undefined,
  }
  return async (tx, by, writes) => {
    const results = new Map<Write, Result<Written>>()
    const custom = await customInputs(tx, definition, writes)
    const stage = stageOf(tx, by, results)
    const creates = writes.filter(({ externalId }) => externalId === undefined)
    const updates = writes.filter(({ externalId, mergeInto }) => externalId !== undefined && mergeInto === undefined)
    await stage(commands.create, creates, (write) => ({
      ...toInput(map, write.values, Object.keys(map.joint)),
      ...also(write),
      ...custom(write),
      ...constants,
    }))
    await stage(commands.restore, updates.filter(isRestored), (write) => on(write, results, {}))
    await stage(commands.change, updates.filter(isChanged), (write) =>
      on(write, results, { ...toInput(map, write.values, write.changed), ...also(write), ...custom(write) }),
    )
    await stage(commands.archive, writes.filter(isArchived), (write) => on(write, results, {}))
    await stage(
      commands.merge,
      writes.filter(({ mergeInto }) => typeof mergeInto === 'string'),
      ({ externalId, mergeInto }) => ({
        id: externalId,
        input: { into: mergeInto },
      }),
    )
    await stage(
      commands.unmerge,
      writes.filter(({ mergeInto }) => mergeInto === null),
      ({ externalId }) => ({ id: externalId, input: {} }),
    )
    return writes.map((write) => results.get(write) as Result<Written>)
  }
}

export type Stage = (command: RunMany | undefined, writes: readonly Write[], input: (write: Write) => unknown) => Promise<void>

/** Runs one command for the writes that were not refused before; a refusal after something was done undoes the batch. */
export function stageOf(tx: Tx, by: Context, results: Map<Write, Result<Written>>): Stage {
  return async (command, writes, input) => {
    const going = writes.filter((write) => results.get(write)?.ok ?? true)
    if (!command || going.length === 0) return
    const answers = await command(tx, by, going.map(input))
    going.forEach((write, i) => {
      const answer = answers[i] as Result<Written>
      if (!answer.ok && results.has(write)) throw new HalfDone(answer.refusal)
      results.set(write, answer)
    })
  }
}

/** The version the joint saw counts for the first command on a document only: that command makes a new one. */
export function on(write: Write, results: ReadonlyMap<Write, Result<Written>>, input: unknown): unknown {
  const before = results.get(write)
  if (before?.ok) return { id: before.value.id, input }
  return { id: write.externalId, version: seenVersion(write), input }
}

export function seenVersion({ seen }: Write): number | undefined {
  return seen !== undefined && /^\d+$/.test(seen) ? Number(seen) : undefined
}

function isRestored({ changed, values }: Write): boolean {
  return changed.includes('status') && values.status === 'active'
}

function isArchived({ changed, values }: Write): boolean {
  return changed.includes('status') && values.status === 'archived'
}

/** An update that names nothing of ours still asks the document for its version. */
function isChanged({ changed }: Write): boolean {
  return changed.some((name) => name !== 'status') || !changed.includes('status')
}
