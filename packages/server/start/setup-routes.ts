/** The first run: an empty company asks its administrator what it is called, what to begin with, and is set up. */
import { appendEvents, run, sql, type Tx } from '@tandem/db'
import { openBooks } from '@tandem/erp'
import { type Id, ok, type Result, refuse } from '@tandem/kernel'
import { z } from 'zod'
import { answer } from '../http/answers.ts'
import type { ApiRequest, Route } from '../http/route.ts'
import type { Services, TenantServices } from '../http/services.ts'
import { readSetting, writeSetting } from '../settings.ts'

const SETTING = 'setup'
/** No setting: the company was set up some other way. */
export type SetupState = 'open' | 'loading' | 'failed' | 'done'

export interface SetupOptions {
  readonly known: Map<Id, TenantServices & object>
  /** Fills a company with the data of the demo. */
  readonly loadDemo: (tenant: Id) => Promise<void>
}

const body = z.strictObject({
  name: z.string().trim().min(1).max(200),
  baseCurrency: z.string().regex(/^[A-Z]{3}$/),
  timeZone: z.string().max(100),
  startWith: z.enum(['empty', 'demo']).meta({ description: 'The demo keeps its books in CNY' }),
})
type Answers = z.infer<typeof body>

const common = { area: 'platform', tag: 'platform.company', path: '/api/v1/platform/setup', needs: 'platform.company.set-up' }
const state = z.strictObject({ state: z.enum(['open', 'loading', 'failed', 'done']) })

/** The next administrator who comes is asked. */
export function leaveOpen(tx: Tx): Promise<void> {
  return writeSetting(tx, SETTING, 'open')
}

export function setupRoutes(services: Services, options: SetupOptions): Route[] {
  return [stateRoute(services), setUpRoute(services, options)]
}

async function stateOf(tx: Tx): Promise<SetupState> {
  return ((await readSetting(tx, SETTING)) as SetupState | undefined) ?? 'done'
}

function stateRoute({ database }: Services): Route {
  return {
    ...common,
    method: 'GET',
    id: 'platform.company.setup-state',
    label: { en: 'Whether the company is set up', zh: '公司是否已完成初始设置' },
    access: 'read',
    answers: { 200: { description: '`open`: the questions wait to be answered', body: state } },
    handle: async ({ tenant }) => answer({ state: await database.read(tenant, stateOf) }),
  }
}

function setUpRoute(services: Services, options: SetupOptions): Route {
  return {
    ...common,
    method: 'POST',
    id: 'platform.company.set-up',
    label: { en: 'Set the company up', zh: '初始设置公司' },
    access: 'write',
    body,
    answers: { 200: { description: 'Set up; `loading` while the demo is being loaded', body: state } },
    async handle(request: ApiRequest<never>) {
      const answers = request.body as Answers
      const set = await setUp(services, request, answers)
      if (!set.ok) return set
      rename(options, request.tenant, answers)
      if (answers.startWith === 'demo') void loadIn(services, request.tenant, options.loadDemo)
      return answer({ state: set.value })
    },
  }
}

async function setUp({ database }: Services, request: ApiRequest<never>, answers: Answers): Promise<Result<SetupState>> {
  const { name, baseCurrency, timeZone, startWith } = answers
  if (!isTimeZone(timeZone)) return refuse('company/no-such-time-zone', { timeZone })
  const isDemo = startWith === 'demo'
  if (isDemo && baseCurrency !== 'CNY') return refuse('setup/demo-currency', { currency: baseCurrency })
  const { tenant } = request
  if ((await database.read(tenant, stateOf)) !== 'open') return refuse('setup/done')
  await database.asOwner((tx) =>
    run(
      tx,
      sql`update platform.tenant set name = ${name}, base_currency = ${baseCurrency}, time_zone = ${timeZone}
          where id = ${tenant}::uuid`,
    ),
  )
  const next: SetupState = isDemo ? 'loading' : 'done'
  return database.transaction(tenant, async (tx) => {
    // Of two who answer at once the second finds it closed.
    if (!(await close(tx, next))) return refuse('setup/done')
    const payload = { name, baseCurrency, timeZone, startWith }
    await appendEvents(tx, 'platform', request.context(), [{ ...about(tenant), payload }])
    // The demo opens its own books, a year ago.
    if (!isDemo) await openBooks(tx, request.context())
    return ok(next)
  })
}

async function close(tx: Tx, next: SetupState): Promise<boolean> {
  const changed = await run(
    tx,
    sql`update platform.setting set value = ${JSON.stringify(next)}::text::jsonb
        where name = ${SETTING} and value = ${JSON.stringify('open')}::text::jsonb`,
  )
  return changed === 1
}

function about(tenant: Id) {
  return { document: 'company', documentId: tenant, documentVersion: 0, type: 'company-set-up' }
}

function isTimeZone(timeZone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone })
    return true
  } catch {
    return false
  }
}

/** What this process remembers of the company; others read it at their next start. */
function rename({ known }: SetupOptions, id: Id, { name, baseCurrency, timeZone }: Answers): void {
  const found = known.get(id)
  if (found) known.set(id, { ...found, tenant: { id, name, baseCurrency, timeZone } })
}

async function loadIn({ database }: Services, tenant: Id, load: SetupOptions['loadDemo']): Promise<void> {
  const reached = await load(tenant).then(
    () => 'done' as const,
    () => 'failed' as const,
  )
  await database.transaction(tenant, (tx) => writeSetting(tx, SETTING, reached)).catch(() => {})
}
