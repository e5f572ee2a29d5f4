/** Run as a process of its own: the composed server on DATABASE_URL, with an API key for the tenant given; tells both on one line. */
import { randomBytes } from 'node:crypto'
import { asId } from '@tandem/kernel'
import { createApiKey } from '@tandem/server/api-keys'
import { openApp } from '@tandem/server/compose'

const [tenantId, joint] = process.argv.slice(2)
const app = await openApp({ databaseUrl: process.env.DATABASE_URL, connections: 8, logLevel: 'error' })
const tenant = asId(tenantId ?? '')
const { context } = app.workshop(tenant)
const { key } = await app.database.transaction(tenant, (tx) =>
  createApiKey(tx, context(), randomBytes, { name: 'bench', scopes: ['*'] }),
)
if (joint === 'joint') await app.startJoint(tenant)
const address = await app.http.listen({ host: '127.0.0.1', port: 0 })
console.log(JSON.stringify({ address, key }))
process.on('SIGTERM', () => app.stop().then(() => process.exit(0)))
