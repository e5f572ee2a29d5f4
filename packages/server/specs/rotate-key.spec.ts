/** Another key for everything that is kept sealed: all of it or nothing, and once more if it was cut off. */
import { randomBytes } from 'node:crypto'
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { crmMigrations } from '@tandem/crm'
import { type Database, insertRows, openPostgres, rows, run, sql } from '@tandem/db'
import { erpMigrations } from '@tandem/erp'
import { hubMigrations, openConnection } from '@tandem/hub'
import type { Id } from '@tandem/kernel'
import { testDatabase } from '@tandem/testkit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { inTenant } from '../auth/people.ts'
import { rotateKeyCommand } from '../cli/rotate-key.ts'
import { terminalOn } from '../cli/terminal.ts'
import { openApp } from '../compose.ts'
import { rotateKey } from '../rotate-key.ts'
import { sealingWith } from '../sealing.ts'

const database = testDatabase([crmMigrations, erpMigrations, hubMigrations])
const FIRST = randomBytes(32)
let connection: Id
let tenant: Id
let db: Database
let said = ''

/** A company with a secret of every kind: a connection, a channel, a machine, a provider, a second factor set and one begun. */
beforeAll(async () => {
  const app = await openApp({ databaseUrl: database.url, key: FIRST, logLevel: 'silent' })
  tenant = await app.addTenant({ name: 'Sealed', baseCurrency: 'EUR', timeZone: 'UTC' })
  const by = () => app.workshop(tenant).context()
  const key = await app.database.transaction(tenant, async (tx) => {
    const { createApiKey } = await import('../http/api-keys.ts')
    return (await createApiKey(tx, by(), randomBytes, { name: 'spec', scopes: ['*'] })).key
  })
  const post = async (url: string, body: object) => {
    const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' }
    const reply = await app.http.inject({ method: 'POST', url: `/api/v1${url}`, headers, payload: JSON.stringify(body) })
    if (reply.statusCode !== 201) throw new Error(reply.body)
    return reply.json()
  }
  const settings = { url: 'http://127.0.0.1:9/', database: 'd', login: 'l', key: 'odoo-secret' }
  connection = (await post('/joint/connections', { name: 'odoo', type: 'odoo', side: 'erp', settings })).id
  const channel = { name: 'ops', type: 'webhook', url: 'https://hooks.example/x', language: 'en', secret: 'whsec_c2VjcmV0' }
  await post('/joint/alert-channels', channel)
  const seal = app.trying.sealing.seal
  await app.database.asOwner(async (tx) => {
    await inTenant(tx, tenant)
    const stamp = { createdAt: by().now, updatedAt: by().now }
    const provider = { id: by().newId(), name: 'P', issuer: 'https://id.example', clientId: 'c', emailClaim: 'email', ...stamp }
    await insertRows(tx, 'platform.provider', [provider])
    await insertRows(tx, 'platform.provider_secret', [{ provider: provider.id, sealed: seal('provider-secret') }])
    // Its machine is no matter here: only that its secret is there.
    await run(tx, sql`set local session_replication_role = replica`)
    await insertRows(tx, 'hub.file_secret', [{ source: by().newId(), sealed: seal('sftp-secret') }])
    const person = { id: by().newId(), email: 'li@tandem.example', failures: 0, createdAt: by().now }
    await insertRows(tx, 'platform.person', [{ ...person, totp: seal('set'), totpPending: seal('begun') }])
  })
  await app.stop()
  db = openPostgres(database.url)
})
afterAll(() => db.close())

const SEALED = 7

/** Every sealed text, in whatever table and column it stands. */
async function sealedTexts(): Promise<{ place: string; text: string }[]> {
  return db.asOwner(async (tx) => {
    await inTenant(tx, tenant)
    const columns = await rows(
      tx,
      sql<{ place: string; column: string }>`
        select format('%I.%I', table_schema, table_name) as place, column_name as column from information_schema.columns
        join information_schema.tables using (table_schema, table_name)
        where table_schema in ('platform', 'hub', 'crm', 'erp') and table_type = 'BASE TABLE'
          and data_type in ('text', 'json', 'jsonb', 'ARRAY')`,
    )
    const found = []
    for (const { place, column } of columns) {
      const text = sql.raw(`"${column}"::text`)
      const some = await rows(
        tx,
        sql<{ text: string }>`select ${text} as text from ${sql.raw(place)} where ${text} like '%sealed:1:%'`,
      )
      found.push(...some.map(({ text }) => ({ place: `${place}.${column}`, text })))
    }
    return found
  })
}

