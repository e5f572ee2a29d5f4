/** Commands as routes: `create`, `change` and any other, one at a time or many in a batch. */
import { sql, run as sqlRun, type Tx } from '@tandem/db'
import { type Fields, type Id, isId, ok, type Result, refuse } from '@tandem/kernel'
import { z } from 'zod'
import type { Door } from '../auth/door.ts'
import { answer, etag, shown, versionOf } from './answers.ts'
import type { AnyCommand, Document } from './document.ts'
import { refusalOf, sqlErrorOf } from './faults.ts'
import { idSchema, inputSchema, requiredFields } from './fields.ts'
import { problemOf } from './problems.ts'
import type { Answer, ApiRequest, Route, Routes } from './route.ts'
import type { Services } from './services.ts'
import { commandRunner, type Runner } from './together.ts'
import { type Asked, askUsual, taking, usualOf } from './usual-input.ts'
import { write } from './write.ts'

const MOST_IN_A_BATCH = 500
const BATCH_BYTES = 16 * 1024 * 1024
/** Characters that may not fit into the usual body. */
const LONG_TEXT = 200_000

export function commandRoutes(document: Document, plain: AnyCommand, services: Services, door: Door): Routes {
  const command = taking(usualOf(document.component, plain), plain)
  const fields = command.input as Fields
  const keep = command.name === 'change' ? requiredFields(document.definition) : undefined
  const schema = inputSchema(fields, keep)
  const component = `${document.component}.${command.name}`
  const one =
    command.on === 'new' ? createRoute(document, command, services, door) : documentRoute(document, command, services, door)
  return {
    routes: [
      { ...one, ...roomFor(fields), body: schema, bodyComponent: component, bodyOptional: isOptional(schema) },
      batchRoute(document, command, schema, services, door),
    ],
    components: { [component]: schema },
  }
}

/** What takes the text of a whole file takes as much as a batch. */
function roomFor(fields: Fields): { bodyLimit?: number } {
  const isLong = Object.values(fields).some((field) => field.kind === 'text' && (field.max ?? 0) > LONG_TEXT)
  return isLong ? { bodyLimit: BATCH_BYTES } : {}
}

/** A command as the one who asks may run it. */
function runnerFor(document: Document, command: AnyCommand, door: Door): Runner {
  return (tx, request, inputs) => door.run(tx, request, document, command, request.context(), inputs)
}

function isOptional(schema: z.ZodObject): boolean {
  return schema.safeParse({}).success
}

function common(document: Document, command: AnyCommand) {
  return {
    id: `${document.component}.${command.name}`,
    area: document.area,
    tag: document.component,
    access: 'write',
    needs: `${document.component}.${command.name}`,
    label: {
      en: `${document.definition.label.en}: ${command.label.en}`,
      zh: `${document.definition.label.zh}：${command.label.zh}`,
    },
  } as const
}

function createRoute(document: Document, command: AnyCommand & { on: 'new' }, services: Services, door: Door): Route {
  const run = commandRunner(runnerFor(document, command, door), services, (value) => made(document, value))
  return {
    ...common(document, command),
    method: 'POST',
    path: command.name === 'create' ? document.path : `${document.path}/${command.name}`,
    answers: { 201: { description: 'Made', body: { component: document.component } } },
    handle: (request) => run({ request, input: request.body }),
  }
}

function made(document: Document, value: unknown): Answer {
  const id = (value as { id?: string }).id
  const location = id ? { location: `${document.path}/${id}` } : {}
  return { status: 201, headers: { ...etagOf(value), ...location }, body: shown(value) }
}

function etagOf(value: unknown): Record<string, string> {
  const version = versionOf(value)
  return version === undefined ? {} : { etag: etag(version) }
}

function documentRoute(document: Document, command: AnyCommand & { on: 'one' }, services: Services, door: Door): Route {
  const isChange = command.name === 'change'
  const run = commandRunner(runnerFor(document, command, door), services, (value) => ({
    status: 200,
    headers: etagOf(value),
    body: shown(value),
  }))
  return {
    ...common(document, command),
    method: isChange ? 'PATCH' : 'POST',
    path: `${document.path}/{id}${isChange ? '' : `/${command.name}`}`,
    versioned: true,
    answers: { 200: { description: 'Done', body: { component: document.component } } },
    async handle(request: ApiRequest<never>) {
      const id = request.params.id ?? ''
      if (!isId(id)) return refuse(`${document.definition.name}/not-found`, { id })
      const on: Asked = { id, version: request.version, input: request.body ?? {} }
      const [input] = await askUsual(usualOf(document.component, command), services, request, [on])
      return run({ request, id, input })
    },
  }
}

