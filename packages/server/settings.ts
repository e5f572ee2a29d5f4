/** What a tenant's server remembers between starts, by name. */
import { first, run, sql, type Tx } from '@tandem/db'
import type { Json } from '@tandem/kernel'

export async function readSetting(tx: Tx, name: string): Promise<Json | undefined> {
  return (await first(tx, sql<{ value: Json }>`select value from platform.setting where name = ${name}`))?.value
}

export async function writeSetting(tx: Tx, name: string, value: Json): Promise<void> {
  await run(
    tx,
    sql`insert into platform.setting (name, value) values (${name}, ${JSON.stringify(value)}::text::jsonb)
        on conflict (tenant_id, name) do update set value = excluded.value`,
  )
}
