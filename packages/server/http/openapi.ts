/** The description of the API (OpenAPI 3.1), made from the list of routes: what is not in it does not exist. */
import type { Messages } from '@tandem/kernel'
import { z } from 'zod'
import { statusOf } from './problems.ts'
import { costOf } from './rates.ts'
import { type Components, type Described, type Parameter, permissionFor, type Route } from './route.ts'

const DIALECT = 'https://spec.openapis.org/oas/3.1/dialect/base'

const problemSchema = z
  .looseObject({
    type: z.string(),
    title: z.string(),
    status: z.int32(),
    detail: z.string().meta({ description: 'What to do, in the language of Accept-Language (en, zh)' }),
    code: z.string().meta({ description: '`document/reason`, the same in every language' }),
    details: z.record(z.string(), z.unknown()),
    errors: z.array(z.strictObject({ pointer: z.string(), code: z.string(), detail: z.string() })).optional(),
    requestId: z.string().optional(),
  })
  .meta({ description: 'A refusal (RFC 9457)' })

/** `messages` gives the words of the codes, listed under `x-problems`. */
export function openapiOf(routes: readonly Route[], components: Components, messages: Messages): object {
  const tags = [...new Set(routes.map(({ tag }) => tag))]
  return {
    openapi: '3.1.0',
    jsonSchemaDialect: DIALECT,
    info: {
      title: 'Tandem',
      version: '1',
      description:
        'The CRM, the ERP and the joint between them. Decimals, dates and moments are text. A POST, PATCH or DELETE with an ' +
        'Idempotency-Key is done once, however often it is sent. ETag is the version; If-Match guards a change.',
      license: { name: 'AGPL-3.0-or-later', identifier: 'AGPL-3.0-or-later' },
    },
    servers: [{ url: '/' }],
    security: [{ key: [] }, { session: [] }],
    tags: tags.map((name) => ({ name })),
    paths: pathsOf(routes),
    components: {
      schemas: Object.fromEntries(
        Object.entries({ ...components, problem: problemSchema }).map(([name, schema]) => [name, jsonSchema(schema)]),
      ),
      responses: { problem: { description: 'Refused', content: { 'application/problem+json': { schema: ref('problem') } } } },
      securitySchemes: {
        key: { type: 'http', scheme: 'bearer', description: 'An API key' },
        session: { type: 'apiKey', in: 'cookie', name: 'tandem_session', description: 'The page, signed in' },
      },
    },
    'x-problems': Object.fromEntries(
      Object.entries(messages).map(([code, words]) => [code, { status: statusOf(code), ...words }]),
    ),
  }
}

function jsonSchema(schema: z.ZodType): object {
  const { $schema: _, ...described } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' })
  return described
}

function ref(component: string): object {
  return { $ref: `#/components/schemas/${component}` }
}

function pathsOf(routes: readonly Route[]): Record<string, Record<string, object>> {
  const paths: Record<string, Record<string, object>> = {}
  for (const route of routes) {
    paths[route.path] = { ...paths[route.path], [route.method.toLowerCase()]: operationOf(route) }
  }
  return paths
}

function operationOf(route: Route): object {
  const parameters = [...pathParameters(route), ...headerParameters(route), ...(route.query ?? []).map(queryParameter)]
  return {
    operationId: route.id,
    tags: [route.tag],
    summary: route.label.en,
    'x-summary-zh': route.label.zh,
    ...(route.access === 'open' ? { security: [] } : { 'x-permission': permissionFor(route) ?? 'signed-in' }),
    ...(route.shows ? { 'x-permission-also': `field.${route.shows}.read` } : {}),
    'x-points': costOf(route),
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(route.body ? { requestBody: { required: !route.bodyOptional, content: json(bodySchema(route, route.body)) } } : {}),
    ...(route.takesFile ? { requestBody: { required: true, content: { 'application/octet-stream': { schema: {} } } } } : {}),
    responses: { ...answersOf(route), default: { $ref: '#/components/responses/problem' } },
  }
}

/** Inputs of commands are components of their own, so that clients can name them. */
function bodySchema(route: Route, body: z.ZodType): object {
  return route.bodyComponent ? ref(route.bodyComponent) : jsonSchema(body)
}

function answersOf(route: Route): object {
  const entries = Object.entries(route.answers).map(([status, { description, body }]) => {
    const medias = route.medias ?? [route.media?.split(';')[0] ?? 'application/json']
    const content = body && Object.fromEntries(medias.map((media) => [media, { schema: schemaOf(body) }]))
    return [status, { description, ...(content ? { content } : {}) }]
  })
  return Object.fromEntries(entries)
}

function schemaOf(body: Described): object {
  if ('component' in body) return ref(body.component)
  return body instanceof z.ZodType ? jsonSchema(body) : body.schema
}

function json(schema: object): object {
  return { 'application/json': { schema } }
}

function pathParameters({ path }: Route): object[] {
  return [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({ name, in: 'path', required: true, schema: { type: 'string' } }))
}

function headerParameters(route: Route): object[] {
  const key = {
    name: 'Idempotency-Key',
    in: 'header',
    description: 'Makes repeats harmless',
    schema: { type: 'string', maxLength: 255 },
  }
  const match = { name: 'If-Match', in: 'header', description: 'The ETag you saw', schema: { type: 'string' } }
  return [...(route.access === 'write' ? [key] : []), ...(route.versioned ? [match] : [])]
}

function queryParameter({ name, description, schema, required, json: isJson }: Parameter): object {
  return {
    name,
    in: 'query',
    description,
    ...(required ? { required } : {}),
    ...(isJson ? { content: json(schema) } : { schema }),
  }
}
