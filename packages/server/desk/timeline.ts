/** What happened to a document and to its twin on the other side, newest first: who, when, what. The audit trail of both. */
import { rows, sql, type Tx } from '@tandem/db'
import type { Id, Instant, Json } from '@tandem/kernel'
import { z } from 'zod'
import type { Door } from '../auth/door.ts'
import { answer } from '../http/answers.ts'
import type { Principal, Route } from '../http/route.ts'
import type { Services } from '../http/services.ts'
import { type KnownDocuments, may, mustExist } from './documents.ts'

const MOST = 200

const entry = z.looseObject({
  id: z.string(),
  side: z.string(),
  document: z.string(),
  documentId: z.string(),
  documentVersion: z.int32(),
  type: z.string(),
  payload: z.unknown(),
  actorKind: z.string(),
  actorId: z.string(),
  causeSystem: z.string().nullable(),
  at: z.string(),
})

interface Entry {
  readonly id: Id
  readonly side: string
  readonly document: string
  readonly documentId: Id
  readonly documentVersion: number
  readonly type: string
  readonly payload: Json
  readonly actorKind: string
  readonly actorId: string
  readonly causeSystem: string | null
  readonly at: Instant
}

export function timelineRoute(services: Services, known: KnownDocuments, door: Door): Route {
  const text = { type: 'string' }
  return {
    area: 'desk',
    tag: 'desk',
    method: 'GET',
    path: '/api/v1/desk/timeline',
    id: 'desk.timeline',
    label: { en: 'What happened to a document, on both sides', zh: '单据在两侧的历史' },
    access: 'read',
    needs: null,
    query: [
      { name: 'document', description: 'Side and document, `crm/customer`', schema: text, required: true },
      { name: 'documentId', description: 'Which one', schema: text, required: true },
    ],
    answers: { 200: { description: `The newest ${MOST}, newest first`, body: z.strictObject({ items: z.array(entry) }) } },
    handle(request) {
      const at = { document: String(request.query.document ?? ''), id: String(request.query.documentId ?? '') }
      return services.database.read(request.tenant, async (tx) => {
        const found = await mustExist(tx, known, request, at)
        return found.ok ? answer({ items: door.show(request, await happened(tx, request, at, known)) }) : found
      })
    },
  }
}

async function happened(
  tx: Tx,
  by: Principal,
  { document, id }: { document: string; id: string },
  known: KnownDocuments,
): Promise<Entry[]> {
  const own = document.split('/')[0] ?? ''
  const twins = own === 'joint' || own === 'platform' ? [] : await twinsOf(tx, own, id)
  const places = [{ side: own, id }, ...twins]
  const parts = await Promise.all(places.map((place) => eventsOf(tx, place)))
  const seen = await Promise.all(parts.map((events) => isTwinSeen(tx, by, events[0], known)))
  return parts
    .filter((_, i) => seen[i])
    .flat()
    .filter((event) => may(by, `${event.side}/${event.document}`, 'read'))
    .sort((a, b) => (a.at === b.at ? b.documentVersion - a.documentVersion : a.at < b.at ? 1 : -1))
    .slice(0, MOST)
}

/** All events of one place are about one document. */
async function isTwinSeen(tx: Tx, by: Principal, event: Entry | undefined, known: KnownDocuments): Promise<boolean> {
  const found = event && known.get(`${event.side}/${event.document}`)
  return found ? found.seen(tx, by, event.documentId) : false
}

interface Place {
  readonly side: string
  readonly id: string
}

/** The same thing on our other side, as the joint has linked it. */
async function twinsOf(tx: Tx, side: string, id: string): Promise<Place[]> {
  return rows(
    tx,
    sql<Place>`
      select case twin.system when 'tandem-crm' then 'crm' else 'erp' end as side, twin.external_id as id
      from hub.link own join hub.link twin on twin.record_id = own.record_id and twin.system <> own.system
      where own.system = ${`tandem-${side}`} and own.external_id = ${id}
        and twin.system in ('tandem-crm', 'tandem-erp') and not twin.gone`,
  )
}

const SCHEMAS: Readonly<Record<string, string>> = { crm: 'crm', erp: 'erp', joint: 'hub', platform: 'platform' }

function eventsOf(tx: Tx, { side, id }: Place): Promise<Entry[]> {
  const schema = sql.raw(SCHEMAS[side] ?? 'crm')
  return rows(
    tx,
    sql<Entry>`
      select id, ${side}::text as side, document, document_id, document_version, type, payload, actor_kind, actor_id,
             cause_system, at
      from ${schema}.event where document_id = ${id}::uuid order by xact desc, seq desc limit ${MOST}`,
  )
}
