/** Everything about who is who and may do what, put together. */

import type { Sealing } from '@tandem/hub'
import type { Id } from '@tandem/kernel'
import { type ApiKeys, apiKeys } from '../http/api-keys.ts'
import { type Authenticate, authenticateBy } from '../http/authenticate.ts'
import { contextOf, type Services } from '../http/services.ts'
import { type Directory, directoryOf } from './directory.ts'
import { type Links, linksOn } from './links.ts'
import { forgetOldSessions } from './people.ts'
import { type ProviderSignIn, providerSignInOn } from './provider-sign-in.ts'
import { type SecondFactor, secondFactorOn } from './second-factor.ts'
import { type SecondStep, secondStepOn } from './second-step.ts'
import { cookieNames, type SessionHours, type Sessions, sessionsOn } from './sessions.ts'
import { type SignIn, type SignInParts, signInOn } from './sign-in.ts'

export interface AuthOptions {
  /** Offers the people of the demo to whoever opens the page on this machine. */
  readonly demo?: boolean
  /** The page is reached by https only, so its cookie goes there only. */
  readonly secure?: boolean
  /** How long sessions last. */
  readonly sessionHours?: SessionHours | undefined
  /** The address that people reach the page at. */
  readonly publicUrl?: string | undefined
  /** Only the running code of a second factor counts. */
  readonly strictCodes?: boolean
  /** Everybody needs a second factor, whatever companies say. */
  readonly secondFactorByEverybody?: boolean
  /** Seals the secrets of second factors and providers. */
  readonly sealing: Sealing
  /** Guarded, for providers. */
  readonly fetch: typeof globalThis.fetch
  /** Makes another company; left out: nobody may. */
  readonly addCompany?: (company: { name: string; baseCurrency: string; timeZone: string }) => Promise<Id>
}

export interface Auth {
  readonly options: AuthOptions
  readonly keys: ApiKeys
  readonly directory: Directory
  readonly sessions: Sessions
  readonly signIn: SignIn
  readonly secondFactor: SecondFactor
  readonly secondStep: SecondStep
  readonly providers: ProviderSignIn
  readonly links: Links
  readonly authenticate: Authenticate
  readonly contextFor: SignInParts['contextFor']
  /** Forgets what has run out. */
  clean(): Promise<void>
}

export function createAuth(services: Services, options: AuthOptions): Auth {
  const { database, now, newId, randomBytes } = services
  const directory = directoryOf(database, now)
  const keys = apiKeys(database, now, directory)
  const sessions = sessionsOn({ database, now, newId, randomBytes, secure: options.secure ?? false, hours: options.sessionHours })
  const contextFor = (tenant: Id, user?: string) =>
    contextOf(services, { tenant, actor: user === undefined ? { kind: 'system', id: 'sign-in' } : { kind: 'user', id: user } })
  const factors = { strictCodes: options.strictCodes, byEverybody: options.secondFactorByEverybody }
  const secondFactor = secondFactorOn({ now, randomBytes, sealing: options.sealing, ...factors })
  const houseWords = (tenant: Id) => [services.tenants.get(tenant)?.tenant.name ?? '']
  const parts = { database, directory, sessions, secondFactor, now, randomBytes, contextFor, houseWords }
  const signIn = signInOn(parts)
  return {
    ...{ options, keys, directory, sessions, signIn, secondFactor, contextFor },
    secondStep: secondStepOn(parts),
    providers: providerSignInOn(parts, signIn, options),
    links: linksOn(parts, signIn),
    authenticate: authenticateBy(keys, sessions, directory, cookieNames(options.secure ?? false)),
    clean: () => database.asOwner((tx) => forgetOldSessions(tx, now())),
  }
}
