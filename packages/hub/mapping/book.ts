/** The active mappings, custom fields and rules on what comes in as this worker knows them, read anew whenever the tenant's mark has moved on. */
import { rows, sql, type Tx } from '@tandem/db'
import type { Fields } from '@tandem/kernel'
import { type CustomRow, fieldOf } from '../custom/labels.ts'
import { CUSTOM } from '../engine/values.ts'
import { type KindName, kindNames, kindOf } from '../kinds.ts'
import { type Arrivals, loadArrivals, NO_ARRIVALS } from '../quality/arrivals.ts'
import { type Compiled, compile } from './apply.ts'
import type { MappingRow } from './definition.ts'

export interface MappingBook {
  /** Undefined: the system speaks the joint's terms in this kind. */
  of(system: string, kind: KindName): Compiled | undefined
  /** The fields of a kind, the company's own among them. */
  fieldsOf(kind: string): Fields
  /** The rules of quality on what a system tells. */
  readonly arrivals: Arrivals
  /** Reads what is active when `mark` is another than that of the last time. */
  refresh(tx: Tx, mark: number): Promise<void>
}

export function mappingBook(): MappingBook {
  // Nothing has ever been mapped while the mark is zero: nothing needs to be read.
  let known = 0
  let active = new Map<string, Compiled>()
  let fields: ReadonlyMap<string, Fields> = new Map()
  let arrivals = NO_ARRIVALS
  const fieldsOf = (kind: string) => fields.get(kind) ?? kindOf(kind as KindName).fields
  return {
    of: (system, kind) => active.get(`${system} ${kind}`),
    fieldsOf,
    arrivals: (system, kind) => arrivals(system, kind),
    async refresh(tx, mark) {
      if (mark === known) return
      const [mappings, found] = await Promise.all([loadActive(tx), loadFields(tx)])
      fields = found
      active = new Map(
        mappings.map(({ system, kind, revision, rows: list }) => [`${system} ${kind}`, compile(revision, list, fieldsOf(kind))]),
      )
      arrivals = await loadArrivals(tx, fieldsOf)
      known = mark
    },
  }
}

interface ActiveRow {
  readonly system: string
  readonly kind: string
  readonly revision: number
  readonly rows: readonly MappingRow[]
}

function loadActive(tx: Tx): Promise<ActiveRow[]> {
  return rows(tx, sql<ActiveRow>`select system, kind, revision, rows from hub.mapping where state = 'active'`)
}

/** The fields of every kind, with the custom ones. */
export async function loadFields(tx: Tx): Promise<ReadonlyMap<string, Fields>> {
  const custom = await rows(
    tx,
    sql<CustomRow>`select kind, name, label_en, label_zh, type, choices from hub.custom_field order by name`,
  )
  return new Map(
    kindNames.map((kind): [string, Fields] => {
      const own = custom.filter((row) => row.kind === kind).map((row) => [CUSTOM + row.name, fieldOf(row)])
      return [kind, { ...kindOf(kind).fields, ...Object.fromEntries(own) }]
    }),
  )
}
