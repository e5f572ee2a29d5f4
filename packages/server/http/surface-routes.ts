/** Routes of a side, made from what it says it can do. */
import type { Definition } from '@tandem/kernel'
import type { Door } from '../auth/door.ts'
import { commandRoutes } from './command-routes.ts'
import type { AnyCommand, Document, Side } from './document.ts'
import { documentSchema } from './fields.ts'
import { queryRoute } from './query-routes.ts'
import { readRoutes } from './read-routes.ts'
import type { Routes } from './route.ts'
import type { Services } from './services.ts'

export function surfaceRoutes({ surface }: Side, services: Services, door: Door): Routes {
  const documents = surface.documents.map((definition) => documentOf(surface.name, definition))
  const byName = new Map(documents.map((document) => [document.definition.name, document]))
  const commands = (surface.commands as readonly AnyCommand[]).map((command) => {
    const document = byName.get(command.document)
    if (!document) throw new RangeError(`the command ${command.name} is of an unknown document ${command.document}`)
    return commandRoutes(document, command, services, door)
  })
  return {
    routes: [
      ...documents.flatMap((document) => readRoutes(document, services, door)),
      ...commands.flatMap(({ routes }) => routes),
      ...surface.queries.map((query) => queryRoute(surface.name, query, services, door)),
    ],
    components: Object.assign(
      {},
      ...documents.map(({ component, definition }) => ({ [component]: documentSchema(definition) })),
      ...commands.map(({ components }) => components),
    ),
  }
}

function documentOf(area: string, definition: Definition): Document {
  return { area, definition, path: `/api/v1/${area}/${definition.plural}`, component: `${area}.${definition.name}` }
}
