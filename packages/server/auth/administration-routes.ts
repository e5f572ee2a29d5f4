/** What the pages of administration need beside users, roles, keys and sessions: the names of rights, and to unlock. */
import { isId, type Label, refuse } from '@tandem/kernel'
import { z } from 'zod'
import { answer } from '../http/answers.ts'
import { permissionFor, type Route } from '../http/route.ts'
import type { Services } from '../http/services.ts'
import { membershipOfUser, note, setFailures } from './people.ts'
import { about } from './sign-in.ts'

/** Of all routes there are; they are asked for only when somebody reads the list. */
export function administrationRoutes(services: Services, routes: () => readonly Route[]): Route[] {
  return [permissionsRoute(routes), unlockRoute(services)]
}

interface Named {
  readonly permission: string
  readonly label: Label
}

/** Each permission once, by the first route that takes it. */
function permissionsOf(routes: readonly Route[]): Named[] {
  const all = new Map<string, Named>()
  for (const route of routes) {
    const permission = permissionFor(route)
    if (permission !== null && !all.has(permission)) all.set(permission, { permission, label: route.label })
  }
  return [...all.values()].sort((a, b) => (a.permission < b.permission ? -1 : 1))
}

function permissionsRoute(routes: () => readonly Route[]): Route {
  let known: Named[] | undefined
  const label = z.strictObject({ en: z.string(), zh: z.string() })
  const items = z.array(z.strictObject({ permission: z.string(), label }))
  return {
    ...{ area: 'platform', tag: 'platform.people', method: 'GET', access: 'read', needs: null },
    path: '/api/v1/platform/permissions',
    id: 'platform.permission.list',
    label: { en: 'All permissions there are', zh: '全部权限' },
    answers: { 200: { description: 'By name; roles and keys are made of them', body: z.strictObject({ items }) } },
    async handle() {
      known ??= permissionsOf(routes())
      return answer({ items: known })
    },
  }
}

function unlockRoute({ database }: Services): Route {
  return {
    ...{ area: 'platform', tag: 'platform.people', method: 'POST', access: 'write' },
    path: '/api/v1/platform/users/{id}/unlock',
    id: 'platform.user.unlock',
    needs: 'platform.user.unlock',
    label: { en: 'Unlock after too many wrong passwords', zh: '解除登录锁定' },
    answers: { 200: { description: 'May try again now', body: z.strictObject({ next: z.literal('done') }) } },
    async handle({ tenant, params, context }) {
      const id = params.id ?? ''
      const done = await database.asOwner(async (tx) => {
        const found = isId(id) ? await membershipOfUser(tx, tenant, id) : undefined
        if (!found) return false
        await setFailures(tx, found.person, 0, null)
        await note(tx, context(), { ...about(found.userId, 'user-unlocked'), payload: {} })
        return true
      })
      return done ? answer({ next: 'done' }) : refuse('user/not-found', { id })
    },
  }
}
