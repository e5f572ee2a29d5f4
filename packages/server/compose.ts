/** Puts the whole server together: database, tenants, the joint of each, HTTP. The only place that knows everything. */
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { connectorMessages, connectorTypes } from '@tandem/connectors'
import { crm, crmMessages, crmMigrations } from '@tandem/crm'
import {
  createTenant,
  type Database,
  migrate,
  openPglite,
  openPostgres,
  refuseRestoredElsewhere,
  type Tenant,
  tenants,
} from '@tandem/db'
import { erp, erpMessages, erpMigrations, openBooks } from '@tandem/erp'
import { hubMessages, hubMigrations, hubSurface, type Sealing } from '@tandem/hub'
import { type Id, type Instant, idSource, instantOf, type Messages } from '@tandem/kernel'
import type { FastifyInstance } from 'fastify'
import { keepDemoPeople } from './auth/demo-people.ts'
import type { Door } from './auth/door.ts'
import { keepRoles } from './auth/keep-roles.ts'
import type { SessionHours } from './auth/sessions.ts'
import { loadDemoCompany } from './demo/company.ts'
import { checkEveryList } from './desk/exported.ts'
import { forgetLooseFiles } from './desk/file-store.ts'
import { deskMessages } from './desk/messages.ts'
import { deskRoutes } from './desk/routes.ts'
import { type Api, allMessages, createApi } from './http/api.ts'
import { createApp, type LogTo } from './http/app.ts'
import type { Side } from './http/document.ts'
import { pageFrom } from './http/page.ts'
import type { Rate } from './http/rates.ts'
import type { Route, Routes } from './http/route.ts'
import type { Services, TenantServices } from './http/services.ts'
import { contextOf } from './http/services.ts'
import { forgetOldAnswers } from './http/write.ts'
import { type JobsNeed, jobsOf } from './jobs/all-jobs.ts'
import type { Exporting } from './jobs/export-files.ts'
import { type Jobs, startJobs } from './jobs/jobs.ts'
import { type Joining, joinedSystems, marksOf } from './joint/connect.ts'
import { connectionTestRoute, type Trying } from './joint/connection-route.ts'
import { createFeeds, type Feeds } from './joint/feed-route.ts'
import { loadPreviewRoute } from './joint/load-preview-route.ts'
import { jointRouteMessages } from './joint/messages.ts'
import { outsideOf } from './joint/outside.ts'
import { jointRoutes } from './joint/routes.ts'
import { type TenantHub, tenantHub } from './joint/tenant-hub.ts'
import type { Workshop } from './load/workshop.ts'
import { createMetrics } from './metrics/metrics.ts'
import { clamdAt } from './outbound/clamd.ts'
import { type Guard, guardOf } from './outbound/guard.ts'
import { guardedFetch } from './outbound/guarded-fetch.ts'
import { pooled } from './random-pool.ts'
import { sealingWith } from './sealing.ts'
import { setupMessages } from './start/messages.ts'
import { setupRoutes } from './start/setup-routes.ts'

export interface AppOptions {
  /** `postgres://...`; left out: PostgreSQL inside this process, its files under `dataDir`. */
  readonly databaseUrl?: string | undefined
  /** Default `.data`; null keeps everything in memory. */
  readonly dataDir?: string | null
  /** Offers the people of the demo to whoever opens the page on this machine. */
  readonly demo?: boolean
  /** The address that people reach the page at, `https://...`: then cookies go by https only. */
  readonly publicUrl?: string | undefined
  /** Seals secrets of connections and channels: see `keyFrom`. Left out: they cannot be opened after this process. */
  readonly key?: Uint8Array
  /** Addresses inside the house that connectors and alerts may reach. */
  readonly reach?: readonly string[]
  /** `host:port` of a ClamAV daemon that looks at files before they are kept. */
  readonly clamd?: string | undefined
  /** Takes the running code of a second factor only, not the one before and after. */
  readonly strictCodes?: boolean
  /** Everybody needs a second factor, in every company. */
  readonly secondFactorByEverybody?: boolean
  /** What each key, person and address may ask for in a minute; left out: as much as they like. */
  readonly rate?: Rate
  /** How long sessions of the page last; left out: a month, and a week without use. */
  readonly sessionHours?: SessionHours
  /** Addresses of proxies in front, whose word on where a request comes from is taken. */
  readonly proxies?: readonly string[]
  /** The built page. */
  readonly pageFolder?: string
  readonly logLevel?: string
  readonly logTo?: LogTo
  /** Connections to PostgreSQL. */
  readonly connections?: number
}

