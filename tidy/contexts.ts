/** The contexts with a schema: their definitions and migrations, as their doors show them. */
import { crmMigrations } from '@tandem/crm'
import * as crm from '@tandem/crm/definitions'
import type { Migrations } from '@tandem/db'
import { erpMigrations } from '@tandem/erp'
import * as erp from '@tandem/erp/definitions'
import { hubMigrations } from '@tandem/hub'
import * as hub from '@tandem/hub/definitions'
import type { Definition } from '@tandem/kernel'
import * as platform from '@tandem/server/definitions'

export interface KnownContext {
  readonly migrations: Migrations
  readonly definitions: readonly Definition[]
}

/** The platform's own migrations run before all others, by themselves. */
const platformMigrations: Migrations = { schema: 'platform', folder: new URL('../packages/db/migrations/', import.meta.url) }

export const contexts: readonly KnownContext[] = [
  { migrations: platformMigrations, definitions: definitionsIn(platform) },
  { migrations: crmMigrations, definitions: definitionsIn(crm) },
  { migrations: erpMigrations, definitions: definitionsIn(erp) },
  { migrations: hubMigrations, definitions: definitionsIn(hub) },
]

/** The definitions among a door's exports. */
export function definitionsIn(door: object): Definition[] {
  return Object.values(door).filter(
    (value): value is Definition => isObject(value) && 'table' in value && 'plural' in value && 'fields' in value,
  )
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}
