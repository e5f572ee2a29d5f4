/** Puts routes on the web server: sign-in, checked input, answers, and refusals as problems. */
import { epochMs, ok, type Refusal, type Result, refuse } from '@tandem/kernel'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { NOTHING } from '../auth/grants.ts'
import type { CookieNames } from '../auth/sessions.ts'
import { type Authenticate, cookieOf, foreignOrigin } from './authenticate.ts'
import { checkInput } from './input.ts'
import { problemOf } from './problems.ts'
import { costOf, type Rates } from './rates.ts'
import { type Answer, type ApiRequest, type From, type Principal, permissionFor, type Route } from './route.ts'
import { contextOf, type Services } from './services.ts'
import { languageOf } from './words.ts'

const JSON_TYPE = 'application/json; charset=utf-8'
const PROBLEM_TYPE = 'application/problem+json; charset=utf-8'

export interface Mounting {
  readonly services: Services
  readonly authenticate: Authenticate
  readonly rates: Rates
  readonly cookies: CookieNames
}

export function mount(app: FastifyInstance, routes: readonly Route[], mounting: Mounting): void {
  const { services } = mounting
  for (const route of routes) {
    const mounted = { route, permission: permissionFor(route), cost: costOf(route) }
    app.route({
      method: route.method,
      url: route.path.replace(/\{(\w+)\}/g, ':$1'),
      ...(route.bodyLimit === undefined ? {} : { bodyLimit: route.bodyLimit }),
      handler: async (request, reply) => {
        const asked: Asked = { request, reply, ...mounting }
        const checked = await check(mounted, asked)
        if (!checked.ok) {
          tellLog(asked, checked.refusal)
          return sendProblem(request, reply, services, checked.refusal)
        }
        if (route.stream) return stream(route, checked.value, reply)
        const result = await route.handle(checked.value)
        if (result.ok) return send(reply, route, result.value)
        tellLog(asked, result.refusal)
        return sendProblem(request, reply, services, result.refusal)
      },
    })
  }
}

const NOBODY: Principal = { tenant: '' as never, actor: { kind: 'system', id: '' }, access: NOTHING }

interface Asked extends Mounting {
  readonly request: FastifyRequest
  readonly reply: FastifyReply
  /** Who it turned out to be. */
  principal?: Principal
}

interface Mounted {
  readonly route: Route
  readonly permission: string | null
  readonly cost: number
}

async function check({ route, permission, cost }: Mounted, asked: Asked): Promise<Result<ApiRequest<never>>> {
  const { request } = asked
  const foreign = foreignOrigin(request)
  if (foreign !== undefined) return refuse('http/foreign-origin', { origin: foreign })
  const signedIn = await comesIn(route, cost, asked)
  if (!signedIn.ok) return signedIn
  const principal = signedIn.value
  asked.principal = principal
  if (permission !== null && !principal.access.reach(permission)) return refuse('http/not-allowed', { permission })
  const headers = readHeaders(route, request)
  if (!headers.ok) return headers
  const file = fileIn(request.body)
  if (route.takesFile) {
    return file ? ok(apiRequest(asked, principal, headers.value, file)) : refuse('http/not-a-file')
  }
  if (Buffer.isBuffer(request.body)) return refuse('http/not-json')
  const body = route.body ? checkInput(route.body, request.body ?? (route.bodyOptional ? {} : undefined)) : ok(undefined)
  if (!body.ok) return body
  return ok(apiRequest(asked, principal, headers.value, body.value))
}

/** Who asks, once it is paid for. */
async function comesIn(route: Route, cost: number, asked: Asked): Promise<Result<Principal>> {
  const { request, reply, services, authenticate, rates } = asked
  const now = epochMs(services.now())
  const signedIn = route.access === 'open' ? ok(NOBODY) : await authenticate(request)
  if (!signedIn.ok) {
    const may = rates.stranger(request.ip, now)
    return may.ok ? signedIn : may
  }
  const taken = rates.take(signedIn.value.caller ?? `address ${request.ip}`, cost, now)
  if (!taken.ok) return taken
  const { done } = taken.value
  if (done) reply.raw.once('finish', done).once('close', done)
  return signedIn
}

