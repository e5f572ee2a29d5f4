/** What a document of one side is on the other: for pages that show both. */
import { rows, sql, textArray } from '@tandem/db'
import { isId } from '@tandem/kernel'
import { z } from 'zod'
import { answer } from '../http/answers.ts'
import type { Route } from '../http/route.ts'
import type { Services } from '../http/services.ts'
import { may } from './documents.ts'

const MOST = 500
/** What a kind of the joint is called on a side, where it is called otherwise. */
const DOCUMENTS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  crm: {},
  erp: { customer: 'party', order: 'sales-order' },
}
const OTHER: Readonly<Record<string, string>> = { crm: 'erp', erp: 'crm' }

export function twinsRoute(services: Services): Route {
  const text = { type: 'string' }
  return {
    area: 'desk',
    tag: 'desk',
    method: 'GET',
    path: '/api/v1/desk/twins',
    id: 'desk.twins',
    label: { en: 'Documents of one side on the other', zh: '单据在另一侧的对应记录' },
    access: 'read',
    needs: null,
    query: [
      { name: 'side', description: '`crm` or `erp`: whose ids are given', schema: text, required: true },
      {
        name: 'id',
        description: `Several times: up to ${MOST}`,
        schema: { anyOf: [text, { type: 'array', items: text }] },
        required: true,
      },
    ],
    answers: {
      200: {
        description: 'Those the joint has linked',
        body: z.strictObject({ items: z.array(z.strictObject({ id: z.string(), twin: z.string() })) }),
      },
    },
    async handle(request) {
      const side = String(request.query.side ?? '')
      const other = OTHER[side]
      const ids = [request.query.id ?? []].flat().map(String).filter(isId).slice(0, MOST)
      if (!other || ids.length === 0) return answer({ items: [] })
      const found = await services.database.read(request.tenant, (tx) =>
        rows(
          tx,
          sql<{ kind: string; id: string; twin: string }>`
            select own.kind, own.external_id as id, twin.external_id as twin
            from hub.link own join hub.link twin on twin.record_id = own.record_id
            where own.system = ${`tandem-${side}`} and own.external_id = any(${textArray(ids)}::text[])
              and twin.system = ${`tandem-${other}`} and not twin.gone`,
        ),
      )
      const seen = found.filter(({ kind }) => may(request, `${other}/${DOCUMENTS[other]?.[kind] ?? kind}`, 'read'))
      return answer({ items: seen.map(({ id, twin }) => ({ id, twin })) })
    },
  }
}
