/** The whole product on a fresh database, with the page as it was built: what a person meets. */
import type { AddressInfo } from 'node:net'
import { createApiKey } from '@tandem/server/api-keys'
import { PAGE_FOLDER } from '@tandem/server/build-page'
import { openApp } from '@tandem/server/compose'
import { freshDatabaseUrl } from '@tandem/testkit'

export interface RunningServer {
  readonly url: string
  readonly key: string
  /** Of its database: for what somebody does by hand in a table. */
  readonly databaseUrl: string
  stop(): Promise<void>
}

export async function startServer(postgresUrl: string): Promise<RunningServer> {
  const databaseUrl = await freshDatabaseUrl(postgresUrl)
  // A provider of a spec runs on this machine.
  const reach = ['127.0.0.1']
  const app = await openApp({ databaseUrl, demo: true, pageFolder: PAGE_FOLDER, logLevel: 'silent', reach })
  const tenant = await app.addTenant({ name: '双骑家具 Tandem Furniture', baseCurrency: 'CNY', timeZone: 'Asia/Shanghai' })
  const { key } = await app.database.transaction(tenant, (tx) =>
    createApiKey(tx, app.workshop(tenant).context(), app.services.randomBytes, { name: 'spec', scopes: ['*'] }),
  )
  await app.http.listen({ host: '127.0.0.1', port: 0 })
  await app.startJoint()
  const url = `http://127.0.0.1:${(app.http.server.address() as AddressInfo).port}`
  return { url, key, databaseUrl, stop: () => app.stop() }
}
