/** What connectors may reach. */
import { setTimeout as wait } from 'node:timers/promises'
import type { Outside } from '@tandem/hub'
import type { Services } from '../http/services.ts'

export function outsideOf({ now, newId, random }: Pick<Services, 'now' | 'newId' | 'random'>): Outside {
  return { now, newId, random, fetch: globalThis.fetch, mayReach: async () => {}, wait: async (ms) => wait(ms) }
}
