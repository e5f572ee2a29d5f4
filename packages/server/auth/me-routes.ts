/** What somebody who is signed in sees of themselves, and may do with it. */
import { epochMs, type Id, type Instant, isId, ok, type Result, refuse } from '@tandem/kernel'
import { z } from 'zod'
import { answer } from '../http/answers.ts'
import { bySession } from '../http/authenticate.ts'
import type { ApiRequest, Principal, Route } from '../http/route.ts'
import { contextOf, type Services } from '../http/services.ts'
import type { Auth } from './auth.ts'
import { membershipsOf, note, type SessionRow, sessionsOf } from './people.ts'
import { proof, proven, type Signed, signed } from './proven.ts'
import { about } from './sign-in.ts'
import { welcome } from './sign-in-routes.ts'

const common = { area: 'platform', tag: 'platform.me', needs: null } as const
const PATH = '/api/v1/me'

const LATELY_MS = 10 * 60_000

export function meRoutes(services: Services, auth: Auth): Route[] {
  return [
    meRoute(services, auth),
    whoRoute(services, auth),
    signOutRoute(services, auth),
    passwordRoute(auth),
    sessionsRoute(services),
    endSessionRoute(services, auth),
    companyRoute(services, auth),
  ]
}

const company = z.looseObject({ id: z.string(), name: z.string() })
const me = z.looseObject({
  tenant: z.looseObject({ id: z.string(), name: z.string(), baseCurrency: z.string(), timeZone: z.string() }).nullable(),
  actor: z.strictObject({ kind: z.string(), id: z.string() }),
  user: z.looseObject({ name: z.string(), fullName: z.string(), roles: z.array(z.string()) }).nullable(),
  permissions: z.array(z.string()).meta({ description: 'Grants: area.subject.action, * for any, :own or :team behind' }),
  hidden: z.array(z.string()).meta({ description: 'Kinds of fields that are not shown' }),
  companies: z.array(company).meta({ description: 'Where this person may switch to' }),
  today: z.string(),
})

function meRoute(services: Services, auth: Auth): Route {
  return {
    ...common,
    method: 'GET',
    path: PATH,
    id: 'platform.me',
    label: { en: 'Who am I, and what may I do', zh: '当前用户与权限' },
    access: 'read',
    answers: { 200: { description: 'The company, who asks and what is allowed', body: me } },
    handle: async (request) => answer(await meOf(services, auth, request)),
  }
}

/** The page begins with this question, whoever opens it: that nobody is signed in is an answer, no error. */
function whoRoute(services: Services, auth: Auth): Route {
  return {
    area: 'platform',
    tag: 'platform.sign-in',
    access: 'open',
    method: 'GET',
    path: '/api/v1/platform/sign-in/who',
    id: 'platform.sign-in.who',
    label: { en: 'Who is signed in, if anybody', zh: '当前登录者（如有）' },
    answers: { 200: { description: 'As GET /me, or null', body: z.strictObject({ me: me.nullable() }) } },
    async handle({ from }) {
      const by = await bySession(auth.sessions, auth.directory, from.secret)
      return answer({ me: by.ok ? await meOf(services, auth, by.value) : null })
    },
  }
}

async function meOf(services: Services, auth: Auth, principal: Principal) {
  const { tenant, actor, access, self, session } = principal
  const mayLeave = session !== undefined && !session.onlyHere
  const found = mayLeave ? await services.database.asOwner((tx) => membershipsOf(tx, session.person)) : []
  const open = await Promise.all(
    found.map(async ({ tenantId, userId }) => ((await auth.directory.find(tenantId, userId)) ? [tenantId] : [])),
  )
  const companies = open.flat().flatMap((id) => services.tenants.get(id)?.tenant ?? [])
  return {
    tenant: services.tenants.get(tenant)?.tenant ?? null,
    actor,
    user: self ? { name: self.name, fullName: self.fullName, roles: self.roles } : null,
    permissions: access.grants,
    hidden: access.hidden,
    companies: companies.map(({ id, name }) => ({ id, name })),
    today: contextOf(services, principal).today,
  }
}

function signOutRoute({ database }: Services, auth: Auth): Route {
  return {
    ...common,
    method: 'POST',
    path: `${PATH}/sign-out`,
    id: 'platform.me.sign-out',
    label: { en: 'Sign out', zh: '退出登录' },
    access: 'write',
    answers: { 200: { description: 'Signed out', body: z.strictObject({ next: z.literal('sign-in') }) } },
    async handle(request) {
      const by = signed(request)
      if (!by.ok) return by
      const { self, session } = by.value
      await database.asOwner(async (tx) => {
        await auth.sessions.end(tx, { id: session.id })
        await note(tx, request.context(), { ...about(self.user, 'user-signed-out'), payload: {} })
      })
      return answer({ next: 'sign-in' }, 200, { 'set-cookie': auth.sessions.gone })
    },
  }
}

