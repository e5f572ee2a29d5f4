/** One's own second factor, and what a company asks of its people. */
import { rows, sql } from '@tandem/db'
import { type Id, isId, ok, refuse } from '@tandem/kernel'
import { z } from 'zod'
import { answer } from '../http/answers.ts'
import type { ApiRequest, Route } from '../http/route.ts'
import type { Services } from '../http/services.ts'
import { writeSetting } from '../settings.ts'
import type { Auth } from './auth.ts'
import { membershipOfUser, membershipsOf, note } from './people.ts'
import { proof, proven, signed } from './proven.ts'
import { NEEDING_ROLES, needingRoles } from './second-factor.ts'
import { codeBody, enrolment, recovery, shownOnce } from './second-step-routes.ts'
import { about } from './sign-in.ts'
import { staffOf } from './surface.ts'

const mine = { area: 'platform', tag: 'platform.me', needs: null } as const
const MY_PATH = '/api/v1/me/second-factor'
const theirs = { area: 'platform', tag: 'platform.people' } as const
const PATH = '/api/v1/platform/second-factor'

export function secondFactorRoutes(services: Services, auth: Auth): Route[] {
  return [
    statusRoute(services, auth),
    beginRoute(services, auth),
    confirmRoute(services, auth),
    removeRoute(services, auth),
    policyRoute(services, auth),
    setPolicyRoute(services),
    resetRoute(services, auth),
  ]
}

function statusRoute({ database }: Services, { secondFactor }: Auth): Route {
  const status = z.strictObject({ on: z.boolean(), needed: z.boolean(), recoveryCodes: z.int32() })
  return {
    ...mine,
    method: 'GET',
    path: MY_PATH,
    id: 'platform.me.second-factor',
    label: { en: 'My second factor', zh: '我的二次验证' },
    access: 'read',
    answers: { 200: { description: 'Whether it is set, whether a role of mine needs it, recovery codes left', body: status } },
    async handle(request) {
      const by = signed(request)
      if (!by.ok) return by
      const { self, session } = by.value
      const [on, recoveryCodes, needed] = await Promise.all([
        database.asOwner((tx) => secondFactor.isOn(tx, session.person)),
        database.asOwner((tx) => secondFactor.left(tx, session.person)),
        database.read(request.tenant, (tx) => secondFactor.isNeeded(tx, self.roles)),
      ])
      return answer({ on, needed, recoveryCodes })
    },
  }
}

function beginRoute(services: Services, auth: Auth): Route {
  return {
    ...mine,
    method: 'POST',
    path: `${MY_PATH}/begin`,
    id: 'platform.me.begin-second-factor',
    label: { en: 'Set up my second factor, or another in its place', zh: '设置或更换我的二次验证' },
    access: 'write',
    body: proof,
    answers: { 200: { description: 'For an authenticator app; counts when confirmed', body: enrolment } },
    async handle(request) {
      const by = await proven(services, auth, request)
      if (!by.ok) return by
      return shownOnce(ok(await services.database.asOwner((tx) => auth.secondFactor.begin(tx, by.value.person))))
    },
  }
}

function confirmRoute({ database }: Services, auth: Auth): Route {
  return {
    ...mine,
    method: 'POST',
    path: `${MY_PATH}/confirm`,
    id: 'platform.me.confirm-second-factor',
    label: { en: 'Confirm my second factor', zh: '确认我的二次验证' },
    access: 'write',
    body: codeBody,
    answers: { 200: { description: 'Set; other sessions ended', body: z.strictObject({ recovery }) } },
    async handle(request: ApiRequest<never>) {
      const by = signed(request)
      if (!by.ok) return by
      const { self, session } = by.value
      const wait = auth.signIn.wait(session.person)
      if (wait !== undefined) return refuse('sign-in/too-often', { seconds: wait })
      const codes = await database.asOwner(async (tx) => {
        const made = await auth.secondFactor.confirm(tx, session.person, (request.body as z.infer<typeof codeBody>).code)
        if (!made.ok) return made
        await auth.sessions.end(tx, { person: session.person, but: session.id })
        await note(tx, request.context(), { ...about(self.user, 'user-second-factor-set'), payload: {} })
        return ok({ recovery: made.value, cookie: await auth.sessions.renew(tx, session.id) })
      })
      if (!codes.ok) return codes
      const { recovery, cookie } = codes.value
      return answer({ recovery }, 200, { 'set-cookie': cookie, 'cache-control': 'no-store' })
    },
  }
}

