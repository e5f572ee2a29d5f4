/** What this worker has just written: the change that says just that need not be looked at, nor anything asked about it. */
import type { Change, Values } from '../connector.ts'
import { documentKey } from './sets.ts'
import { sameValue } from './values.ts'
import { JOINT, type Leased } from './write-key.ts'

export interface Echoes {
  /** Takes note that outcomes of a system are being recorded. */
  recording<T>(system: string, outcomes: Promise<T>): Promise<T>
  /** Waits for the outcomes that are being recorded, if one of these changes may be an echo of them. */
  recorded(system: string, changes: readonly Change[]): Promise<void>
  /** Takes note of a write whose outcome is recorded; `version` is what the document became by it. */
  wrote(system: string, leased: Leased, written: { readonly externalId: string; readonly version: string }): void
  /** The changes that say anything else. */
  others(system: string, kind: string, changes: readonly Change[]): Change[]
}

interface Written {
  readonly key: string
  readonly version: string
  readonly values: Values
}

/** So many writes are remembered; the echo of an older one is looked at like any other change. */
const MOST = 10_000

export function echoes(): Echoes {
  const known = new Map<string, Written>()
  const underWay = new Map<string, Promise<unknown>>()
  return {
    recording(system, outcomes) {
      const all = Promise.allSettled([underWay.get(system), outcomes])
      underWay.set(system, all)
      void all.then(() => underWay.get(system) === all && underWay.delete(system))
      return outcomes
    },
    async recorded(system, changes) {
      if (changes.some(({ cause }) => cause?.system === JOINT)) await underWay.get(system)
    },
    wrote(system, { kind, deletes, write }, { externalId, version }) {
      if (deletes) return
      const oldest = known.size >= MOST ? known.keys().next().value : undefined
      if (oldest !== undefined) known.delete(oldest)
      known.set(documentKey(system, kind, externalId), { key: write.key, version, values: write.values })
    },
    others: (system, kind, changes) =>
      changes.filter((change) => {
        const document = documentKey(system, kind, change.externalId)
        const written = known.get(document)
        if (!written || !saysOnly(change, written)) return true
        known.delete(document)
        return false
      }),
  }
}

/**
 * The same version does not do, for it may be a hash to which somebody has set the document back meanwhile: the system
 * must say that our write caused it.
 */
function saysOnly({ cause, version, deleted, mergedInto, mapped, values }: Change, written: Written): boolean {
  if (cause?.system !== JOINT || cause.change !== written.key || version !== written.version) return false
  if (deleted || mergedInto != null || mapped?.refusal) return false
  return Object.entries(values).every(([name, value]) => sameValue(written.values[name] ?? null, value))
}
