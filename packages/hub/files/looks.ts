/** What is remembered of looks at other machines: when, what was there, and what went wrong. */
import { first, run, sql, type Tx } from '@tandem/db'
import type { Id, Instant } from '@tandem/kernel'
import type { Sealing } from '../connections/commands.ts'

/** Files there by name, as they were at the last look: `size:time`, behind it ` taken` once they came in. */
export type Seen = Readonly<Record<string, string>>

export interface Secret {
  readonly credential: string
  /** Empty: the key has none. */
  readonly passphrase: string
}

const WITH_PASSPHRASE = 'with-passphrase:'

/** What is sealed: the password or key alone, or a key with its pass phrase. */
export function sealable(credential: string, passphrase: string): string {
  return passphrase === '' ? credential : WITH_PASSPHRASE + JSON.stringify({ credential, passphrase })
}

export function secretOf(opened: string): Secret {
  if (!opened.startsWith(WITH_PASSPHRASE)) return { credential: opened, passphrase: '' }
  return JSON.parse(opened.slice(WITH_PASSPHRASE.length)) as Secret
}

export async function openLook(tx: Tx, source: Id, sealing: Sealing): Promise<({ seen: Seen } & Secret) | undefined> {
  const found = await first(
    tx,
    sql<{ seen: Seen; sealed: string }>`
      select s.seen, c.sealed from hub.file_source s join hub.file_secret c on c.source = s.id where s.id = ${source}`,
  )
  return found && { seen: found.seen, ...secretOf(sealing.open(found.sealed)) }
}

export async function keepLook(
  tx: Tx,
  source: Id,
  look: { readonly at: Instant; readonly seen?: Seen; readonly trouble?: { readonly en: string; readonly zh: string } },
): Promise<void> {
  const { at, seen, trouble } = look
  await run(
    tx,
    sql`update hub.file_source set looked_at = ${at}, trouble_en = ${trouble?.en ?? null}, trouble_zh = ${trouble?.zh ?? null},
               seen = coalesce(${seen ? JSON.stringify(seen) : null}::text::jsonb, seen) where id = ${source}`,
  )
}
