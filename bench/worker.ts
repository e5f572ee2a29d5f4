/** Run as a process of its own: one worker of a company's joint on DATABASE_URL. It begins when it is told to, on a line. */
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { openPostgres } from '@tandem/db'
import { asId } from '@tandem/kernel'
import { hubOf } from './joint.ts'

const database = openPostgres(process.env.DATABASE_URL ?? '', 10)
const hub = hubOf({ database, tenant: asId(process.argv[2] ?? '') })
await hub.status()
console.log('ready')
const lines = createInterface({ input: process.stdin })
await once(lines, 'line')
await hub.start()
await once(process, 'SIGTERM')
await hub.stop()
await database.close()
process.exit(0)