/**
 * `POST /crm/customers/batch` takes a list of inputs of `create`; `POST /crm/quotes/batch/accept` a list of
 * `{ id, version?, input? }`. Each gets a result of its own, in order; the refused change nothing.
 */
function batchRoute(document: Document, command: AnyCommand, schema: z.ZodObject, services: Services, door: Door): Route {
  const isNew = command.on === 'new'
  const on = z.strictObject({
    id: idSchema as z.ZodType<string>,
    version: z.int32().optional(),
    input: isOptional(schema) ? schema.optional() : schema,
  })
  const entry: z.ZodType = isNew ? schema : on
  const head = common(document, command)
  return {
    ...head,
    id: `${head.id}.batch`,
    label: { en: `${head.label.en}, many at once`, zh: `${head.label.zh}（批量）` },
    method: 'POST',
    path: `${document.path}/batch${isNew && command.name === 'create' ? '' : `/${command.name}`}`,
    bodyLimit: BATCH_BYTES,
    body: z.array(entry).min(1).max(MOST_IN_A_BATCH),
    answers: { 200: { description: 'One result each, in order', body: { schema: batchAnswer(document) } } },
    handle: (request) => runBatch(document, command, runnerFor(document, command, door), services, request as ApiRequest<never>),
  }
}

function batchAnswer({ component }: Document): object {
  const good = {
    type: 'object',
    required: ['ok', 'value'],
    properties: { ok: { const: true }, value: { $ref: `#/components/schemas/${component}` } },
  }
  const bad = {
    type: 'object',
    required: ['ok', 'problem'],
    properties: { ok: { const: false }, problem: { $ref: '#/components/schemas/problem' } },
  }
  return { type: 'object', required: ['results'], properties: { results: { type: 'array', items: { oneOf: [good, bad] } } } }
}

interface Entry {
  readonly id: Id
  readonly version?: number
  readonly input?: unknown
}

async function runBatch(
  document: Document,
  command: AnyCommand,
  run: Runner,
  services: Services,
  request: ApiRequest<never>,
): Promise<Result<Answer>> {
  const on = (): Asked[] =>
    (request.body as readonly Entry[]).map(({ id, version, input }) => ({ id, version, input: (input ?? {}) as Asked['input'] }))
  const inputs: readonly unknown[] =
    command.on === 'new' ? request.body : await askUsual(usualOf(document.component, command), services, request, on())
  return write(services.database, services.random, request, async (tx) => {
    const results = await runAll((some) => run(tx, request, some), tx, inputs)
    return answer({ results: results.map((result) => toldInBatch(result, services, request)) })
  })
}

function toldInBatch(result: Result<unknown>, { messages }: Services, { language }: ApiRequest<never>): object {
  if (result.ok) return { ok: true, value: shown(result.value) }
  return { ok: false, problem: problemOf(messages, result.refusal, { language }) }
}

/**
 * All inputs as one; should a constraint of a table stop one of them, which stops all, each one by itself, so that only
 * the culprit is refused.
 */
async function runAll(
  run: (inputs: readonly unknown[]) => Promise<Result<unknown>[]>,
  tx: Tx,
  inputs: readonly unknown[],
): Promise<Result<unknown>[]> {
  const together = await inSavepoint(tx, () => run(inputs))
  if (together.ok) return together.value
  const results: Result<unknown>[] = []
  for (const input of inputs) {
    const alone = await inSavepoint(tx, () => run([input]))
    results.push(alone.ok ? (alone.value[0] ?? refuse('http/fault')) : alone)
  }
  return results
}

async function inSavepoint<T>(tx: Tx, work: () => Promise<T>): Promise<Result<T>> {
  try {
    const [, value] = await Promise.all([sqlRun(tx, sql`savepoint one_input`), work()])
    await tx.settled()
    return ok(value)
  } catch (error) {
    const known = sqlErrorOf(error) ? refusalOf(error) : undefined
    if (!known?.guard) throw error
    await sqlRun(tx, sql`rollback to savepoint one_input`)
    return { ok: false, refusal: known.refusal }
  }
}
