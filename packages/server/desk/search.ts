/** One question over all documents of all sides: what does this number, code or name belong to? */

import { findRecords } from '@tandem/hub'
import type { Definition, Id } from '@tandem/kernel'
import { z } from 'zod'
import type { Door } from '../auth/door.ts'
import { answer } from '../http/answers.ts'
import { invalid } from '../http/input.ts'
import type { Route } from '../http/route.ts'
import type { Services } from '../http/services.ts'
import { type KnownDocuments, may } from './documents.ts'
import { findInManual } from './manual-search.ts'

const EACH = 5
const SHORTEST = 2

const group = z.strictObject({
  document: z.string().meta({ description: 'Side and document, `crm/customer`' }),
  items: z.array(z.looseObject({ id: z.string() })).meta({ description: 'Its id and the fields people know it by' }),
  more: z.boolean(),
})

const answerSchema = z.strictObject({
  groups: z.array(group).meta({ description: 'By document; records of the joint as `joint/record`, with kind and subject' }),
  manual: z.array(z.strictObject({ page: z.string(), title: z.string() })).meta({ description: 'Pages of the manual' }),
})

/** What the joint knows of a thing, whichever systems have it. */
const RECORDS = 'joint/record'

export function searchRoute(services: Services, known: KnownDocuments, door: Door): Route {
  return {
    area: 'desk',
    tag: 'desk',
    method: 'GET',
    path: '/api/v1/desk/search',
    id: 'desk.search',
    label: { en: 'Search all documents of all sides', zh: '搜索所有系统的所有单据' },
    access: 'read',
    needs: null,
    query: [
      { name: 'q', description: `Words, ${SHORTEST} characters at least`, schema: { type: 'string' }, required: true },
      { name: 'document', description: 'Only these: `crm/customer`', schema: { type: 'string' } },
    ],
    answers: { 200: { description: 'By document, newest first', body: answerSchema } },
    async handle(request) {
      const { q, document } = request.query
      if (typeof q !== 'string' || q.trim().length < SHORTEST)
        return invalid([{ pointer: 'q', code: 'input/too-short', details: { min: SHORTEST } }])
      const asked = [...known].filter(([name, { definition }]) => {
        const wanted = document === undefined ? !name.startsWith('joint/') : name === document
        return wanted && isSearchable(definition) && may(request, name, 'read')
      })
      // Sent together, the questions travel together.
      const mayFollow = document === undefined && request.access.reach('joint.records.ask') !== undefined
      const [records, ...pages] = await services.database.read(request.tenant, (tx) =>
        Promise.all([
          mayFollow ? findRecords(tx, q, EACH) : [],
          ...asked.map(([, { side, definition }]) =>
            door.list(tx, request, { area: side.surface.name, definition }, { q, limit: EACH }),
          ),
        ]),
      )
      const groups = pages.flatMap((page, at) => {
        const [name, one] = asked[at] as (typeof asked)[number]
        if (!page.ok || page.value.items.length === 0) return []
        const items = page.value.items.map((row) => shown(one.definition, row as unknown as Record<string, unknown>))
        return [{ document: name, items, more: page.value.next !== null }]
      })
      const followed = records.length > 0 ? [{ document: RECORDS, items: records, more: records.length === EACH }] : []
      // The house's manual is not for customers, who have a page of help of their own.
      const isOfHouse = request.access.grants.some((grant) => !grant.endsWith(':customer'))
      const manual = document === undefined && isOfHouse ? findInManual(q, request.language).slice(0, EACH) : []
      return answer({ groups: [...groups, ...followed], manual })
    },
  }
}

/** What has no words of its own is found by what it belongs to. */
function isSearchable({ title, fields }: Definition): boolean {
  return title.some((name) => fields[name]?.kind === 'text')
}

function shown({ title, states }: Definition, row: Record<string, unknown>): { id: Id } & Record<string, unknown> {
  const names = ['id', ...title, ...(states ? ['state'] : [])]
  return Object.fromEntries(names.map((name) => [name, row[name] ?? null])) as { id: Id }
}
