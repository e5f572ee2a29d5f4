/** What administrators do with people beside the commands on users: links, and sessions of the company. */
import { isId, refuse } from '@tandem/kernel'
import { z } from 'zod'
import { answer } from '../http/answers.ts'
import type { Route } from '../http/route.ts'
import type { Services } from '../http/services.ts'
import type { Auth } from './auth.ts'
import { sessionShown, shownSession } from './me-routes.ts'
import { note, sessionsOf } from './people.ts'
import { about } from './sign-in.ts'

const common = { area: 'platform', tag: 'platform.people' } as const

export function peopleRoutes(services: Services, auth: Auth): Route[] {
  return [linkRoute(auth), sessionsRoute(services, auth), endRoute(services, auth)]
}

function linkRoute(auth: Auth): Route {
  return {
    ...common,
    method: 'POST',
    path: '/api/v1/platform/users/{id}/link',
    id: 'platform.user.link',
    label: { en: 'A link to begin, or to choose a new password', zh: '生成邀请或重置密码链接' },
    access: 'write',
    needs: 'platform.user.link',
    answers: {
      201: {
        description: 'Works once, for three days; shown this once. Hand it to the user by a safe way',
        body: z.strictObject({ path: z.string(), expiresAt: z.string() }),
      },
    },
    async handle({ tenant, actor, params }) {
      const id = params.id ?? ''
      if (!isId(id)) return refuse('user/not-found', { id })
      const made = await auth.links.make(tenant, id, actor.id)
      if (!made.ok) return made
      const { secret, expiresAt } = made.value
      // Behind the # it is sent to no server, and stands in no log of one.
      return answer({ path: `/welcome#${secret}`, expiresAt }, 201, { 'cache-control': 'no-store' })
    },
  }
}

function sessionsRoute({ database, now }: Services, auth: Auth): Route {
  return {
    ...common,
    method: 'GET',
    path: '/api/v1/platform/sessions',
    id: 'platform.session.list',
    label: { en: 'Who is signed in', zh: '登录会话' },
    access: 'read',
    needs: 'platform.session.read',
    answers: { 200: { description: 'The newest first', body: z.strictObject({ items: z.array(shownSession) }) } },
    async handle({ tenant, session }) {
      const [found, users] = await Promise.all([
        database.asOwner((tx) => sessionsOf(tx, now(), { tenant })),
        auth.directory.users(tenant),
      ])
      const names = new Map(users.map(({ id, name }) => [id, name]))
      return answer({ items: found.map((row) => sessionShown(row, names.get(row.userId) ?? null, session?.id)) })
    },
  }
}

function endRoute({ database, now }: Services, auth: Auth): Route {
  return {
    ...common,
    method: 'POST',
    path: '/api/v1/platform/sessions/{id}/end',
    id: 'platform.session.end',
    label: { en: 'End a session', zh: '结束会话' },
    access: 'write',
    needs: 'platform.session.end',
    answers: { 200: { description: 'Ended', body: z.strictObject({ ended: z.int32() }) } },
    async handle({ tenant, params, context }) {
      const id = params.id ?? ''
      const ended = await database.asOwner(async (tx) => {
        const row = (await sessionsOf(tx, now(), { tenant })).find((each) => each.id === id)
        if (!row) return undefined
        await auth.sessions.end(tx, { id: row.id })
        await note(tx, context(), { ...about(row.userId, 'user-session-ended'), payload: { sessions: [row.id] } })
        return 1
      })
      return ended === undefined ? refuse('document/not-found', { id }) : answer({ ended })
    },
  }
}
