/** What connectors may reach. */
import { setTimeout as wait } from 'node:timers/promises'
import type { Outside } from '@tandem/hub'
import type { Services } from '../http/services.ts'
import { type Guard, guardOf } from '../outbound/guard.ts'
import { guardedFetch } from '../outbound/guarded-fetch.ts'

export function outsideOf({ now, newId, random }: Pick<Services, 'now' | 'newId' | 'random'>, guard: Guard = guardOf()): Outside {
  const mayReach = async (host: string) => void (await guard.check(host))
  return { now, newId, random, fetch: guardedFetch(guard), mayReach, wait: async (ms) => wait(ms) }
}
