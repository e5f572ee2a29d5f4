/**
 * Digests: what a range of documents says, in a few bytes, so that two systems can be compared without telling everything.
 *
 * The content of a document is the text that PostgreSQL makes of its values as jsonb (names by length, then by bytes; a
 * blank behind `:` and `,`), its hash the md5 of external id, blank and content; a range's hash is the exclusive or of
 * its documents' hashes, so that ranges add up in any order. A system with PostgreSQL reckons it where the rows are.
 */
import { createHash } from 'node:crypto'
import type { Json } from '@tandem/kernel'
import type { Snapshot, Values } from '../connector.ts'

export const NOTHING = '0'.repeat(128)

/** A function of PostgreSQL takes a hundred arguments. */
const PARTS_AT_ONCE = 50

/** SQL that makes one jsonb of parts such as `'code', d.code`. */
export function builtOf(parts: readonly string[]): string {
  const starts = parts.flatMap((_, i) => (i % PARTS_AT_ONCE === 0 ? [i] : []))
  const objects = starts.map((i) => `jsonb_build_object(${parts.slice(i, i + PARTS_AT_ONCE).join(', ')})`)
  return objects.length > 0 ? objects.join(' || ') : 'jsonb_build_object()'
}

/** Exclusive or of two hashes. */
export function together(a: string, b: string): string {
  return (BigInt(`0b${a}`) ^ BigInt(`0b${b}`)).toString(2).padStart(128, '0')
}

/** For systems that keep their documents elsewhere than in PostgreSQL. Values as `readValues` makes them. */
export function hashOf({ externalId, values }: Pick<Snapshot, 'externalId' | 'values'>, fields: readonly string[]): string {
  const content = Object.fromEntries(fields.map((name) => [name, values[name] ?? null]))
  const hash = createHash('md5')
    .update(`${externalId} ${jsonbText(content)}`)
    .digest('hex')
  return BigInt(`0x${hash}`).toString(2).padStart(128, '0')
}

function jsonbText(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(jsonbText).join(', ')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const names = Object.keys(value).sort((a, b) => byteLength(a) - byteLength(b) || Buffer.compare(Buffer.from(a), Buffer.from(b)))
  return `{${names.map((name) => `${JSON.stringify(name)}: ${jsonbText((value as Values)[name] as Json)}`).join(', ')}}`
}

function byteLength(text: string): number {
  return Buffer.byteLength(text)
}

/** 32 hexadecimal digits, as people compare them. */
export function hexOf(hash: string): string {
  return BigInt(`0b${hash}`).toString(16).padStart(32, '0')
}
