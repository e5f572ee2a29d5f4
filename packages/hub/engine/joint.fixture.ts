/** What the specs of the engine share: two systems in memory, a hub between them, and documents to make. */

import { customerOf, itemOf, type MemoryOptions, memorySystem, randomNumbers, type World } from '@tandem/testkit'
import type { Values } from '../connector.ts'
import { createHub } from '../hub.ts'
import { kindNames } from '../kinds.ts'
import type { HubOptions } from './options.ts'

export { contactOf, orderOf } from '@tandem/testkit'

export const acme = customerOf('C1', 'Acme', null)
export const chair: Values = { ...itemOf('CHAIR', 'Chair'), nameZh: '椅子' }

export interface JointOptions {
  readonly crm?: Partial<MemoryOptions>
  readonly erp?: Partial<MemoryOptions>
  readonly hub?: Partial<HubOptions>
}

/** A CRM and an ERP in memory, and how to make a hub between them. */
export function jointOf(world: World, options: JointOptions = {}) {
  const systemOf = (side: 'crm' | 'erp') =>
    memorySystem({ system: side, side, kinds: kindNames, now: world.now, ...options[side] })
  const [crm, erp] = [systemOf('crm'), systemOf('erp')]
  const hub = (more: Partial<HubOptions> = {}) =>
    createHub({
      database: world.database,
      tenant: world.tenant,
      connectors: [crm, erp],
      now: world.now,
      newId: world.newId,
      random: randomNumbers(7),
      ...options.hub,
      ...more,
    })
  return { crm, erp, hub }
}

export function only<T>(values: ReadonlyMap<string, T>): [id: string, value: T] {
  const [entry, ...others] = [...values]
  if (!entry || others.length > 0) throw new Error(`expected one document, got ${values.size}`)
  return entry
}
