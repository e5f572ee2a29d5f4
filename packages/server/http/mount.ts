/** Puts routes on the web server: sign-in, checked input, answers, and refusals as problems. */
import { ok, type Refusal, type Result, refuse } from '@tandem/kernel'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { NOTHING } from '../auth/grants.ts'
import { PROVIDER_COOKIE, SESSION_COOKIE } from '../auth/sessions.ts'
import { type Authenticate, cookieOf, foreignOrigin } from './authenticate.ts'
import { checkInput } from './input.ts'
import { problemOf } from './problems.ts'
import { type Answer, type ApiRequest, type From, type Principal, permissionFor, type Route } from './route.ts'
import { contextOf, type Services } from './services.ts'
import { languageOf } from './words.ts'

const JSON_TYPE = 'application/json; charset=utf-8'
const PROBLEM_TYPE = 'application/problem+json; charset=utf-8'

export function mount(app: FastifyInstance, routes: readonly Route[], services: Services, authenticate: Authenticate): void {
  for (const route of routes) {
    const permission = permissionFor(route)
    app.route({
      method: route.method,
      url: route.path.replace(/\{(\w+)\}/g, ':$1'),
      ...(route.bodyLimit === undefined ? {} : { bodyLimit: route.bodyLimit }),
      handler: async (request, reply) => {
        const checked = await check({ route, permission }, request, services, authenticate)
        if (!checked.ok) return sendProblem(request, reply, services, checked.refusal)
        if (route.stream) return stream(route, checked.value, reply)
        const result = await route.handle(checked.value)
        return result.ok ? send(reply, route, result.value) : sendProblem(request, reply, services, result.refusal)
      },
    })
  }
}

const NOBODY: Principal = { tenant: '' as never, actor: { kind: 'system', id: '' }, access: NOTHING }

async function check(
  { route, permission }: { readonly route: Route; readonly permission: string | null },
  request: FastifyRequest,
  services: Services,
  authenticate: Authenticate,
): Promise<Result<ApiRequest<never>>> {
  const foreign = foreignOrigin(request)
  if (foreign !== undefined) return refuse('http/foreign-origin', { origin: foreign })
  const signedIn = route.access === 'open' ? ok(NOBODY) : await authenticate(request)
  if (!signedIn.ok) return signedIn
  const principal = signedIn.value
  if (permission !== null && !principal.access.reach(permission)) return refuse('http/not-allowed', { permission })
  const asked = { request, principal, services, authenticate }
  const headers = readHeaders(route, request)
  if (!headers.ok) return headers
  const file = fileIn(request.body)
  if (route.takesFile) {
    return file ? ok(apiRequest(asked, headers.value, file)) : refuse('http/not-a-file')
  }
  if (Buffer.isBuffer(request.body)) return refuse('http/not-json')
  const body = route.body ? checkInput(route.body, request.body ?? (route.bodyOptional ? {} : undefined)) : ok(undefined)
  if (!body.ok) return body
  return ok(apiRequest(asked, headers.value, body.value))
}

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

interface Asked {
  readonly request: FastifyRequest
  readonly principal: Principal
  readonly services: Services
  readonly authenticate: Authenticate
}

function apiRequest({ request, principal, services, authenticate }: Asked, headers: Headers, body: unknown): ApiRequest<never> {
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
    from: fromOf(request),
    async again() {
      const now = await authenticate(request)
      return now.ok ? now.value : undefined
    },
  }
}

function fromOf({ ip, headers }: FastifyRequest): From {
  const secret = cookieOf(headers.cookie, SESSION_COOKIE)
  const begun = cookieOf(headers.cookie, PROVIDER_COOKIE)
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