function removeRoute(services: Services, auth: Auth): Route {
  return {
    ...mine,
    method: 'POST',
    path: `${MY_PATH}/remove`,
    id: 'platform.me.remove-second-factor',
    label: { en: 'Go without a second factor', zh: '关闭二次验证' },
    access: 'write',
    body: proof,
    answers: { 200: { description: 'Removed; other sessions ended', body: z.strictObject({ on: z.literal(false) }) } },
    async handle(request: ApiRequest<never>) {
      const by = await proven(services, auth, request)
      if (!by.ok) return by
      const needed = await services.database.read(request.tenant, (tx) =>
        auth.secondFactor.isNeeded(tx, request.self?.roles ?? []),
      )
      if (needed) return refuse('second-factor/needed')
      const cookie = await services.database.asOwner(async (tx) => {
        await auth.secondFactor.remove(tx, by.value.person)
        await auth.sessions.end(tx, { person: by.value.person, but: by.value.session })
        await note(tx, request.context(), { ...about(by.value.user, 'user-second-factor-removed'), payload: {} })
        return auth.sessions.renew(tx, by.value.session)
      })
      return answer({ on: false }, 200, { 'set-cookie': cookie })
    },
  }
}

const policy = z.strictObject({
  roles: z
    .array(z.string().max(40))
    .max(100)
    .meta({ description: 'Whoever has one of these sets up a second factor when next signing in' }),
})

function policyRoute({ database }: Services, { secondFactor }: Auth): Route {
  const everybody = z.boolean().meta({ description: 'The operator asks it of everybody, whatever their roles' })
  const shown = policy.extend({ everybody, users: z.array(z.strictObject({ id: z.string(), on: z.boolean() })) })
  return {
    ...theirs,
    method: 'GET',
    path: PATH,
    id: 'platform.second-factor.read',
    needs: 'platform.second-factor.read',
    label: { en: 'Who needs a second factor, and who has one', zh: '二次验证要求与启用情况' },
    access: 'read',
    answers: { 200: { description: 'Roles that need one, and users', body: shown } },
    async handle({ tenant }) {
      const users = await database.asOwner((tx) =>
        rows(
          tx,
          sql<{ id: Id; on: boolean }>`
            select m.user_id as id, p.totp is not null as "on" from platform.membership m join platform.person p on p.id = m.person
            where m.tenant_id = ${tenant}::uuid order by m.user_id`,
        ),
      )
      return answer({ roles: await database.read(tenant, needingRoles), everybody: secondFactor.byEverybody, users })
    },
  }
}

function setPolicyRoute({ database }: Services): Route {
  return {
    ...theirs,
    method: 'POST',
    path: PATH,
    id: 'platform.second-factor.set',
    needs: 'platform.second-factor.set',
    label: { en: 'Say which roles need a second factor', zh: '设置哪些角色必须二次验证' },
    access: 'write',
    body: policy.extend({
      was: z
        .array(z.string().max(40))
        .max(100)
        .optional()
        .meta({ description: 'What it was when you looked; refused when it is no more' }),
    }),
    answers: { 200: { description: 'Set', body: policy } },
    async handle(request: ApiRequest<never>) {
      const { roles, was } = request.body as { roles: string[]; was?: string[] }
      const now = await database.read(request.tenant, needingRoles)
      if (was && was.toSorted().join() !== now.toSorted().join()) return refuse('second-factor/changed-meanwhile', { roles: now })
      const known = (await database.read(request.tenant, (tx) => staffOf(tx))).roles.map(({ code }) => code)
      const unknown = roles.find((role) => !known.includes(role))
      if (unknown !== undefined) return refuse('user/no-such-role', { role: unknown, roles: known })
      await database.transaction(request.tenant, (tx) => writeSetting(tx, NEEDING_ROLES, roles))
      await database.asOwner((tx) =>
        note(tx, request.context(), {
          ...{ document: 'second-factor', documentId: request.tenant, documentVersion: 0 },
          ...{ type: 'second-factor-needed', payload: { roles } },
        }),
      )
      return answer({ roles })
    },
  }
}

function resetRoute({ database }: Services, auth: Auth): Route {
  return {
    ...theirs,
    method: 'POST',
    path: '/api/v1/platform/users/{id}/reset-second-factor',
    id: 'platform.user.reset-second-factor',
    needs: 'platform.user.reset-second-factor',
    label: { en: 'Take a lost second factor away', zh: '重置丢失的二次验证' },
    access: 'write',
    answers: { 200: { description: 'Gone, and all sessions of the user ended', body: z.strictObject({ on: z.literal(false) }) } },
    async handle({ tenant, params, context }) {
      const id = params.id ?? ''
      if (!isId(id)) return refuse('user/not-found', { id })
      return database.asOwner(async (tx) => {
        const found = await membershipOfUser(tx, tenant, id)
        if (!found) return refuse('user/not-found', { id })
        // What guards other companies, too, is not this one's to take away.
        const all = await membershipsOf(tx, found.person)
        if (all.length > 1) return refuse('user/elsewhere')
        await auth.secondFactor.remove(tx, found.person)
        await auth.sessions.end(tx, { person: found.person })
        await note(tx, context(), { ...about(id, 'user-second-factor-reset'), payload: {} })
        return answer({ on: false })
      })
    },
  }
}
