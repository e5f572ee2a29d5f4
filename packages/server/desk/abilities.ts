/** What somebody may do with each document: its commands with their inputs, so that a page can offer them. */
import { z } from 'zod'
import { answer } from '../http/answers.ts'
import type { Route } from '../http/route.ts'
import { type KnownDocuments, may } from './documents.ts'
import { targetOf } from './import-target.ts'

const label = z.strictObject({ en: z.string(), zh: z.string() })
const ability = z.strictObject({
  canImport: z.boolean(),
  commands: z.array(
    z.strictObject({
      name: z.string(),
      on: z.enum(['new', 'one']),
      label,
      from: z.array(z.string()).optional().meta({ description: 'States it may follow; left out: any' }),
      input: z.record(z.string(), z.unknown()).meta({ description: 'Its fields, as definitions have them' }),
    }),
  ),
})

export function abilitiesRoute(known: KnownDocuments): Route {
  return {
    area: 'desk',
    tag: 'desk',
    method: 'GET',
    path: '/api/v1/desk/abilities',
    id: 'desk.abilities',
    label: { en: 'What I may do with which documents', zh: '我对各单据可执行的操作' },
    access: 'read',
    needs: null,
    answers: {
      200: { description: 'By document, `crm/customer`', body: z.strictObject({ documents: z.record(z.string(), ability) }) },
    },
    async handle(request) {
      const readable = [...known].filter(([name]) => may(request, name, 'read'))
      const documents = readable.map(([name, { side, definition }]) => {
        const writes = may(request, name, 'write')
        const own = side.surface.commands.filter(({ document }) => document === definition.name)
        const allowed = own.filter((one) => request.access.reach(`${side.surface.name}.${one.document}.${one.name}`))
        const follows = side.surface.transitions?.[definition.name]
        const commands = allowed.map(({ name: verb, on, label: words, input }) => {
          const from = follows?.[verb]?.from
          return { name: verb, on, label: words, ...(from ? { from } : {}), input }
        })
        const canImport = writes && targetOf(side, definition.name) !== undefined
        return [name, { canImport, commands }]
      })
      return answer({ documents: Object.fromEntries(documents) })
    },
  }
}
