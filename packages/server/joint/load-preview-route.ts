/** What a first load would do: of a joined system, or of a connection before it is started. Nothing is kept. */
import { connectorTypes } from '@tandem/connectors'
import {
  type Connector,
  type ConnectorType,
  connectorTypeOf,
  type KindName,
  type LoadPreview,
  type Outside,
  openConnection,
  type Sealing,
} from '@tandem/hub'
import { ok, type Result, refuse } from '@tandem/kernel'
import { z } from 'zod'
import { answer } from '../http/answers.ts'
import type { ApiRequest, Route } from '../http/route.ts'
import type { Services } from '../http/services.ts'
import { inWords } from '../http/words.ts'
import { givenOf } from './connect.ts'

const MOST = 50_000

const bodySchema = z.strictObject({
  system: z.string().max(200).optional().meta({ description: 'A joined system, paused or not' }),
  connection: z.string().max(100).optional().meta({ description: 'A stored connection that has not been started yet' }),
  kind: z.string().max(100),
  most: z.int32().min(1).max(MOST).default(5_000).meta({ description: 'Documents of each system to look at' }),
})
type Body = z.infer<typeof bodySchema>

const count = z.int32()
const answerSchema = z.looseObject({
  system: z.string(),
  kind: z.string(),
  looked: count,
  isWhole: z.boolean(),
  counts: z.looseObject({ linked: count, same: count, unsure: count, twice: count, unreadable: count, fresh: count }),
  examples: z.array(
    z.looseObject({
      is: z.enum(['same', 'unsure', 'twice', 'unreadable']),
      externalId: z.string(),
      name: z.string(),
      others: z.array(z.looseObject({ name: z.string(), score: z.number() })),
      why: z.string().meta({ description: 'Why it cannot be read, in words; empty when it can' }),
    }),
  ),
})

interface Joining {
  readonly sealing: Sealing
  readonly outside: Outside
  readonly types?: readonly ConnectorType[]
}

export function loadPreviewRoute(services: Services, joining: Joining): Route {
  return {
    area: 'joint',
    tag: 'joint',
    method: 'POST',
    path: '/api/v1/joint/load-preview',
    id: 'joint.load-preview',
    label: { en: 'What a first load would do: duplicates, unreadable, new', zh: '首次加载预览：重复、无法读取、新增' },
    access: 'read',
    body: bodySchema,
    answers: { 200: { description: 'Counts and examples', body: answerSchema } },
    async handle(request) {
      const hub = services.tenants.get(request.tenant)?.hub
      if (!hub) return refuse('joint/not-running')
      const { system, kind, most } = request.body as Body
      const of = await connectorOf(services, joining, request)
      if (!of.ok) return of
      const preview = await hub.previewLoad({ of: of.value ?? system ?? '', kind: kind as KindName, most })
      return preview.ok ? answer(inWordsOf(services, request, preview.value)) : preview
    },
  }
}

function inWordsOf(services: Services, { language }: ApiRequest<never>, preview: LoadPreview): object {
  const examples = preview.examples.map(({ refusal, ...example }) => ({
    ...example,
    why: refusal ? inWords(services.messages, refusal, language) : '',
  }))
  return { ...preview, examples }
}

/** The connector of a stored connection; undefined: a joined system is meant. */
async function connectorOf(
  services: Services,
  { sealing, outside, types = connectorTypes }: Joining,
  request: ApiRequest<never>,
): Promise<Result<Connector | undefined>> {
  const { connection: id } = request.body as Body
  if (id === undefined) return ok(undefined)
  const stored = await services.database.read(request.tenant, (tx) => openConnection(tx, sealing, id))
  if (!stored.ok) return stored
  const type = connectorTypeOf(types, stored.value.type, stored.value.side)
  return type.ok ? ok(type.value.connect(givenOf(type.value, stored.value, outside))) : type
}
