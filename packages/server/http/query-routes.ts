/** Questions a side answers: `GET /api/v1/erp/availability?...`. */
import type { Field, Fields } from '@tandem/kernel'
import { z } from 'zod'
import type { Door } from '../auth/door.ts'
import { answer, shown } from './answers.ts'
import type { AnyQuery } from './document.ts'
import { inputSchema } from './fields.ts'
import { checkInput, fromQuery } from './input.ts'
import type { Parameter, Route } from './route.ts'
import type { Services } from './services.ts'

export function queryRoute(area: string, query: AnyQuery, services: Services, door: Door): Route {
  const fields = query.input as Fields
  const schema = inputSchema(fields)
  return {
    method: 'GET',
    path: `/api/v1/${area}/${query.name}`,
    id: `${area}.${query.name}`,
    area,
    tag: `${area}.queries`,
    label: query.label,
    access: 'read',
    needs: `${area}.${query.name}.ask`,
    ...(query.sensitive ? { shows: query.sensitive } : {}),
    query: parametersOf(fields, schema),
    answers: { 200: { description: query.label.en, body: { schema: {} } } },
    async handle(request) {
      const input = checkInput(schema, fromQuery(fields, request.query))
      if (!input.ok) return input
      const result = await services.database.read(request.tenant, (tx) =>
        door.ask(tx, request, area, query, request.context(), input.value),
      )
      return result.ok ? answer(shown(result.value)) : result
    },
  }
}

function parametersOf(fields: Fields, schema: z.ZodObject): Parameter[] {
  return Object.entries(fields).flatMap(([name, field]): Parameter[] => {
    const one = schema.shape[name]
    if (!one) return []
    const json = field.kind === 'lines' || field.kind === 'json'
    const description = [field.label.en, field.help?.en].filter(Boolean).join('. ')
    return [{ name, description, schema: schemaOf(one, field), required: field.optional !== true, ...(json ? { json } : {}) }]
  })
}

/** A parameter cannot be null: it is left out. */
function schemaOf(schema: z.ZodType, field: Field): object {
  const inner = schema instanceof z.ZodOptional ? schema.unwrap() : schema
  const bare = (inner instanceof z.ZodNullable ? inner.unwrap() : inner) as z.ZodType
  if (field.kind === 'flag') return { type: 'string', enum: ['true', 'false'] }
  const { $schema: _, ...described } = z.toJSONSchema(bare, { io: 'input', unrepresentable: 'any' })
  return described
}