export interface App {
  readonly database: Database
  readonly services: Services
  readonly api: Api
  readonly http: FastifyInstance
  /** The tenants by id, those made later among them. */
  readonly tenants: Map<Id, TenantServices & { readonly hub: TenantHub }>
  /** What it takes to write a company's lists as files; undefined: nothing is kept on this disk. */
  exporting(tenant: Id): Exporting | undefined
  /** What it takes to try and open connections to systems of others. */
  readonly trying: Trying
  /** Makes a tenant and its joint, which rests until it is started. */
  addTenant(tenant: Omit<Tenant, 'id'>): Promise<Id>
  /** What loads and command lines work with, for one tenant. */
  workshop(tenant: Id, progress?: Workshop['progress']): Workshop
  /** Lets the joint of a tenant (or of all) work by itself. */
  startJoint(tenant?: Id): Promise<void>
  /** Ends requests and the joint's work under way, then closes the database. */
  stop(): Promise<void>
}

function sidesOf(sealing: Sealing): readonly Side[] {
  const words = { ...crmMessages, ...erpMessages, ...connectorMessages }
  return [
    { surface: crm, messages: crmMessages },
    { surface: erp, messages: erpMessages },
    {
      surface: hubSurface(words, { types: connectorTypes, sealing, lists: checkEveryList }),
      messages: { ...connectorMessages, ...hubMessages },
    },
  ]
}

/** What requests under way have to end when the server stops. */
const LONGEST_GOODBYE_MS = 10_000
const CLEAN_EVERY_MS = 3_600_000

/** Opens and migrates the database, and builds everything on it. Listening and the joints' work are started by the caller. */
export async function openApp(options: AppOptions = {}): Promise<App> {
  const database = await openDatabase(options)
  await migrate(database, [crmMigrations, erpMigrations, hubMigrations])
  const [sealing, guard] = [sealingWith(options.key ?? randomBytes(32)), guardOf(options.reach)]
  const sides = sidesOf(sealing)
  const messages = { ...allMessages(sides), ...jointRouteMessages, ...deskMessages, ...setupMessages }
  const known: App['tenants'] = new Map()
  const services = servicesOf(database, messages, known, options)
  const [feeds, metrics] = [createFeeds(services), createMetrics(services)]
  const outside = outsideOf(services, guard)
  const trying = { sealing, outside }
  const others = [...tryingRoutes(services, trying), metrics.route, ...settingUp(services, known)]
  const api = createApi(sides, services, moreRoutes(sides, feeds, others), {
    ...signingIn(options, sealing, guard),
    addCompany: (company) => addCompany(company),
  })
  const http = createHttp(options, services, api, metrics.watch)
  http.addHook('preClose', async () => feeds.close())
  const joining = joiningOf(services, sealing, outside, http)
  const add = async (tenant: Tenant) => {
    await refuseRestoredElsewhere(database, tenant.id, ['crm', 'erp', 'hub', 'platform'])
    await keepPeople(services, tenant.id, options.demo ?? false)
    known.set(tenant.id, { tenant, hub: await hubOf(services, joining, tenant, http) })
  }
  for (const tenant of await tenants(database)) await add(tenant)
  const stopHearing = joinWhenTold(database, known, joining)
  const cleaning = setInterval(() => clean(database, known, api), CLEAN_EVERY_MS).unref()
  let jobs: Jobs | undefined
  const addTenant: App['addTenant'] = async (given) => {
    const tenant = { ...given, id: services.newId() }
    await createTenant(database, tenant)
    await add(tenant)
    return tenant.id
  }
  const addCompany: App['addTenant'] = async (given) => {
    const id = await addTenant(given)
    await database.transaction(id, (tx) => openBooks(tx, workshopOf(services, known, id, () => {}).context()))
    // Where the joint works here, it works for a new company, too.
    if (jobs) await known.get(id)?.hub.start()
    return id
  }
  return {
    ...{ database, services, api, http, trying, tenants: known },
    addTenant,
    exporting: exportingOf(services, { guard, sealing }, filesFolderOf(options)),
    workshop: (tenant, progress = () => {}) => workshopOf(services, known, tenant, progress),
    async startJoint(tenant) {
      for (const [id, { hub }] of known) if (tenant === undefined || tenant === id) await hub.start()
      jobs ??= jobsFor({ services, telling: { guard, sealing }, files: filesFolderOf(options) }, known, http)
    },
    async stop() {
      clearInterval(cleaning)
      await goodbye(http)
      stopHearing()
      await jobs?.stop()
      await Promise.all([...known.values()].map(({ hub }) => hub.stop()))
      await database.close()
    },
  }
}

