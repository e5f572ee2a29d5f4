/** Puts the whole server together: database, tenants, the joint of each, HTTP. The only place that knows everything. */
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { connectorMessages, joinableSystems } from '@tandem/connectors'
import { crm, crmMessages, crmMigrations } from '@tandem/crm'
import { createTenant, type Database, migrate, openPglite, openPostgres, type Tenant, tenants } from '@tandem/db'
import { erp, erpMessages, erpMigrations } from '@tandem/erp'
import { createHub, type Hub, hubMessages, hubMigrations, hubSurface } from '@tandem/hub'
import { type Id, type Instant, idSource, instantOf, type Messages } from '@tandem/kernel'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { type Api, allMessages, createApi } from './http/api.ts'
import { createApp } from './http/app.ts'
import { authenticateBy } from './http/authenticate.ts'
import type { Side } from './http/document.ts'
import { pageFrom } from './http/page.ts'
import type { Services, TenantServices } from './http/services.ts'
import { contextOf } from './http/services.ts'
import { type Sessions, sessionsSignedBy } from './http/sessions.ts'
import { forgetOldAnswers } from './http/write.ts'
import { tellAlerts } from './jobs/alerts.ts'
import { type Job, type Jobs, startJobs } from './jobs/jobs.ts'
import { serveAllWaiting } from './jobs/serve-waiting.ts'
import { createFeeds } from './joint/feed-route.ts'
import { jointRouteMessages } from './joint/messages.ts'
import { jointRoutes } from './joint/routes.ts'
import type { Workshop } from './load/workshop.ts'
import { createMetrics } from './metrics/metrics.ts'
import { pooled } from './random-pool.ts'

export interface AppOptions {
  /** `postgres://...`; left out: PostgreSQL inside this process, its files under `dataDir`. */
  readonly databaseUrl?: string | undefined
  /** Default `.data`; null keeps everything in memory. */
  readonly dataDir?: string | null
  /** Lets whoever opens the page in as a user of the first tenant. */
  readonly demo?: boolean
  /** Signs sessions; left out: they end with this process. */
  readonly sessionSecret?: Uint8Array
  /** The built page. */
  readonly pageFolder?: string
  readonly logLevel?: string
  /** Connections to PostgreSQL. */
  readonly connections?: number
}

export interface App {
  readonly database: Database
  readonly services: Services
  readonly api: Api
  readonly sessions: Sessions
  readonly http: FastifyInstance
  /** The tenants by id, those made later among them. */
  readonly tenants: Map<Id, TenantServices & { readonly hub: Hub }>
  /** Makes a tenant and its joint, which rests until it is started. */
  addTenant(tenant: Omit<Tenant, 'id'>): Promise<Id>
  /** What loads and command lines work with, for one tenant. */
  workshop(tenant: Id, progress?: Workshop['progress']): Workshop
  /** Lets the joint of a tenant (or of all) work by itself. */
  startJoint(tenant?: Id): Promise<void>
  /** Ends requests and the joint's work under way, then closes the database. */
  stop(): Promise<void>
}

const SIDES: readonly Side[] = [
  { surface: crm, messages: crmMessages },
  { surface: erp, messages: erpMessages },
  {
    surface: hubSurface({ ...crmMessages, ...erpMessages, ...connectorMessages }),
    messages: { ...connectorMessages, ...hubMessages },
  },
]

/** What requests under way have to end when the server stops. */
const LONGEST_GOODBYE_MS = 10_000
const CLEAN_EVERY_MS = 3_600_000