function passwordRoute(auth: Auth): Route {
  const body = z.strictObject({ present: z.string().min(1).max(1000), password: z.string().min(1).max(1000) })
  return {
    ...common,
    method: 'POST',
    path: `${PATH}/password`,
    id: 'platform.me.password',
    label: { en: 'Change my password', zh: '修改密码' },
    access: 'write',
    body,
    answers: {
      200: {
        description: 'Changed; all other sessions ended, and this one has a new secret',
        body: z.strictObject({ next: z.literal('done') }),
      },
    },
    async handle(request: ApiRequest<never>) {
      const by = signed(request)
      if (!by.ok) return by
      const { self, session } = by.value
      const changed = await auth.signIn.changePassword(self, session, request.tenant, request.body as z.infer<typeof body>)
      return changed.ok ? answer({ next: 'done' }, 200, { 'set-cookie': changed.value.cookie }) : changed
    },
  }
}

export const shownSession = z.looseObject({
  id: z.string(),
  user: z.string().nullable(),
  createdAt: z.string(),
  lastSeenAt: z.string(),
  expiresAt: z.string(),
  address: z.string(),
  device: z.string(),
  isThis: z.boolean(),
})

export function sessionShown(row: SessionRow, user: string | null, present: Id | undefined): z.infer<typeof shownSession> {
  const { id, createdAt, lastSeenAt, expiresAt, address, device } = row
  return { id, user, createdAt, lastSeenAt, expiresAt, address, device, isThis: id === present }
}

function sessionsRoute({ database, now }: Services): Route {
  return {
    ...common,
    method: 'GET',
    path: `${PATH}/sessions`,
    id: 'platform.me.sessions',
    label: { en: 'Where I am signed in', zh: '我的登录会话' },
    access: 'read',
    answers: { 200: { description: 'The newest first', body: z.strictObject({ items: z.array(shownSession) }) } },
    async handle(request) {
      const by = signed(request)
      if (!by.ok) return by
      const { self, session } = by.value
      const found = await ownSessions(database, now(), session, request.tenant)
      return answer({ items: found.map((row) => sessionShown(row, self.name, session.id)) })
    },
  }
}

/** Somebody's sessions; who came in through a company's provider is shown those of this company only. */
async function ownSessions(
  database: Services['database'],
  now: Instant,
  { person, onlyHere }: Signed['session'],
  tenant: Id,
): Promise<SessionRow[]> {
  const all = await database.asOwner((tx) => sessionsOf(tx, now, { person }))
  return all.filter(({ tenantId }) => !onlyHere || tenantId === tenant)
}

function endSessionRoute({ database, now }: Services, auth: Auth): Route {
  return {
    ...common,
    method: 'POST',
    path: `${PATH}/sessions/{id}/end`,
    id: 'platform.me.end-session',
    label: { en: 'End one of my sessions; `others` for all but this', zh: '结束我的会话；others 表示除当前外的全部' },
    access: 'write',
    body: proof,
    bodyOptional: true,
    answers: { 200: { description: 'How many ended', body: z.strictObject({ ended: z.int32() }) } },
    async handle(request: ApiRequest<never>) {
      const by = signed(request)
      if (!by.ok) return by
      const { self, session } = by.value
      const id = request.params.id ?? ''
      const own = await ownSessions(database, now(), session, request.tenant)
      const mayEnd = session.onlyHere ? cameLately(own, session.id, now()) : await proven({ database }, auth, request)
      if (!mayEnd.ok) return mayEnd
      const ended = await database.asOwner(async (tx) => {
        const chosen = own.filter((row) => (id === 'others' ? row.id !== session.id : row.id === id))
        if (id !== 'others' && chosen.length === 0) return undefined
        const gone = (await Promise.all(chosen.map((row) => auth.sessions.end(tx, { id: row.id })))).flat()
        const payload = { sessions: gone.map((row) => row.id) }
        if (gone.length > 0) await note(tx, request.context(), { ...about(self.user, 'user-session-ended'), payload })
        return gone.length
      })
      return ended === undefined ? refuse('document/not-found', { id }) : answer({ ended })
    },
  }
}

/** Who came in through a provider proves nothing here: it is asked to have been a moment ago. */
function cameLately(own: readonly SessionRow[], id: Id, now: Instant): Result<void> {
  const began = own.find((row) => row.id === id)?.createdAt
  return began && epochMs(now) - epochMs(began) < LATELY_MS ? ok(undefined) : refuse('provider/sign-in-again')
}

/** Another company of the same person: the session ends, and one of that company begins. */
function companyRoute({ database }: Services, auth: Auth): Route {
  const body = z.strictObject({ company: z.string().max(100) })
  return {
    ...common,
    method: 'POST',
    path: `${PATH}/company`,
    id: 'platform.me.company',
    label: { en: 'Go on in another company', zh: '切换公司' },
    access: 'write',
    body,
    answers: { 200: { description: 'Switched', body: z.looseObject({ next: z.string() }) } },
    async handle(request: ApiRequest<never>) {
      const by = signed(request)
      if (!by.ok) return by
      const { session } = by.value
      const { company } = request.body as z.infer<typeof body>
      if (session.onlyHere) return refuse('provider/only-here')
      const found = isId(company) ? await database.asOwner((tx) => membershipsOf(tx, session.person)) : []
      const there = found.find(({ tenantId }) => tenantId === company)
      if (!there) return refuse('document/not-found', { id: company })
      const entered = await auth.signIn.asPerson(session.person, 'switched', request.from, there)
      if (!entered.ok) return entered
      await database.asOwner((tx) => auth.sessions.end(tx, { id: session.id }))
      return welcome(entered)
    },
  }
}
