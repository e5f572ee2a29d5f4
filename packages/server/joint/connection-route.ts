/** Trying a connection: what is typed in a form, or what is stored. Nothing is sent while a transaction is open. */
import { connectorTypes } from '@tandem/connectors'
import {
  type ConnectorType,
  checkSettings,
  connectorTypeOf,
  type Found,
  type Given,
  keepFound,
  type Outside,
  openConnection,
  type Sealing,
} from '@tandem/hub'
import { type Id, type Json, ok, type Result } from '@tandem/kernel'
import { z } from 'zod'
import { answer } from '../http/answers.ts'
import type { ApiRequest, Route } from '../http/route.ts'
import type { Services } from '../http/services.ts'
import { inWords } from '../http/words.ts'
import { givenOf } from './connect.ts'

const bodySchema = z.strictObject({
  connection: z
    .string()
    .max(100)
    .optional()
    .meta({ description: 'A stored connection: its secrets are used where none are given' }),
  type: z.string().max(100).optional(),
  side: z.enum(['crm', 'erp']).optional(),
  settings: z.record(z.string(), z.unknown()).optional(),
})
type Body = z.infer<typeof bodySchema>

const answerSchema = z.looseObject({
  works: z.boolean(),
  summary: z.looseObject({ en: z.string(), zh: z.string() }).nullable(),
  kinds: z.record(z.string(), z.looseObject({ read: z.boolean(), write: z.boolean() })).nullable(),
  trouble: z.looseObject({ code: z.string(), text: z.string() }).nullable(),
})

export interface Trying {
  readonly sealing: Sealing
  readonly outside: Outside
  readonly types?: readonly ConnectorType[]
}

/** A test changes nothing in the system; what a stored connection's test found is kept with it. */
export function connectionTestRoute(services: Services, trying: Trying): Route {
  return {
    area: 'joint',
    tag: 'joint',
    method: 'POST',
    path: '/api/v1/joint/connection-test',
    id: 'joint.connection-test',
    label: { en: 'Try a connection', zh: '测试连接' },
    access: 'write',
    body: bodySchema,
    answers: { 200: { description: 'Whether it works, and what was found or what is wrong', body: answerSchema } },
    async handle(request) {
      const prepared = await prepare(services, trying, request)
      if (!prepared.ok) return prepared
      const { type, given, stored } = prepared.value
      const found = await type.test(given)
      if (found.ok && stored) await keep(services, request, stored, found.value)
      const trouble = found.ok ? null : { ...found.refusal, text: inWords(services.messages, found.refusal, request.language) }
      const { summary = null, kinds = null } = found.ok ? found.value : {}
      return answer({ works: found.ok, summary, kinds: kinds ?? (found.ok ? type.kinds(given.side) : null), trouble })
    },
  }
}

interface Prepared {
  readonly type: ConnectorType
  readonly given: Given
  /** The stored connection that was tried as it stands. */
  readonly stored: Id | undefined
}

async function prepare(
  services: Services,
  { sealing, outside, types = connectorTypes }: Trying,
  request: ApiRequest<never>,
): Promise<Result<Prepared>> {
  const { connection: id, type: typed, side, settings } = request.body as Body
  const kept =
    id === undefined ? ok(undefined) : await services.database.read(request.tenant, (tx) => openConnection(tx, sealing, id))
  if (!kept.ok) return kept
  const stored = kept.value
  const found = connectorTypeOf(types, stored?.type ?? typed ?? '', stored?.side ?? side ?? 'erp')
  if (!found.ok) return found
  const checked = checkSettings(found.value, (settings ?? stored?.all ?? {}) as Json, stored?.all ?? {})
  if (!checked.ok) return checked
  const all = { ...checked.value.settings, ...onlySecrets(found.value, checked.value.secrets) }
  const about = {
    id: stored?.id ?? services.newId(),
    name: stored?.name ?? found.value.type,
    side: stored?.side ?? side ?? 'erp',
    all,
    found: stored?.found ?? null,
  }
  // What is typed in and not stored yet is tried, but not kept as the stored connection's.
  const isStored = stored && settings === undefined
  return ok({ type: found.value, given: givenOf(found.value, about, outside), stored: isStored ? stored.id : undefined })
}

function onlySecrets({ secrets }: ConnectorType, given: Readonly<Record<string, Json>>) {
  return Object.fromEntries(Object.entries(given).filter(([name]) => secrets.includes(name)))
}

async function keep(services: Services, request: ApiRequest<never>, id: Id, found: Found): Promise<void> {
  await services.database.transaction(request.tenant, (tx) => keepFound(tx, request.context(), id, found))
}