/** Opens and migrates the database, and builds everything on it. Listening and the joints' work are started by the caller. */
export async function openApp(options: AppOptions = {}): Promise<App> {
  const database = await openDatabase(options)
  await migrate(database, [crmMigrations, erpMigrations, hubMigrations])
  const messages = { ...allMessages(SIDES), ...jointRouteMessages }
  const known: App['tenants'] = new Map()
  const services = servicesOf(database, messages, known)
  const sessions = sessionsSignedBy(options.sessionSecret ?? randomBytes(32), services.now)
  const feeds = createFeeds(services)
  const metrics = createMetrics(services)
  const api = createApi(SIDES, services, (given) => {
    const joint = jointRoutes(given, feeds.route)
    return { ...joint, routes: [...joint.routes, metrics.route] }
  })
  const http = createHttp(options, services, api, sessions, metrics.watch)
  http.addHook('preClose', async () => feeds.close())
  const add = (tenant: Tenant) => known.set(tenant.id, { tenant, hub: hubOf(services, tenant, http) })
  for (const tenant of await tenants(database)) add(tenant)
  const cleaning = setInterval(() => clean(database, known), CLEAN_EVERY_MS)
  cleaning.unref()
  let jobs: Jobs | undefined
  return {
    ...{ database, services, api, sessions, http, tenants: known },
    async addTenant(given) {
      const tenant = { ...given, id: services.newId() }
      await createTenant(database, tenant)
      add(tenant)
      return tenant.id
    },
    workshop: (tenant, progress = () => {}) => workshopOf(services, known, tenant, progress),
    async startJoint(tenant) {
      for (const [id, { hub }] of known) if (tenant === undefined || tenant === id) await hub.start()
      jobs ??= startJobs(
        jobsOf(services),
        () => known.keys(),
        (fault, job, of) => http.log.error({ err: fault, tenant: of, job }, 'a job met a fault and comes round again'),
      )
    },
    async stop() {
      clearInterval(cleaning)
      const late = setTimeout(() => http.server.closeAllConnections(), LONGEST_GOODBYE_MS)
      await http.close()
      clearTimeout(late)
      await jobs?.stop()
      await Promise.all([...known.values()].map(({ hub }) => hub.stop()))
      await database.close()
    },
  }
}

/** PostgreSQL by its URL, else PostgreSQL inside this process with its files under the data folder. */
export function openDatabase({ databaseUrl, dataDir = '.data', connections }: AppOptions): Promise<Database> {
  if (databaseUrl) return Promise.resolve(openPostgres(databaseUrl, connections))
  return openPglite(dataDir === null ? undefined : join(dataDir, 'postgres'))
}

function servicesOf(database: Database, messages: Messages, known: Services['tenants']): Services {
  const now = (): Instant => instantOf(Date.now())
  return {
    database,
    messages,
    now,
    newId: idSource(Date.now, pooled(randomBytes)),
    random: Math.random,
    randomBytes,
    tenants: known,
  }
}

function hubOf({ database, now, newId, random }: Services, { id: tenant }: Tenant, http: FastifyInstance): Hub {
  const connection = { database, tenant, now, newId }
  return createHub({
    ...{ database, tenant, now, newId, random, proves: true },
    connectors: joinableSystems.map(({ connect }) => connect(connection)),
    onFault: (fault, where) => http.log.error({ err: fault, tenant, where }, 'the joint met a fault and goes on'),
  })
}

function createHttp(
  options: AppOptions,
  services: Services,
  api: Api,
  sessions: Sessions,
  watch: (app: FastifyInstance) => void,
): FastifyInstance {
  const authenticate = authenticateBy(api.keys, sessions)
  const { pageFolder, demo, logLevel } = options
  const signIn = (request: FastifyRequest) => (demo ? demoSession(request, services, sessions) : undefined)
  const page = pageFolder && pageFrom({ folder: pageFolder, randomBytes, signIn, authenticate })
  return createApp({
    ...{ services, routes: api.routes, authenticate, watch },
    // Without a page, its address leads to what there is.
    elsewhere: page || ((request, reply) => request.url === '/' && reply.redirect('/api', 303)),
    ...(logLevel ? { logLevel } : {}),
  })
}

const HERE = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/

/** Only pages opened on this machine: another name that leads here (DNS rebinding) gets nothing. */
function demoSession(request: FastifyRequest, { tenants: known }: Services, sessions: Sessions): string | undefined {
  const [tenant] = known.keys()
  return tenant && HERE.test(request.headers.host ?? '') ? sessions.begin(tenant, { kind: 'user', id: 'demo' }) : undefined
}

function workshopOf(services: Services, known: App['tenants'], tenant: Id, progress: Workshop['progress']): Workshop {
  const { database } = services
  return {
    ...{ database, tenant, progress },
    context: () => contextOf(services, { tenant, actor: { kind: 'system', id: 'load' } }),
    settle: async () => known.get(tenant)?.hub.runUntilIdle(),
  }
}

const SERVE_WAITING_MS = 30_000
const ALERTS_MS = 5_000

function jobsOf(services: Services): Job[] {
  return [
    {
      name: 'serve-waiting',
      everyMs: SERVE_WAITING_MS,
      run: (tenant, isStopped) => serveAllWaiting(services, tenant, isStopped),
    },
    { name: 'alerts', everyMs: ALERTS_MS, run: (tenant) => tellAlerts(services, tenant) },
  ]
}

function clean(database: Database, known: App['tenants']): void {
  for (const tenant of known.keys()) database.transaction(tenant, forgetOldAnswers).catch(() => {})
}