/** What somebody tried in vain against a guard is told to the operator: who, from where, at which route. */
function tellLog({ request, principal }: Asked, { code }: Refusal): void {
  if (!GUARDS.has(code)) return
  const who = principal === undefined || principal === NOBODY ? {} : { tenant: principal.tenant, actor: principal.actor }
  request.log.warn({ req: request, code, address: request.ip, ...who }, 'refused by a guard')
}

const GUARDS = new Set([
  ...['http/foreign-origin', 'http/key-unknown', 'http/not-allowed', 'http/field-not-allowed'],
  ...['http/too-often', 'http/too-many-at-once'],
  ...['sign-in/wrong', 'sign-in/too-often', 'sign-in/link-unknown', 'second-factor/wrong', 'password/wrong'],
])

/** A file without content comes as nothing at all. */
function fileIn(body: unknown): Buffer | undefined {
  if (body === undefined || body === null) return Buffer.alloc(0)
  return Buffer.isBuffer(body) ? body : undefined
}

interface Headers {
  readonly version: number | undefined
  readonly idempotencyKey: string | undefined
}

function readHeaders(route: Route, { headers }: FastifyRequest): Result<Headers> {
  const ifMatch = route.versioned ? headers['if-match'] : undefined
  const version = ifMatch === undefined || ifMatch === '*' ? undefined : Number(/^"(\d{1,9})"$/.exec(ifMatch)?.[1] ?? Number.NaN)
  if (Number.isNaN(version)) return refuse('http/bad-if-match', { given: String(ifMatch) })
  const key = route.access === 'write' ? headers['idempotency-key'] : undefined
  if (key !== undefined && !(typeof key === 'string' && /^[!-~]{1,255}$/.test(key))) return refuse('http/bad-idempotency-key')
  return ok({ version, idempotencyKey: key })
}

function apiRequest(
  { request, services, authenticate, cookies }: Asked,
  principal: Principal,
  headers: Headers,
  body: unknown,
): ApiRequest<never> {
  return {
    ...principal,
    ...headers,
    params: request.params as Record<string, string>,
    query: request.query as Record<string, unknown>,
    body: body as never,
    language: languageOf(request.headers['accept-language']),
    ifNoneMatch: request.headers['if-none-match'],
    lastEventId: request.headers['last-event-id']?.toString(),
    fingerprint: () => JSON.stringify([request.method, request.url, headers.version, request.body]),
    context: () => contextOf(services, principal),
    from: fromOf(request, cookies),
    async again() {
      const now = await authenticate(request)
      return now.ok ? now.value : undefined
    },
  }
}

function fromOf({ ip, headers }: FastifyRequest, cookies: CookieNames): From {
  const secret = cookieOf(headers.cookie, cookies.session)
  const begun = cookieOf(headers.cookie, cookies.provider)
  return { address: ip, device: headers['user-agent'] ?? '', host: headers.host ?? '', secret, begun }
}

function stream(route: Route, request: ApiRequest<never>, reply: FastifyReply): FastifyReply {
  reply.hijack()
  for (const [name, value] of Object.entries(reply.getHeaders())) if (value !== undefined) reply.raw.setHeader(name, value)
  route.stream?.(request, reply.raw).catch(() => reply.raw.destroy())
  return reply
}

function send(reply: FastifyReply, route: Route, { status, headers, body }: Answer): FastifyReply {
  reply.code(status)
  if (headers) reply.headers(headers)
  if (body === undefined) return reply.send()
  if (route.medias) return reply.send(body)
  if (route.media) return reply.type(route.media).send(body)
  return reply.type(JSON_TYPE).send(JSON.stringify(body))
}

/** A refusal as problem+json, in the reader's language. */
export function sendProblem(request: FastifyRequest, reply: FastifyReply, services: Services, refusal: Refusal): FastifyReply {
  const language = languageOf(request.headers['accept-language'])
  const hasIfMatch = request.headers['if-match'] !== undefined
  const problem = problemOf(services.messages, refusal, { language, hasIfMatch, requestId: request.id })
  reply.code(problem.status).type(PROBLEM_TYPE).header('content-language', language)
  if (problem.status === 503) reply.header('retry-after', '1')
  if (problem.status === 429) reply.header('retry-after', String(refusal.details.seconds ?? 60))
  if (problem.status === 401) reply.header('www-authenticate', 'Bearer')
  return reply.send(JSON.stringify(problem))
}