/** How people sign in here. */
function signingIn(options: AppOptions, sealing: Sealing, guard: Guard) {
  const { demo = false, publicUrl, sessionHours, strictCodes = false, secondFactorByEverybody = false } = options
  const factors = { strictCodes, secondFactorByEverybody }
  return { demo, publicUrl, sessionHours, ...factors, secure: isHttps(publicUrl), sealing, fetch: guardedFetch(guard) }
}

/** Connections that somebody starts or stops count at once, and so do fields that are added to documents of our own sides. */
function joinWhenTold(database: Database, known: App['tenants'], joining: Joining): () => void {
  return database.onAppended((tenant, context, { documents }) => {
    if (context === 'hub' || documents.has('custom-field')) joinAnew(known, tenant, joining)
  })
}

function jobsFor(need: Omit<JobsNeed, 'reload'>, known: App['tenants'], http: FastifyInstance): Jobs {
  const tell = (fault: unknown, job: string, of: Id) =>
    http.log.error({ err: fault, tenant: of, job }, 'a job met a fault and comes round again')
  const reload = async (id: Id) => known.get(id)?.hub.reload()
  return startJobs(jobsOf({ ...need, reload }), () => known.keys(), tell)
}

/** The first run of an empty company. */
function settingUp(services: Services, known: App['tenants']): Route[] {
  const loadDemo = (tenant: Id) => loadDemoCompany(workshopOf(services, known, tenant, () => {}))
  return setupRoutes(services, { known, loadDemo })
}

/** What tries a connection before it is joined. */
function tryingRoutes(services: Services, trying: Trying): Route[] {
  return [connectionTestRoute(services, trying), loadPreviewRoute(services, trying)]
}

/** Ends what is asked and answered, and what takes too long by force. */
async function goodbye(http: FastifyInstance): Promise<void> {
  const late = setTimeout(() => http.server.closeAllConnections(), LONGEST_GOODBYE_MS)
  await http.close()
  clearTimeout(late)
}

/** PostgreSQL by its URL, else PostgreSQL inside this process with its files under the data folder. */
export function openDatabase({ databaseUrl, dataDir = '.data', connections }: AppOptions): Promise<Database> {
  if (databaseUrl) return Promise.resolve(openPostgres(databaseUrl, connections))
  return openPglite(dataDir === null ? undefined : join(dataDir, 'postgres'))
}

function servicesOf(database: Database, messages: Messages, known: Services['tenants'], { clamd }: AppOptions): Services {
  const now = (): Instant => instantOf(Date.now())
  return {
    database,
    messages,
    now,
    newId: idSource(Date.now, pooled(randomBytes)),
    random: Math.random,
    randomBytes,
    tenants: known,
    ...(clamd ? { scan: clamdAt(clamd) } : {}),
  }
}

