/** The whole API of a server: routes of its sides, of the joint and of the platform, and their description. */
import type { Messages } from '@tandem/kernel'
import { administrationRoutes } from '../auth/administration-routes.ts'
import { auditRoutes } from '../auth/audit-routes.ts'
import { type Auth, type AuthOptions, createAuth } from '../auth/auth.ts'
import { companyRoutes } from '../auth/company-routes.ts'
import { type Door, doorTo } from '../auth/door.ts'
import { meRoutes } from '../auth/me-routes.ts'
import { authMessages } from '../auth/messages.ts'
import { peopleRoutes } from '../auth/people-routes.ts'
import { providerRoutes } from '../auth/provider-routes.ts'
import { secondFactorRoutes } from '../auth/second-factor-routes.ts'
import { secondStepRoutes } from '../auth/second-step-routes.ts'
import { PLATFORM_SIDE } from '../auth/side.ts'
import { signInRoutes } from '../auth/sign-in-routes.ts'
import { answer } from './answers.ts'
import { API_PAGE_STYLE, apiPage } from './api-page.ts'
import type { Side } from './document.ts'
import { httpMessages } from './messages.ts'
import { openapiOf } from './openapi.ts'
import { platformRoutes } from './platform-routes.ts'
import { eventSchema } from './read-routes.ts'
import type { Components, Route, Routes } from './route.ts'
import type { Services } from './services.ts'
import { surfaceRoutes } from './surface-routes.ts'

export interface Api {
  readonly routes: readonly Route[]
  readonly messages: Messages
  readonly auth: Auth
  openapi(): object
}

/** Words of all sides and of the HTTP layer. */
export function allMessages(sides: readonly Pick<Side, 'messages'>[]): Messages {
  return Object.assign({}, httpMessages, authMessages, ...sides.map(({ messages }) => messages)) as Messages
}

/** `more` makes routes beside those of the sides, the joint's above all. */
export function createApi(
  sides: readonly Side[],
  services: Services,
  more: (services: Services, door: Door) => Routes,
  options: AuthOptions,
): Api {
  const auth = createAuth(services, options)
  const all = [...sides, PLATFORM_SIDE]
  const door = doorTo(all)
  const parts = [...all.map((side) => surfaceRoutes(side, services, door)), more(services, door)]
  const components: Components = Object.assign({ event: eventSchema }, ...parts.map((part) => part.components))
  const people = [...signInRoutes(services, auth), ...meRoutes(services, auth), ...peopleRoutes(services, auth)]
  const factor = [...secondStepRoutes(auth), ...secondFactorRoutes(services, auth), ...providerRoutes(services, auth)]
  const company = [...auditRoutes(services, door), ...companyRoutes(services, auth, options)]
  const routes: Route[] = [
    ...parts.flatMap((part) => part.routes),
    ...platformRoutes(services, auth.keys),
    ...people,
    ...factor,
    ...company,
  ]
  routes.push(...administrationRoutes(services, () => routes))
  let description: object | undefined
  const openapi = () => {
    description ??= openapiOf(routes, components, services.messages)
    return description
  }
  routes.push(openapiRoute(openapi), pageRoute(openapi))
  return { routes, messages: services.messages, auth, openapi }
}

function openapiRoute(openapi: () => object): Route {
  return {
    method: 'GET',
    path: '/api/openapi.json',
    id: 'platform.openapi',
    area: 'platform',
    tag: 'platform',
    label: { en: 'This description (OpenAPI 3.1)', zh: '本接口说明（OpenAPI 3.1）' },
    access: 'open',
    answers: { 200: { description: 'OpenAPI 3.1', body: { schema: { type: 'object' } } } },
    handle: async () => answer(openapi()),
  }
}

function pageRoute(openapi: () => object): Route {
  return {
    method: 'GET',
    path: '/api',
    id: 'platform.page',
    area: 'platform',
    tag: 'platform',
    label: { en: 'This description as a page', zh: '本接口说明（网页）' },
    access: 'open',
    media: 'text/html; charset=utf-8',
    answers: { 200: { description: 'A page', body: { schema: { type: 'string' } } } },
    handle: async ({ language }) =>
      answer(apiPage(openapi(), language), 200, {
        vary: 'accept-language',
        'content-security-policy': `default-src 'none'; style-src ${API_PAGE_STYLE}; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
      }),
  }
}
