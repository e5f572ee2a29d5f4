/**
 * Run by `npm run demo` as a process of its own: works the joint on a data folder and is ended by SIGKILL right after the
 * ERP has taken an order and before the joint has written that down. The worst moment there is, for real.
 */
import { randomBytes } from 'node:crypto'
import { connectTandemCrm, connectTandemErp } from '@tandem/connectors'
import { type Connector, createHub } from '@tandem/hub'
import { asId, idSource, instantOf } from '@tandem/kernel'
import { openDatabase } from '../compose.ts'

const [dataDir, tenantId, leaseMs] = process.argv.slice(2)
if (dataDir && tenantId) {
  const database = await openDatabase({ dataDir })
  const tenant = asId(tenantId)
  const now = () => instantOf(Date.now())
  const newId = idSource(Date.now, randomBytes)
  const connection = { database, tenant, now, newId }
  const hub = createHub({
    ...{ database, tenant, now, newId, random: Math.random },
    connectors: [connectTandemCrm(connection), killedAfterOrders(connectTandemErp(connection))],
    limits: { leaseMs: Number(leaseMs) },
  })
  await hub.runUntilIdle()
  // Only reached when there was no order to apply.
  await database.close()
}

function killedAfterOrders(erp: Connector): Connector {
  return {
    ...erp,
    async apply(kind, writes) {
      const outcomes = await erp.apply(kind, writes)
      if (kind === 'order') process.kill(process.pid, 'SIGKILL')
      return outcomes
    },
  }
}
