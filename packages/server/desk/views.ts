/** Lists as people like to see them: columns, filters, order, under a name; one's own and those that others share. */
import { first, rows, run, sql } from '@tandem/db'
import { type Id, type Instant, isId, refuse } from '@tandem/kernel'
import { z } from 'zod'
import { answer } from '../http/answers.ts'
import type { Principal, Route } from '../http/route.ts'
import type { Services } from '../http/services.ts'
import { write } from '../http/write.ts'
import { type KnownDocuments, may } from './documents.ts'

const common = { area: 'desk', tag: 'desk', needs: null } as const
const short = z.string().min(1).max(200)

const state = z
  .strictObject({
    columns: z.array(short).max(100).optional(),
    q: z.string().max(200).optional(),
    sort: short.optional(),
    f: z.record(z.string().max(100), z.string().max(2000)).optional(),
  })
  .meta({ description: 'Columns in order, search words, sort field and filters, as the page keeps them in its address' })

const newView = z.strictObject({
  list: z.string().max(100).meta({ description: 'Side and document, `crm/customer`' }),
  name: z.string().trim().min(1).max(80),
  shared: z.boolean().meta({ description: 'Shown to everybody of the company' }),
  state,
})

const view = z.looseObject({
  id: z.string(),
  list: z.string(),
  name: z.string(),
  owner: z.string(),
  shared: z.boolean(),
  mine: z.boolean(),
  state,
  updatedAt: z.string(),
})

interface ViewRow {
  readonly id: Id
  readonly list: string
  readonly name: string
  readonly owner: string
  readonly shared: boolean
  readonly state: z.infer<typeof state>
  readonly updatedAt: Instant
}

/** Lists of what no definition describes, each with the right that shows it. */
const OTHER_LISTS: Readonly<Record<string, string>> = {
  'platform/api-key': 'platform.api-key.read',
  'platform/session': 'platform.session.read',
  'joint/flow-state': 'joint.flow-states.ask',
  'joint/first-load': 'joint.first-loads.ask',
  'joint/proof-round': 'joint.proof-rounds.ask',
  'joint/alert-message': 'joint.alert-messages.ask',
}

function maySee(request: Principal, known: KnownDocuments, list: string): boolean {
  const right = Object.hasOwn(OTHER_LISTS, list) ? OTHER_LISTS[list] : undefined
  return right === undefined ? known.has(list) && may(request, list, 'read') : request.access.reach(right) !== undefined
}

const SHOWN = sql.raw('id, list, name, owner, shared, state, updated_at')

export function viewRoutes(services: Services, known: KnownDocuments): Route[] {
  return [listRoute(services), saveRoute(services, known), removeRoute(services)]
}

function listRoute(services: Services): Route {
  return {
    ...common,
    method: 'GET',
    path: '/api/v1/desk/views',
    id: 'desk.view.list',
    label: { en: 'Saved views of a list', zh: '列表的已存视图' },
    access: 'read',
    query: [{ name: 'list', description: 'Side and document, `crm/customer`', schema: { type: 'string' }, required: true }],
    answers: { 200: { description: 'Your own and the shared ones', body: z.strictObject({ items: z.array(view) }) } },
    async handle({ tenant, actor, query }) {
      const found = await services.database.read(tenant, (tx) =>
        rows(
          tx,
          sql<ViewRow>`select ${SHOWN} from platform.list_view
                       where list = ${String(query.list ?? '')} and (owner = ${actor.id} or shared) order by name, id`,
        ),
      )
      return answer({ items: found.map((row) => ({ ...row, mine: row.owner === actor.id })) })
    },
  }
}

function saveRoute(services: Services, known: KnownDocuments): Route {
  return {
    ...common,
    method: 'POST',
    path: '/api/v1/desk/views',
    id: 'desk.view.save',
    label: { en: 'Save a view', zh: '保存视图' },
    access: 'write',
    body: newView,
    answers: { 200: { description: 'Saved; one of yours with this name is replaced', body: view } },
    handle(request) {
      const { list, name, shared, state: kept } = request.body as z.infer<typeof newView>
      const by = request.context()
      return write(services.database, services.random, request, async (tx) => {
        if (!maySee(request, known, list)) return refuse('view/no-such-list', { list })
        const saved = await first(
          tx,
          sql<ViewRow>`
            insert into platform.list_view (id, list, owner, name, shared, state, updated_at)
            values (${by.newId()}::uuid, ${list}, ${by.actor.id}, ${name}, ${shared}, ${JSON.stringify(kept)}::text::jsonb,
                    ${by.now}::timestamptz)
            on conflict (tenant_id, list, owner, name) do update
              set shared = excluded.shared, state = excluded.state, updated_at = excluded.updated_at
            returning ${SHOWN}`,
        )
        return answer({ ...saved, mine: true })
      })
    },
  }
}

function removeRoute(services: Services): Route {
  return {
    ...common,
    method: 'DELETE',
    path: '/api/v1/desk/views/{id}',
    id: 'desk.view.remove',
    label: { en: 'Remove a view of yours', zh: '删除自己的视图' },
    access: 'write',
    answers: { 204: { description: 'Removed' } },
    handle(request) {
      const id = request.params.id ?? ''
      return write(services.database, services.random, request, async (tx) => {
        const removed = isId(id)
          ? await run(tx, sql`delete from platform.list_view where id = ${id}::uuid and owner = ${request.actor.id}`)
          : 0
        return removed === 1 ? answer(undefined, 204) : refuse('view/not-found')
      })
    },
  }
}
