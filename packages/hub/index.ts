/** The door of the joint. */
import type { Migrations } from '@tandem/db'

export * from './connector.ts'
export * from './definitions.ts'
export type { Hub, HubOptions, Limits, Progress } from './engine/options.ts'
export { createHub } from './hub.ts'
export * from './kinds.ts'
export type { Difference, KindProof, Proof, Why } from './proof/proof.ts'
export * from './rules.ts'

export const hubMigrations: Migrations = { schema: 'hub', folder: new URL('./migrations/', import.meta.url) }
