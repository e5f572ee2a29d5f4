/** The web server: routes, limits, faults as problems, request ids, logs without secrets, a stop that lets requests end. */
import type { Socket } from 'node:net'
import type { Refusal } from '@tandem/kernel'
import Fastify, {
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  type FastifyServerOptions,
  LogController,
} from 'fastify'
import { cookieNames } from '../auth/sessions.ts'
import type { Authenticate } from './authenticate.ts'
import { refusalOf } from './faults.ts'
import { mount, sendProblem } from './mount.ts'
import { type Rate, ratesOf } from './rates.ts'
import type { Route } from './route.ts'
import type { Services } from './services.ts'

const BODY_BYTES = 1024 * 1024
const SECRET_HEADERS = ['req.headers.authorization', 'req.headers.cookie']
const REQUEST_TIMEOUT_MS = 60_000
const IDLE_CHECK_MS = 50

/** Answers are the reader's own: nobody keeps them, the browser neither. */
const SAFE = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
} as const

/** A browser that came by https once does not come without for a year. */
const HTTPS_ONLY = { 'strict-transport-security': 'max-age=31536000; includeSubDomains' } as const

export interface LogTo {
  write(line: string): void
}

export interface AppOptions {
  readonly services: Services
  readonly routes: readonly Route[]
  readonly authenticate: Authenticate
  /** Answers what is no route of the API, the page above all; false leaves it to be not found. */
  readonly elsewhere?: (request: FastifyRequest, reply: FastifyReply) => FastifyReply | false
  /** The page is reached by https only. */
  readonly secure?: boolean
  /** What each caller may ask for; left out: as much as they like. */
  readonly rate?: Rate
  /** Addresses of proxies in front, whose word on where a request comes from is taken; left out: nobody's. */
  readonly proxies?: readonly string[]
  /** Level of the log: `silent`, `warn` (default), `info` tells of every request. */
  readonly logLevel?: string
  /** Where the log goes, a line of JSON at a time; left out: standard output. */
  readonly logTo?: LogTo
  /** Sees the server before its routes, to measure them. */
  readonly watch?: (app: FastifyInstance) => void
}

export function createApp({
  services,
  routes,
  authenticate,
  elsewhere,
  secure = false,
  rate,
  proxies = [],
  logLevel = 'warn',
  logTo,
  watch,
}: AppOptions): FastifyInstance {
  const app = Fastify({
    ...serverOptions(services, logLevel, logTo),
    ...(proxies.length > 0 ? { trustProxy: [...proxies] } : {}),
    frameworkErrors: (error, request, reply) => sendProblem(request, reply, services, whatWentWrong(error, request)),
  })
  readJson(app)
  const always = secure ? { ...SAFE, ...HTTPS_ONLY } : SAFE
  app.addHook('onRequest', async (request, reply) => {
    reply.headers({ ...always, 'x-request-id': request.id })
  })
  if (logLevel === 'info' || logLevel === 'debug' || logLevel === 'trace') logRequests(app)
  app.setErrorHandler((error, request, reply) => sendProblem(request, reply, services, whatWentWrong(error, request)))
  app.setNotFoundHandler((request, reply) => elsewhere?.(request, reply) || notFound(request, reply, services, routes))
  watch?.(app)
  mount(app, routes, { services, authenticate, rates: ratesOf(rate), cookies: cookieNames(secure) })
  letGo(app)
  return app
}

/**
 * What a stop need not wait for: connections that a browser opened ahead and never used (Node would give them a minute),
 * and those whose answer ends only now.
 */
function letGo(app: FastifyInstance): void {
  const { server } = app
  const unused = new Set<Socket>()
  server.on('connection', (socket: Socket) => {
    unused.add(socket)
    socket.once('close', () => unused.delete(socket))
  })
  server.on('request', ({ socket }) => unused.delete(socket))
  const close = () => {
    for (const socket of unused) socket.destroy()
    server.closeIdleConnections()
  }
  app.addHook('preClose', async () => {
    const again = setInterval(close, IDLE_CHECK_MS)
    server.once('close', () => clearInterval(again))
  })
}

function serverOptions(services: Services, level: string, stream: LogTo | undefined): FastifyServerOptions {
  let count = 0
  const start = Buffer.from(services.randomBytes(6)).toString('base64url')
  return {
    bodyLimit: BODY_BYTES,
    requestTimeout: REQUEST_TIMEOUT_MS,
    forceCloseConnections: 'idle',
    // What still arrives on an open connection while the server stops is answered like anything else.
    return503OnClosing: false,
    logController: new LogController({ disableRequestLogging: true }),
    routerOptions: { maxParamLength: 200, ignoreTrailingSlash: true },
    logger: { level, ...(stream ? { stream } : {}), redact: SECRET_HEADERS, serializers: { req: toLog } },
    genReqId: ({ headers }) => {
      const given = headers['x-request-id']
      return typeof given === 'string' && /^[\w.:-]{1,64}$/.test(given) ? given : `${start}-${++count}`
    },
  }
}

/** A URL may hold what people searched for; the route says enough. */
function toLog(request: FastifyRequest): Record<string, string> {
  return { id: request.id, method: request.method, route: request.routeOptions?.url ?? 'none' }
}

function readJson(app: FastifyInstance): void {
  const parse = app.getDefaultJsonParser('error', 'error')
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
    if (body === '') done(null, undefined)
    else parse(request, body as string, done)
  })
  // Files come as they are; no page of another origin can send this type without asking first.
  app.addContentTypeParser('application/octet-stream', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
}

function logRequests(app: FastifyInstance): void {
  app.addHook('onResponse', async (request, reply) => {
    request.log.info({ req: request, status: reply.statusCode, ms: Math.round(reply.elapsedTime * 10) / 10 }, 'answered')
  })
}

const FRAMEWORK_ERRORS: Readonly<Record<string, string>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'http/too-large',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'http/not-json',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'http/bad-json',
  FST_ERR_BAD_URL: 'http/bad-url',
  FST_ERR_MAX_PARAM_LENGTH: 'http/bad-url',
}

function whatWentWrong(error: unknown, request: FastifyRequest): Refusal {
  const known = refusalOf(error)
  if (known) {
    if (known.guard) request.log.warn({ req: request, err: error }, 'a constraint stopped what a decision let pass')
    return known.refusal
  }
  const { code = '', statusCode = 500, message = '' } = error as { code?: string; statusCode?: number; message?: string }
  const framework = FRAMEWORK_ERRORS[code]
  if (framework) return { code: framework, details: { limit: request.routeOptions?.bodyLimit ?? BODY_BYTES, reason: message } }
  if (statusCode >= 400 && statusCode < 500) return { code: 'http/bad-json', details: { reason: message } }
  request.log.error({ req: request, err: error }, 'fault')
  return { code: 'http/fault', details: { requestId: request.id } }
}

function notFound(request: FastifyRequest, reply: FastifyReply, services: Services, routes: readonly Route[]): FastifyReply {
  const path = request.url.split('?')[0] ?? ''
  const allowed = routes.filter((route) => matches(route.path, path)).map(({ method }) => method)
  if (allowed.length === 0) return sendProblem(request, reply, services, { code: 'http/no-such-route', details: { path } })
  const details = { path, method: request.method, allowed: [...new Set(allowed)] }
  return sendProblem(request, reply.header('allow', details.allowed.join(', ')), services, {
    code: 'http/no-such-method',
    details,
  })
}

function matches(template: string, path: string): boolean {
  const [wanted, given] = [template.split('/'), path.split('/')]
  return wanted.length === given.length && wanted.every((part, i) => part.startsWith('{') || part === given[i])
}
