/** What the API can do, as data: routes are mounted, described (OpenAPI) and tested from one list. */
import type { ServerResponse } from 'node:http'
import type { Actor, Context, Id, Label, Result } from '@tandem/kernel'
import type { z } from 'zod'
import type { Self } from '../auth/directory.ts'
import type { Access, Sensitive } from '../auth/grants.ts'
import type { Client } from '../auth/sessions.ts'
import type { Language } from './words.ts'

export type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE'

/** Who asks, found out by `authenticate`. */
export interface Principal {
  readonly tenant: Id
  readonly actor: Actor
  readonly access: Access
  /** The user who asks, or whose key it is; keys of the command line are nobody's. */
  readonly self?: Self
  /** Whose requests are counted together: a key's, or a person's. */
  readonly caller?: string
  /** The session of the page. */
  readonly session?: { readonly id: Id; readonly person: Id; readonly onlyHere: boolean }
}

/** Where a request comes from, and what it carries for sign-in. */
export interface From extends Client {
  readonly host: string
  readonly secret: string | undefined
  /** What it keeps of a sign-in begun at a provider. */
  readonly begun: string | undefined
}

/** A request after sign-in and after its input was checked. */
export interface ApiRequest<Body = unknown> extends Principal {
  readonly params: Readonly<Record<string, string>>
  /** As in the URL: texts, or lists of texts where a name comes twice. */
  readonly query: Readonly<Record<string, unknown>>
  readonly body: Body
  readonly language: Language
  /** The version in If-Match. */
  readonly version: number | undefined
  /** What the client says its caches hold. */
  readonly ifNoneMatch: string | undefined
  /** Where a stream shall go on. */
  readonly lastEventId: string | undefined
  readonly idempotencyKey: string | undefined
  /** What a repeat of this request must have in common with it. */
  readonly fingerprint: () => string
  /** The context of a command now. */
  readonly context: () => Context
  readonly from: From
  /** Who asks, looked up anew: a stream outlives sessions, keys and roles. Undefined: nobody any more. */
  readonly again: () => Promise<Principal | undefined>
}

export interface Answer {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: unknown
}

/** A JSON Schema, or the name of a component. */
export type Described = z.ZodType | { readonly component: string } | { readonly schema: object }

export interface Parameter {
  readonly name: string
  readonly description: string
  readonly schema: object
  readonly required?: boolean
  /** The text of the parameter is JSON. */
  readonly json?: boolean
}

export interface Route {
  readonly method: Method
  /** `/api/v1/crm/customers/{id}` */
  readonly path: string
  /** Unique: `crm.customer.create`. */
  readonly id: string
  readonly area: string
  readonly tag: string
  readonly label: Label
  /** `open` needs no sign-in. */
  readonly access: 'read' | 'write' | 'open'
  /** The permission it takes; null: to be signed in is enough. Left out, it is made from the id. */
  readonly needs?: string | null
  /** The answer takes `field.cost.read` too, say. */
  readonly shows?: Sensitive
  readonly query?: readonly Parameter[]
  readonly body?: z.ZodType
  /** The component that describes the body. */
  readonly bodyComponent?: string
  /** A body may be left out: a command without required input. */
  readonly bodyOptional?: boolean
  readonly bodyLimit?: number
  readonly answers: Readonly<Record<number, { readonly description: string; readonly body?: Described }>>
  /** Takes If-Match. */
  readonly versioned?: boolean
  /** Takes a file as its body (application/octet-stream) of at most `bodyLimit` bytes, instead of JSON. */
  readonly takesFile?: true
  /** Answers something else than JSON. */
  readonly media?: string
  /** Answers files of one of these types, and says which in the header. */
  readonly medias?: readonly string[]
  handle(request: ApiRequest<never>): Promise<Result<Answer>>
  /** Answers for as long as the reader stays, instead of `handle`. */
  stream?(request: ApiRequest<never>, response: ServerResponse): Promise<void>
}

/** Schemas that several routes share, by their names in the description. */
export type Components = Readonly<Record<string, z.ZodType>>

export interface Routes {
  readonly routes: readonly Route[]
  readonly components: Components
}

/** `joint.proof.repair` is `joint.proof.do`, a reading route's `joint.journey` is `joint.journey.ask`. */
export function permissionFor({ id, access, needs }: Route): string | null {
  if (access === 'open') return null
  if (needs !== undefined) return needs
  const [area, subject] = id.split('.')
  return `${area}.${subject}.${access === 'read' ? 'ask' : 'do'}`
}
