/** Routes that look across both sides: live questions, the quote beside the ERP's answers, the order's journey, the proof. */
import { type Hub, type KindName, kindNames } from '@tandem/hub'
import { type Fields, type Id, isId, ok, type Result, refuse } from '@tandem/kernel'
import { z } from 'zod'
import type { Door, Place } from '../auth/door.ts'
import { answer } from '../http/answers.ts'
import { inputSchema } from '../http/fields.ts'
import type { Answer, ApiRequest, Parameter, Route, Routes } from '../http/route.ts'
import type { Services } from '../http/services.ts'
import { journeyOf, journeySchema } from './journey.ts'
import { liveQuote, liveQuoteSchema } from './live-quote.ts'
import { mappingPreviewRoute } from './mapping-route.ts'

const common = { area: 'joint', tag: 'joint' } as const

/** `feed` is the route of the live feed. */
export function jointRoutes(services: Services, door: Door, feed: Route): Routes {
  return {
    routes: [
      askRoute(services, door),
      liveRoute(services, door),
      journeyRoute(services, door),
      mappingPreviewRoute(services),
      proofRoute(services),
      repairRoute(services),
      feed,
    ],
    components: { 'joint.question': questionSchema, 'joint.journey': journeySchema, 'joint.live-quote': liveQuoteSchema },
  }
}

export function hubOf(services: Services, request: ApiRequest<never>): Result<Hub> {
  const hub = services.tenants.get(request.tenant)?.hub
  return hub ? ok(hub) : refuse('joint/not-running')
}

const label = { en: '', zh: '' }
const askedBy = z.string().max(100).default('tandem-crm').meta({ description: 'The system whose ids the question uses' })

const availabilityLine = {
  item: { kind: 'text', max: 200, label: { en: 'Item, as the asking system calls it', zh: '物料（提问系统中的标识）' } },
  quantity: { kind: 'quantity', unit: 'unit', label: { en: 'Quantity', zh: '数量' } },
  unit: { kind: 'text', max: 40, label: { en: 'Unit', zh: '单位' } },
  date: { kind: 'date', optional: true, label: { en: 'Wanted on', zh: '需求日期' } },
} as const satisfies Fields
const creditFields = {
  customer: { kind: 'text', max: 200, label: { en: 'Customer, as the asking system calls it', zh: '客户（提问系统中的标识）' } },
  amount: { kind: 'amount', currency: 'currency', label: { en: 'How much more', zh: '新增金额' } },
  currency: { kind: 'text', max: 3, label },
} as const satisfies Fields

const questionSchema = z.discriminatedUnion('ask', [
  z.strictObject({ ask: z.literal('availability'), askedBy, lines: z.array(inputSchema(availabilityLine)).min(1).max(500) }),
  inputSchema(creditFields).extend({ ask: z.literal('credit'), askedBy }),
])

const answerSchema = z.discriminatedUnion('ask', [
  z.looseObject({
    ask: z.literal('availability'),
    lines: z.array(
      z.looseObject({
        available: z.string(),
        onHand: z.string(),
        date: z.string().nullable().meta({ description: 'The earliest date for the whole quantity; null: nobody can say' }),
        reason: z.string(),
      }),
    ),
  }),
  z.looseObject({
    ask: z.literal('credit'),
    state: z.enum(['good', 'exceeded', 'on-hold', 'no-limit']),
    /** Amounts are shown to who may see credit. */
    limit: z.string().nullish(),
    used: z.string().optional(),
    free: z.string().nullish(),
    currency: z.string().optional(),
  }),
])

/** A question changes nothing, so reading is enough to ask it. */
function askRoute(services: Services, door: Door): Route {
  return {
    ...common,
    method: 'POST',
    path: '/api/v1/joint/ask',
    id: 'joint.ask',
    label: { en: 'Ask the other side: availability, credit', zh: '询问另一侧：可承诺量、信用' },
    access: 'read',
    body: questionSchema,
    bodyComponent: 'joint.question',
    answers: { 200: { description: 'The answer of the first system that knows', body: answerSchema } },
    async handle(request) {
      const hub = hubOf(services, request)
      if (!hub.ok) return hub
      const { askedBy: system, ...question } = request.body as z.infer<typeof questionSchema>
      const asked = question as { customer?: unknown }
      if (asked.customer !== undefined && !(await mayAskOf(services, door, request, String(asked.customer)))) {
        return refuse('joint/nobody-knows')
      }
      const found = await hub.value.ask(withDates(question) as never, String(system))
      return found ? answer(door.show(request, found)) : refuse('joint/nobody-knows')
    },
  }
}

/** Of a customer's credit asks who may see the customer, as sales knows it. */
function mayAskOf(services: Services, door: Door, request: ApiRequest<never>, customer: string): Promise<boolean> {
  const place = door.placeOf('crm', 'customer')
  if (!place || door.reachOf(request, place) === 'all') return Promise.resolve(true)
  return isId(customer) ? mayBeSeen(services, door, request, place, customer) : Promise.resolve(false)
}