function joiningOf(services: Services, sealing: Sealing, outside: Joining['outside'], http: FastifyInstance): Joining {
  const { database, now, newId } = services
  return {
    ...{ database, sealing, outside },
    own: (tenant) => ({ database, tenant, now, newId }),
    onFault: (fault, tenant, where) => http.log.error({ err: fault, tenant, where }, 'a system could not be joined'),
  }
}

async function hubOf(services: Services, joining: Joining, { id: tenant }: Tenant, http: FastifyInstance): Promise<TenantHub> {
  const { database, now, newId, random } = services
  const onFault = (fault: unknown, where: string) =>
    http.log.error({ err: fault, tenant, where }, 'the joint met a fault and goes on')
  const systems = () => joinedSystems(joining, tenant)
  const options = { database, tenant, now, newId, random, proves: true, onFault }
  const first = await systems()
  await first.prepare()
  return tenantHub(options, first, systems, () => marksOf(joining, tenant))
}

/** Systems that people have connected, changed or stopped are joined, joined anew or left alone. */
function joinAnew(known: App['tenants'], tenant: Id, { onFault }: Pick<Joining, 'onFault'>): void {
  known
    .get(tenant)
    ?.hub.reload()
    .catch((fault) => onFault(fault, tenant, 'reload'))
}

function createHttp(
  { pageFolder, publicUrl, rate, proxies, logLevel, logTo }: AppOptions,
  services: Services,
  api: Api,
  watch: (app: FastifyInstance) => void,
): FastifyInstance {
  const page = pageFolder ? pageFrom({ folder: pageFolder, randomBytes }) : undefined
  return createApp({
    ...{ services, routes: api.routes, authenticate: api.auth.authenticate, watch, secure: isHttps(publicUrl) },
    // Without a page, its address leads to what there is.
    elsewhere: (request, reply) => page?.(request, reply) || (request.url === '/' && reply.redirect('/api', 303)),
    ...(rate ? { rate } : {}),
    ...(proxies ? { proxies } : {}),
    ...(logLevel ? { logLevel } : {}),
    ...(logTo ? { logTo } : {}),
  })
}

function isHttps(url: string | undefined): boolean {
  return url?.startsWith('https:') ?? false
}

/** The joint's routes with the live feed, what stands beside all documents, and others. */
function moreRoutes(sides: readonly Side[], feeds: Feeds, others: readonly Route[]): (services: Services, door: Door) => Routes {
  return (services, door) => {
    const [joint, desk] = [jointRoutes(services, door, feeds.route(door)), deskRoutes(sides, services, door)]
    return { ...joint, routes: [...joint.routes, ...desk.routes, ...others] }
  }
}

/** What a company needs before anybody can sign in: the roles of this version, and in the demo its people. */
async function keepPeople(services: Services, tenant: Id, demo: boolean): Promise<void> {
  const by = () => contextOf(services, { tenant, actor: { kind: 'system', id: 'set-up' } })
  await services.database.transaction(tenant, (tx) => keepRoles(tx, by()))
  if (demo) await services.database.asOwner((tx) => keepDemoPeople(tx, by()))
}

function workshopOf(services: Services, known: App['tenants'], tenant: Id, progress: Workshop['progress']): Workshop {
  const { database } = services
  return {
    ...{ database, tenant, progress },
    context: () => contextOf(services, { tenant, actor: { kind: 'system', id: 'load' } }),
    settle: async () => known.get(tenant)?.hub.runUntilIdle(),
  }
}

/** Null: nothing is kept on this disk, so no folders are watched. */
function exportingOf(services: Services, reaching: Exporting['reaching'], files: string | null): App['exporting'] {
  return (tenant) => (files === null ? undefined : { services, reaching, tenant, root: join(files, tenant) })
}

function filesFolderOf({ dataDir = '.data' }: AppOptions): string | null {
  return process.env.FILES_DIR ?? (dataDir === null ? null : join(dataDir, 'files'))
}

function clean(database: Database, known: App['tenants'], api: Api): void {
  api.auth.clean().catch(() => {})
  for (const tenant of known.keys()) {
    for (const forget of [forgetOldAnswers, forgetLooseFiles]) database.transaction(tenant, forget).catch(() => {})
  }
}
