/** Routes by which people come in. They need no sign-in, so each is limited, and tells nothing to who guesses. */
import { ok, type Result, refuse } from '@tandem/kernel'
import { z } from 'zod'
import { answer } from '../http/answers.ts'
import type { Answer, ApiRequest, From, Route } from '../http/route.ts'
import type { Services } from '../http/services.ts'
import type { Auth } from './auth.ts'
import { type DemoPerson, demoPeople } from './demo-people.ts'
import { offeredProviders } from './provider-store.ts'
import { ADMINISTRATOR } from './roles.ts'
import type { SignedIn } from './sign-in.ts'

const common = { area: 'platform', tag: 'platform.sign-in', access: 'open' } as const
const PATH = '/api/v1/platform/sign-in'

const password = z.string().min(1).max(1000)
const credentials = z.strictObject({ email: z.string().min(1).max(200), password })
const secret = z.string().regex(/^[\w-]{20,100}$/)
export const done = z.strictObject({
  next: z
    .enum(['done', 'second-factor', 'enrol'])
    .meta({ description: 'What comes next; `enrol`: this company needs a second factor' }),
})

export function signInRoutes(services: Services, auth: Auth): Route[] {
  return [
    waysRoute(services, auth),
    passwordRoute(auth),
    demoRoute(services, auth),
    greetingRoute(services, auth),
    linkRoute(auth),
  ]
}

/** Signed in: the secret goes into a cookie that no script can read. */
export function welcome(result: Result<SignedIn>): Result<Answer> {
  if (!result.ok) return result
  const { cookie, next } = result.value
  return answer({ next }, 200, { 'set-cookie': cookie, 'cache-control': 'no-store' })
}

function waysRoute(services: Services, auth: Auth): Route {
  const person = z.strictObject({ name: z.string(), fullName: z.string(), roles: z.array(z.string()) })
  return {
    ...common,
    method: 'GET',
    path: PATH,
    id: 'platform.sign-in.ways',
    label: { en: 'How one can sign in', zh: '可用的登录方式' },
    answers: {
      200: {
        description: 'In the demo its people',
        body: z.looseObject({
          demo: z.array(person),
          providers: z.array(z.strictObject({ id: z.string(), name: z.string() })),
          next: z.enum(['second-factor', 'enrol']).nullable().meta({ description: 'What is still to come of a sign-in begun' }),
        }),
      },
    },
    async handle({ from }) {
      const people = (await offered(services, auth, from)).map(({ self }) => self)
      const next = (await auth.secondStep.awaited(from.secret)) ?? null
      const providers = (await services.database.asOwner(offeredProviders)).filter(({ tenantId }) =>
        services.tenants.has(tenantId),
      )
      const demo = people.map(({ name, fullName, roles }) => ({ name, fullName, roles }))
      return answer({ demo, providers: providers.map(({ id, name }) => ({ id, name })), next })
    },
  }
}

function passwordRoute(auth: Auth): Route {
  return {
    ...common,
    method: 'POST',
    path: PATH,
    id: 'platform.sign-in.password',
    label: { en: 'Sign in with a password', zh: '密码登录' },
    body: credentials,
    answers: { 200: { description: 'Signed in by a cookie, or what comes next', body: done } },
    async handle({ body, from }: ApiRequest<never>) {
      const { email, password } = body as z.infer<typeof credentials>
      return welcome(await auth.signIn.byPassword(email, password, from))
    },
  }
}

const HERE = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/

/** Only to pages opened on this machine: another name that leads here (DNS rebinding) is offered nobody. */
async function offered({ database, tenants }: Services, { options, directory }: Auth, from: From) {
  const [tenant] = tenants.keys()
  if (!options.demo || !tenant || !HERE.test(from.host)) return []
  const people = await database.asOwner((tx) => demoPeople(tx, tenant))
  const selves = await Promise.all(people.map(({ userId }) => directory.find(tenant, userId)))
  return people
    .flatMap((person: DemoPerson, i) => {
      const self = selves[i]
      return self ? [{ person, self }] : []
    })
    .sort((a, b) => Number(b.self.roles.includes(ADMINISTRATOR)) - Number(a.self.roles.includes(ADMINISTRATOR)))
}

function demoRoute(services: Services, auth: Auth): Route {
  const body = z.strictObject({ name: z.string().max(100).optional() })
  return {
    ...common,
    method: 'POST',
    path: `${PATH}/demo`,
    id: 'platform.sign-in.demo',
    label: { en: 'Come in as one of the people of the demo', zh: '以演示人员身份进入' },
    body,
    bodyOptional: true,
    answers: { 200: { description: 'Signed in; without a name as the administrator', body: done } },
    async handle(request: ApiRequest<never>) {
      const { name } = request.body as z.infer<typeof body>
      const all = await offered(services, auth, request.from)
      const chosen = name === undefined ? all[0] : all.find(({ self }) => self.name === name || self.roles.includes(name))
      if (!chosen) return refuse('sign-in/no-demo')
      return welcome(await auth.signIn.asPerson(chosen.person.person, 'demo', request.from, chosen.person))
    },
  }
}

function greetingRoute({ tenants }: Services, auth: Auth): Route {
  const body = z.strictObject({ secret })
  const greeting = z.strictObject({
    company: z.string(),
    fullName: z.string(),
    email: z.string(),
    hasPassword: z.boolean(),
    purpose: z.enum(['invitation', 'reset']),
  })
  return {
    ...common,
    method: 'POST',
    path: '/api/v1/platform/link/read',
    id: 'platform.link.read',
    label: { en: 'Whom a link invites', zh: '查看邀请链接' },
    body,
    answers: { 200: { description: 'Whose link it is', body: greeting } },
    async handle(request: ApiRequest<never>) {
      const found = await auth.links.read((request.body as z.infer<typeof body>).secret)
      if (!found.ok) return found
      const { tenant, ...rest } = found.value
      return ok({ status: 200, body: { company: tenants.get(tenant)?.tenant.name ?? '', ...rest } })
    },
  }
}

function linkRoute(auth: Auth): Route {
  const body = z.strictObject({ secret, password })
  return {
    ...common,
    method: 'POST',
    path: '/api/v1/platform/link/use',
    id: 'platform.link.use',
    label: { en: 'Choose a password and come in', zh: '设置密码并进入' },
    body,
    answers: { 200: { description: 'Signed in', body: done } },
    async handle(request: ApiRequest<never>) {
      const given = request.body as z.infer<typeof body>
      return welcome(await auth.links.use(given.secret, given.password, request.from))
    },
  }
}
