/** A company on a real server, spoken to through its public API, some of whose systems are somebody else's. */
import { randomBytes } from 'node:crypto'
import { openBooks } from '@tandem/erp'
import type { Proof } from '@tandem/hub'
import type { Id, Json } from '@tandem/kernel'
import { createApiKey } from '@tandem/server/api-keys'
import { type App, openApp } from '@tandem/server/compose'
import { freshDatabaseUrl } from '@tandem/testkit'

export type Row = Readonly<Record<string, Json>> & { readonly id: Id; readonly version: number }

export interface PeerCompany {
  readonly app: App
  readonly tenant: Id
  /** What another process needs to work on the same company. */
  readonly environment: Readonly<Record<string, string>>
  /** Calls the API; anything but success throws with what it said. */
  api<T = Row>(method: string, path: string, body?: object): Promise<T>
  /** All documents of a list. */
  all(path: string): Promise<Row[]>
  find(path: string, field: string, value: string): Promise<Row>
  /** Connects a system, tries it and starts it. */
  connect(connection: object): Promise<Row>
  settle(): Promise<void>
  proof(): Promise<Proof>
  close(): Promise<void>
}

/** Peers run on this machine. */
const REACH = ['127.0.0.1']

export async function openPeerCompany(serverUrl: string, baseCurrency: string): Promise<PeerCompany> {
  const databaseUrl = await freshDatabaseUrl(serverUrl)
  const key = randomBytes(32)
  const app = await openApp({ databaseUrl, key, reach: REACH, logLevel: process.env.LOG ?? 'silent' })
  const tenant = await app.addTenant({ name: 'Peer company', baseCurrency, timeZone: 'UTC' })
  const { context } = app.workshop(tenant)
  await app.database.transaction(tenant, (tx) => openBooks(tx, context()))
  const { key: apiKey } = await app.database.transaction(tenant, (tx) =>
    createApiKey(tx, context(), randomBytes, { name: 'peers', scopes: ['*'] }),
  )
  const hub = () => {
    const found = app.tenants.get(tenant)?.hub
    if (!found) throw new Error('the company has no joint')
    return found
  }
  const api = async <T>(method: string, path: string, body?: object): Promise<T> => {
    const reply = await app.http.inject({
      method: method as 'GET',
      url: `/api/v1/${path}`,
      headers: { authorization: `Bearer ${apiKey}` },
      ...(body ? { payload: body } : {}),
    })
    if (reply.statusCode >= 400) throw new Error(`${method} ${path}: ${reply.statusCode} ${reply.body}`)
    return reply.body === '' ? (undefined as T) : (reply.json() as T)
  }
  const all = (path: string) => allPages(api, path)
  return {
    ...{ app, tenant, api, all },
    environment: { DATABASE_URL: databaseUrl, TANDEM_KEY: key.toString('base64'), TANDEM_REACH: REACH.join(',') },
    async find(path, field, value) {
      const [found] = await all(`${path}?filter[${field}]=${encodeURIComponent(value)}`)
      if (!found) throw new Error(`there is no ${path} with ${field} ${value}`)
      return found
    },
    async connect(connection) {
      const made = await api<Row>('POST', 'joint/connections', connection)
      const tried = await api<{ works: boolean; trouble: object | null }>('POST', 'joint/connection-test', {
        connection: made.id,
      })
      if (!tried.works) throw new Error(`the connection does not work: ${JSON.stringify(tried.trouble)}`)
      const started = await api<Row>('POST', `joint/connections/${made.id}/start`)
      await hub().reload()
      return started
    },
    settle: () => hub().runUntilIdle(),
    proof: () => hub().proof(),
    close: () => app.stop(),
  }
}

async function allPages(api: PeerCompany['api'], path: string): Promise<Row[]> {
  const found: Row[] = []
  for (let cursor = ''; ; ) {
    const sign = path.includes('?') ? '&' : '?'
    const page = await api<{ items: Row[]; next: string | null }>(
      'GET',
      `${path}${sign}limit=200${cursor && `&cursor=${cursor}`}`,
    )
    found.push(...page.items)
    if (!page.next) return found
    cursor = encodeURIComponent(page.next)
  }
}
