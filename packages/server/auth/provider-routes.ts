/** Signing in through a provider, and what administrators set up for it. */
import type { Id, Result } from '@tandem/kernel'
import { isId, ok, refuse } from '@tandem/kernel'
import { z } from 'zod'
import { answer } from '../http/answers.ts'
import type { Answer, ApiRequest, Route } from '../http/route.ts'
import type { Services } from '../http/services.ts'
import type { Auth } from './auth.ts'
import { note } from './people.ts'
import { isIssuer } from './provider.ts'
import { addProvider, changeProvider, providersOf, removeProvider, type Shown } from './provider-store.ts'
import { cookieNames } from './sessions.ts'
import { done, welcome } from './sign-in-routes.ts'
import { staffOf } from './surface.ts'

const open = { area: 'platform', tag: 'platform.sign-in', access: 'open', method: 'POST' } as const
const SIGN_IN = '/api/v1/platform/sign-in/provider'
const common = { area: 'platform', tag: 'platform.provider' } as const
const PATH = '/api/v1/platform/providers'

/** The page that a provider sends the browser back to. */
export const RETURN_PATH = '/signed-in'

export function providerRoutes(services: Services, auth: Auth): Route[] {
  return [
    beginRoute(auth),
    finishRoute(auth),
    listRoute(services, auth),
    createRoute(services, auth),
    changeRoute(services, auth),
    removeRoute(services),
  ]
}

function beginRoute({ providers, options }: Auth): Route {
  const body = z.strictObject({ provider: z.string().max(100) })
  return {
    ...open,
    path: SIGN_IN,
    id: 'platform.sign-in.provider',
    label: { en: 'Sign in through a provider: begin', zh: '通过身份提供方登录：开始' },
    body,
    answers: { 200: { description: 'Where to send the browser', body: z.strictObject({ url: z.string() }) } },
    async handle(request: ApiRequest<never>) {
      const { provider } = request.body as z.infer<typeof body>
      const begun = await providers.begin(
        provider,
        `${addressOf(options.publicUrl, request.from.host)}${RETURN_PATH}`,
        request.from,
      )
      if (!begun.ok) return begun
      const headers = { 'set-cookie': cookieFor(begun.value.kept, options.secure), 'cache-control': 'no-store' }
      return answer({ url: begun.value.url }, 200, headers)
    },
  }
}

/** Read by the page's own request only, so the strictest kind will do. */
function cookieFor(kept: string, secure = false): string {
  return `${cookieNames(secure).provider}=${kept}; Path=/; Max-Age=600; HttpOnly; SameSite=Strict${secure ? '; Secure' : ''}`
}

function addressOf(publicUrl: string | undefined, host: string): string {
  return publicUrl ? new URL(publicUrl).origin : `http://${host}`
}

function finishRoute({ providers }: Auth): Route {
  const body = z.strictObject({
    query: z.string().max(8000).meta({ description: 'What stood behind the ? when the provider sent the browser back' }),
  })
  return {
    ...open,
    path: `${SIGN_IN}/finish`,
    id: 'platform.sign-in.provider-finish',
    label: { en: 'Sign in through a provider: come back', zh: '通过身份提供方登录：完成' },
    body,
    answers: { 200: { description: 'Signed in', body: done } },
    async handle(request: ApiRequest<never>) {
      const { query } = request.body as z.infer<typeof body>
      return welcome(await providers.finish(request.from.begun, query, request.from))
    },
  }
}

const shown = z.strictObject({
  id: z.string(),
  name: z.string(),
  issuer: z.string(),
  clientId: z.string(),
  emailClaim: z.string(),
  newcomerRoles: z.array(z.string()).nullable(),
  mustTell: z.array(z.string()).nullable(),
})

function shownOf({ id, name, issuer, clientId, emailClaim, newcomerRoles, mustTell }: Shown): z.infer<typeof shown> {
  const lists = { newcomerRoles: newcomerRoles && [...newcomerRoles], mustTell: mustTell && [...mustTell] }
  return { id, name, issuer, clientId, emailClaim, ...lists }
}

function listRoute({ database }: Services, { options }: Auth): Route {
  const body = z.strictObject({
    items: z.array(shown),
    returnTo: z.string().meta({ description: 'To register at the provider as where to return to' }),
  })
  return {
    ...common,
    method: 'GET',
    path: PATH,
    id: 'platform.provider.list',
    needs: 'platform.provider.read',
    label: { en: 'Providers that people may sign in through', zh: '身份提供方' },
    access: 'read',
    answers: { 200: { description: 'Without their secrets', body } },
    async handle({ tenant, from }) {
      const items = await database.read(tenant, providersOf)
      return answer({ items: items.map(shownOf), returnTo: `${addressOf(options.publicUrl, from.host)}${RETURN_PATH}` })
    },
  }
}

const given = z.strictObject({
  name: z.string().trim().min(1).max(60).meta({ description: 'As the button says it' }),
  issuer: z.string().max(500).meta({ description: 'https://..., where /.well-known/openid-configuration is found' }),
  clientId: z.string().min(1).max(300),
  secret: z.string().min(1).max(2000).meta({ description: 'The client secret; never shown again' }),
  emailClaim: z
    .string()
    .regex(/^[\w.:/-]{1,100}$/)
    .default('email')
    .meta({ description: 'What the e-mail is called in the token' }),
  newcomerRoles: z
    .array(z.string().max(40))
    .max(50)
    .nullable()
    .default(null)
    .meta({ description: 'Roles of whoever comes without an invitation; null: nobody does' }),
  mustTell: z
    .array(z.string().min(1).max(200))
    .max(20)
    .nullable()
    .default(null)
    .meta({ description: 'Of these one must be the acr of the token, or stand in its amr; null: however they signed in' }),
})

