/** Giving a statement many rows of keys at once. */
export { given } from '@tandem/db'

/** One text for a document of a system: the key of maps. */
export function documentKey(system: string, kind: string, externalId: string): string {
  return `${system}\u0000${kind}\u0000${externalId}`
}