async function opened(key: Uint8Array): Promise<string[]> {
  const { open } = sealingWith(key)
  return (await sealedTexts()).map(({ text }) => open(text)).sort()
}

const tandem = (env: NodeJS.ProcessEnv, dataDir = tmpdir()) => {
  said = ''
  const write = (text: string) => {
    said += text
  }
  const terminal = terminalOn({ isTerminal: false, write, readLine: async () => '', nowMs: () => 0 }, 'en')
  return rotateKeyCommand({ terminal, env: { DATABASE_URL: database.url, ...env }, dataDir })
}
const text = (key: Uint8Array) => Buffer.from(key).toString('base64')

describe('S3 another key', () => {
  const second = randomBytes(32)

  it('seals all that is kept sealed anew, wherever it stands, and tells the trail', async () => {
    const before = await opened(FIRST)
    expect(before).toHaveLength(SEALED)
    expect(await tandem({ TANDEM_KEY: text(FIRST), TANDEM_NEW_KEY: text(second) })).toBe(0)
    expect(said).toContain(`Sealed anew: ${SEALED} secrets; 0 had`)
    expect(await opened(second)).toEqual(before)
    await expect(opened(FIRST)).rejects.toThrow('another key')
    const found = await db.read(tenant, (tx) => openConnection(tx, sealingWith(second), connection))
    expect(JSON.stringify(found)).toContain('odoo-secret')
    const [event] = await db.read(tenant, (tx) =>
      rows(tx, sql<{ payload: object }>`select payload from platform.event where type = 'secrets-sealed-anew'`),
    )
    expect(event?.payload).toEqual({ secrets: 5 })
  })

  it('is refused by who does not have the old one, and then nothing has changed', async () => {
    const before = await sealedTexts()
    await expect(tandem({ TANDEM_KEY: text(FIRST), TANDEM_NEW_KEY: text(randomBytes(32)) })).rejects.toThrow('neither key')
    expect(await sealedTexts()).toEqual(before)
  })

  it('goes on where some of it was sealed with each, and is harmless when it is done', async () => {
    const third = randomBytes(32)
    await db.asOwner((tx) =>
      run(tx, sql`update platform.person set totp = ${sealingWith(third).seal('set')} where email = 'li@tandem.example'`),
    )
    const keys = { TANDEM_KEY: text(second), TANDEM_NEW_KEY: text(third) }
    await tandem(keys)
    expect(said).toContain('Sealed anew: 6 secrets; 1 had')
    await tandem(keys)
    expect(said).toContain('Sealed anew: 0 secrets; 7 had')
    expect(await opened(third)).toHaveLength(SEALED)
    // Before there was a key, secrets were stored as they are.
    await db.asOwner((tx) => run(tx, sql`update platform.person set totp_pending = 'as it is' where email = 'li@tandem.example'`))
    await tandem({ TANDEM_KEY: text(third), TANDEM_NEW_KEY: text(FIRST) })
    expect(await opened(FIRST)).toContain('as it is')
  })

  it('beside the data takes the place of the old one only when everything is sealed with it', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'tandem-rotate-'))
    writeFileSync(join(folder, 'key'), randomBytes(32), { mode: 0o600 })
    await expect(tandem({}, folder)).rejects.toThrow('neither key')
    const kept = readFileSync(join(folder, 'key.next'))
    writeFileSync(join(folder, 'key'), FIRST)
    expect(await tandem({}, folder)).toBe(0)
    expect(readFileSync(join(folder, 'key'))).toEqual(kept)
    expect(existsSync(join(folder, 'key.next'))).toBe(false)
    expect(await opened(kept)).toHaveLength(SEALED)
  })

  it('has to be given, and to be another', async () => {
    await expect(tandem({ TANDEM_KEY: text(FIRST) })).rejects.toThrow('TANDEM_NEW_KEY')
    await expect(tandem({ TANDEM_KEY: text(FIRST), TANDEM_NEW_KEY: text(FIRST) })).rejects.toThrow('another one')
    await expect(tandem({}, mkdtempSync(join(tmpdir(), 'tandem-none-')))).rejects.toThrow('no key')
    await expect(rotateKey(db, { from: FIRST, to: randomBytes(5), context: () => ({}) as never })).rejects.toThrow('32 bytes')
  })
})