/** A date that is left out is no date. */
function withDates(question: object): object {
  return 'lines' in question && Array.isArray(question.lines)
    ? { ...question, lines: question.lines.map((line) => ({ date: null, ...line })) }
    : question
}

function liveRoute(services: Services, door: Door): Route {
  return {
    ...common,
    method: 'GET',
    path: '/api/v1/joint/quotes/{id}/live',
    id: 'joint.quote.live',
    label: { en: 'A quote beside live stock, promise dates, prices and credit', zh: '报价单的实时库存、承诺日期、价格与信用' },
    access: 'read',
    answers: { 200: { description: 'Per line and for the customer', body: { component: 'joint.live-quote' } } },
    async handle(request) {
      const hub = hubOf(services, request)
      if (!hub.ok) return hub
      return byId({ services, door }, 'quote', request, (id) => liveQuote(services.database, hub.value, request, id))
    },
  }
}

function journeyRoute(services: Services, door: Door): Route {
  return {
    ...common,
    method: 'GET',
    path: '/api/v1/joint/journey/{id}',
    id: 'joint.journey',
    label: { en: "An order's journey across CRM, joint and ERP", zh: '订单在 CRM、对接与 ERP 中的全程' },
    access: 'read',
    answers: { 200: { description: 'Oldest first', body: { component: 'joint.journey' } } },
    handle: (request) =>
      byId({ services, door }, 'order', request, (id) =>
        services.database.read(request.tenant, (tx) =>
          journeyOf(tx, id, {
            messages: services.messages,
            today: request.context().today,
            // Whoever may ask for it by its record is told with the order, too.
            withMoney: request.access.reach('joint.money-chain-of.ask') !== undefined,
          }),
        ),
      ),
  }
}

/** What is asked about a document is answered to who may see it, without what is hidden from them. */
async function byId(
  { services, door }: { readonly services: Services; readonly door: Door },
  document: string,
  request: ApiRequest<never>,
  read: (id: Id) => Promise<object | undefined>,
): Promise<Result<Answer>> {
  const id = request.params.id ?? ''
  const place = door.placeOf('crm', document) as Place
  const mayRead = isId(id) && (await mayBeSeen(services, door, request, place, id))
  const found = mayRead ? await read(id) : undefined
  return found ? answer(door.show(request, found)) : refuse(`${document}/not-found`, { id })
}

async function mayBeSeen({ database }: Services, door: Door, request: ApiRequest<never>, place: Place, id: Id): Promise<boolean> {
  if (door.reachOf(request, place) !== 'some') return door.reachOf(request, place) === 'all'
  return (await database.read(request.tenant, (tx) => door.seen(tx, request, place, [id]))).has(id)
}

const KINDS: Parameter = {
  name: 'kinds',
  description: 'Only these kinds, separated by commas',
  schema: { type: 'string' },
}

const proofSchema = z.looseObject({
  inSync: z.boolean(),
  kinds: z.array(
    z.looseObject({
      kind: z.string(),
      counts: z.record(z.string(), z.int32()),
      sums: z.record(z.string(), z.record(z.string(), z.string())),
      staying: z.record(z.string(), z.int32()),
      differenceCount: z.int32(),
      differences: z.array(z.looseObject({ system: z.string(), field: z.string().nullable(), why: z.string() })),
    }),
  ),
})

function proofRoute(services: Services): Route {
  return {
    ...common,
    method: 'GET',
    path: '/api/v1/joint/proof',
    id: 'joint.proof',
    label: { en: 'Prove that all systems agree', zh: '核对各系统是否一致' },
    access: 'read',
    query: [KINDS],
    answers: { 200: { description: 'Counts, sums and differences', body: proofSchema } },
    handle: (request) => prove(services, request, false),
  }
}

function repairRoute(services: Services): Route {
  return {
    ...common,
    method: 'POST',
    path: '/api/v1/joint/proof/repair',
    id: 'joint.proof.repair',
    label: { en: 'Prove, and settle what drifted by the rules', zh: '核对并按规则修复偏差' },
    access: 'write',
    query: [KINDS],
    answers: { 200: { description: 'What was found before the repair', body: proofSchema } },
    handle: (request) => prove(services, request, true),
  }
}

async function prove(services: Services, request: ApiRequest<never>, repair: boolean): Promise<Result<Answer>> {
  const hub = hubOf(services, request)
  if (!hub.ok) return hub
  const text = request.query.kinds
  const wanted = typeof text === 'string' && text !== '' ? text.split(',') : undefined
  const wrong = wanted?.find((kind) => !(kindNames as readonly string[]).includes(kind))
  if (wrong !== undefined) return refuse('joint/unknown-kind', { kind: wrong, kinds: kindNames })
  return answer(await hub.value.proof({ ...(wanted ? { kinds: wanted as KindName[] } : {}), repair }))
}