function createRoute(services: Services, auth: Auth): Route {
  return {
    ...common,
    method: 'POST',
    path: PATH,
    id: 'platform.provider.create',
    needs: 'platform.provider.create',
    label: { en: 'Let people sign in through a provider', zh: '新增身份提供方' },
    access: 'write',
    body: given,
    answers: { 201: { description: 'Added', body: shown } },
    async handle(request: ApiRequest<never>) {
      const { secret, ...rest } = request.body as z.infer<typeof given>
      const wrong = await problemIn(services, request.tenant, rest)
      if (wrong) return wrong
      const by = request.context()
      const id = by.newId()
      const sealed = auth.options.sealing.seal(secret)
      const isNew = await services.database.transaction(request.tenant, (tx) => addProvider(tx, id, rest, sealed, by.now))
      if (!isNew) return refuse('provider/taken', { name: rest.name })
      await trail(services, request, id, 'provider-added', {
        name: rest.name,
        issuer: rest.issuer,
        newcomerRoles: rest.newcomerRoles,
        mustTell: rest.mustTell,
      })
      return answer(shownOf({ id, tenantId: request.tenant, ...rest }), 201)
    },
  }
}

/** The same checks for a new one and a changed one. */
async function problemIn(
  { database }: Services,
  tenant: Id,
  {
    issuer,
    newcomerRoles,
  }: { readonly issuer?: string | undefined; readonly newcomerRoles?: readonly string[] | null | undefined },
): Promise<Result<never> | undefined> {
  if (issuer !== undefined && !isIssuer(issuer)) return refuse('provider/bad-issuer', { issuer })
  if (!newcomerRoles) return undefined
  const { roles } = await database.read(tenant, (tx) => staffOf(tx))
  const unknown = newcomerRoles.find((code) => !roles.some((role) => role.code === code))
  return unknown === undefined ? undefined : refuse('user/no-such-role', { role: unknown, roles: roles.map(({ code }) => code) })
}

const change = z.strictObject({
  name: given.shape.name.optional(),
  issuer: given.shape.issuer.optional(),
  clientId: given.shape.clientId.optional(),
  secret: given.shape.secret.optional().meta({ description: 'A new client secret; left out: as it was' }),
  emailClaim: given.shape.emailClaim.unwrap().optional(),
  newcomerRoles: given.shape.newcomerRoles.unwrap().optional(),
  mustTell: given.shape.mustTell.unwrap().optional(),
})

/** A secret goes to the issuer it was given for: another issuer takes another secret. */
function changeRoute(services: Services, auth: Auth): Route {
  return {
    ...common,
    method: 'PATCH',
    path: `${PATH}/{id}`,
    id: 'platform.provider.change',
    needs: 'platform.provider.change',
    label: { en: 'Change a provider', zh: '修改身份提供方' },
    access: 'write',
    body: change,
    answers: { 200: { description: 'Changed', body: shown } },
    async handle(request: ApiRequest<never>): Promise<Result<Answer>> {
      const id = request.params.id ?? ''
      const { secret, ...rest } = request.body as z.infer<typeof change>
      const wrong = await problemIn(services, request.tenant, rest)
      if (wrong) return wrong
      const known = (await services.database.read(request.tenant, providersOf)).find((one) => one.id === id)
      if (!known || !isId(id)) return refuse('provider/not-found', { id })
      if (rest.issuer !== undefined && rest.issuer !== known.issuer && secret === undefined)
        return refuse('provider/secret-needed')
      const said = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined))
      const sealed = secret === undefined ? undefined : auth.options.sealing.seal(secret)
      const { now } = request.context()
      const changed = await services.database.transaction(request.tenant, (tx) => changeProvider(tx, id, said, sealed, now))
      if (changed === false) return refuse('provider/taken', { name: rest.name ?? '' })
      if (!changed) return refuse('provider/not-found', { id })
      await trail(services, request, id, 'provider-changed', { ...said, ...(secret === undefined ? {} : { secret: 'new' }) })
      return answer(shownOf(changed))
    },
  }
}

function removeRoute(services: Services): Route {
  return {
    ...common,
    method: 'POST',
    path: `${PATH}/{id}/remove`,
    id: 'platform.provider.remove',
    needs: 'platform.provider.remove',
    label: { en: 'Let nobody sign in through a provider any more', zh: '移除身份提供方' },
    access: 'write',
    answers: { 200: { description: 'Removed', body: shown } },
    async handle(request): Promise<Result<Answer>> {
      const id = request.params.id ?? ''
      const gone = isId(id) ? await services.database.transaction(request.tenant, (tx) => removeProvider(tx, id)) : undefined
      if (!gone) return refuse('provider/not-found', { id })
      await trail(services, request, gone.id, 'provider-removed', { name: gone.name })
      return ok({ status: 200, body: shownOf(gone) })
    },
  }
}

async function trail({ database }: Services, request: ApiRequest<never>, id: Id, type: string, payload: object): Promise<void> {
  const event = { document: 'provider', documentId: id, documentVersion: 0, type, payload: payload as never }
  await database.asOwner((tx) => note(tx, request.context(), event))
}
