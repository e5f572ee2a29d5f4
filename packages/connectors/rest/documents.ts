/** Documents of an API as the joint's values. */
import type { Snapshot } from '@tandem/hub'
import type { Json } from '@tandem/kernel'
import { contentSigns } from '../content-version.ts'
import { toJoint } from '../described-values.ts'
import { valueAt } from './call.ts'
import type { RestKind } from './describe.ts'

export interface RestDoc extends Snapshot {
  /** When the API says it was changed, in milliseconds; undefined: it does not say. */
  readonly changedMs: number | undefined
  readonly etag: string | undefined
}

/** Undefined: it has no id, so it is none. */
export function docOf(kind: RestKind, item: Json, etagHeader?: string | null): RestDoc | undefined {
  const id = valueAt(item, kind.id)
  if (id === undefined || id === null || id === '') return undefined
  const values = toJoint(kind.of, kind.fields, (at) => valueAt(item, at))
  const etag = kind.etag ? (etagHeader ?? textOf(valueAt(item, '@odata.etag')) ?? textOf(valueAt(item, 'etag'))) : undefined
  const isDeleted = kind.deleted !== undefined && isTrue(valueAt(item, kind.deleted))
  const bornAt = kind.born === undefined ? undefined : valueAt(item, kind.born)
  const { version: content, ...born } = contentSigns(values, bornAt == null ? undefined : String(bornAt))
  const version = etag ? `${etag} ${content}` : content
  return {
    externalId: String(id),
    version: isDeleted ? `deleted ${version}` : version,
    values: isDeleted ? {} : values,
    ...born,
    ...(isDeleted ? { deleted: true as const } : {}),
    changedMs: kind.since ? momentOf(valueAt(item, kind.since.at)) : undefined,
    etag: etag ?? undefined,
  }
}

/** The `If-Match` of a version, as `docOf` made it. */
export function etagOf(version: string | undefined): string | undefined {
  const cut = version?.lastIndexOf(' ') ?? -1
  return version !== undefined && cut > 0 && !version.startsWith('deleted ') ? version.slice(0, cut) : undefined
}

export function snapshotOf({ externalId, version, values, deleted, born }: RestDoc): Snapshot {
  return { externalId, version, values, ...(deleted ? { deleted } : {}), ...(born === undefined ? {} : { born }) }
}

function textOf(value: Json | undefined): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}

function isTrue(value: Json | undefined): boolean {
  return value === true || value === 1 || (typeof value === 'string' && !/^(|false|0|no|null)$/i.test(value))
}

/** ISO, seconds or milliseconds since 1970. A time without a zone is taken for UTC. */
function momentOf(value: Json | undefined): number | undefined {
  if (typeof value === 'number') return value < 100_000_000_000 ? value * 1_000 : value
  if (typeof value !== 'string' || value === '') return undefined
  if (/^\d+$/.test(value)) return momentOf(Number(value))
  const ms = Date.parse(/(Z|[+-]\d{2}:?\d{2})$/.test(value) || !/\d:\d/.test(value) ? value : `${value.replace(' ', 'T')}Z`)
  return Number.isNaN(ms) ? undefined : ms
}
