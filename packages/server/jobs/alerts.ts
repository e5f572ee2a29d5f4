/** Watches by the rules, and tells through the channels. */
import { type Sealing, settleParcel, takeParcels, watchAlerts } from '@tandem/hub'
import type { Id } from '@tandem/kernel'
import { sendParcel } from '../alerts/send.ts'
import { contextOf, type Services } from '../http/services.ts'
import type { Guard } from '../outbound/guard.ts'

export interface Telling {
  readonly guard: Guard
  readonly sealing: Sealing
}

/** One round for a company. Nothing is sent while a transaction is open. */
export async function tellAlerts(services: Services, tenant: Id, { guard, sealing }: Telling): Promise<void> {
  const { database, now } = services
  const by = contextOf(services, { tenant, actor: { kind: 'joint', id: 'joint' } })
  await database.transaction(tenant, (tx) => watchAlerts(tx, by))
  const parcels = await database.transaction(tenant, (tx) => takeParcels(tx, now(), sealing))
  for (const parcel of parcels) {
    const trouble = await sendParcel(parcel, now(), guard)
    await database.transaction(tenant, (tx) => settleParcel(tx, now(), parcel, trouble))
  }
}
