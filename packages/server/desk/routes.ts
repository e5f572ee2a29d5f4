/** What every list and every document has beside its commands: views, files, comments, search, batch files in and out. */
import type { Door } from '../auth/door.ts'
import { PLATFORM_SIDE } from '../auth/side.ts'
import type { Side } from '../http/document.ts'
import type { Routes } from '../http/route.ts'
import type { Services } from '../http/services.ts'
import { abilitiesRoute } from './abilities.ts'
import { commentRoutes } from './comment-routes.ts'
import { knownDocuments } from './documents.ts'
import { exportRoute } from './export-route.ts'
import { fileRoutes } from './file-routes.ts'
import { importRoutes } from './import-routes.ts'
import { manualRoutes } from './manual.ts'
import { searchRoute } from './search.ts'
import { timelineRoute } from './timeline.ts'
import { twinsRoute } from './twins.ts'
import { viewRoutes } from './views.ts'

export function deskRoutes(sides: readonly Side[], services: Services, door: Door): Routes {
  const known = knownDocuments([...sides, PLATFORM_SIDE], door)
  return {
    routes: [
      ...sides.flatMap((side) => side.surface.documents.map((definition) => exportRoute(side, definition, services, door))),
      ...[...sides, PLATFORM_SIDE].flatMap((side) => importRoutes(side, services, door)),
      ...viewRoutes(services, known),
      ...fileRoutes(services, known),
      ...commentRoutes(services, known),
      searchRoute(services, known, door),
      timelineRoute(services, known, door),
      twinsRoute(services),
      abilitiesRoute(known),
      ...manualRoutes(),
    ],
    components: {},
  }
}
