/**
 * What somebody may do, as a list of texts: `area.subject.action`, each part `*` for any. The subject is a document, a
 * question or a route. Of a document the actions are `read` and its commands, of a question `ask`; `do` stands for every
 * action but reading and asking. `:own` or `:team` behind it keeps it to documents that are one's own or the team's,
 * `:customer` to those of the customer that a portal user is bound to: lists and single documents, no history, no drafts;
 * of what belongs to nobody, as items, those that their documents name.
 * `field.cost.read` shows a kind of sensitive field, `field.cost.change` lets it be written. `*` alone is everything.
 */
import type { Field } from '@tandem/kernel'

export type Sensitive = NonNullable<Field['sensitive']>

export type Reach = 'customer' | 'own' | 'team' | 'all'

export const SENSITIVE: readonly Sensitive[] = ['cost', 'credit']

export interface Access {
  /** The same text, the same access. */
  readonly key: string
  /** Everything, without any limit: nothing has to be looked at. */
  readonly whole: boolean
  readonly grants: readonly string[]
  /** How far a permission reaches; undefined: not at all. */
  reach(permission: string): Reach | undefined
  /** The kinds of sensitive fields that are not shown. */
  readonly hidden: readonly Sensitive[]
}

const GRANT = /^(?:\*|(\*|[a-z0-9-]+)\.(\*|[a-z0-9-]+)\.(\*|[a-z0-9-]+)(?::(own|team|customer))?)$/

export function isGrant(text: string): boolean {
  return text.length <= 200 && GRANT.test(text)
}

const RANK: Readonly<Record<Reach, number>> = { customer: 1, own: 2, team: 3, all: 4 }
const known = new Map<string, Access>()
const MOST_KNOWN = 5_000

/** The access that grants add up to. What is no grant grants nothing. */
export function accessOf(grants: readonly string[]): Access {
  const sorted = [...new Set(grants)].sort()
  const key = sorted.join(' ')
  const found = known.get(key)
  if (found) return found
  const parsed = sorted.flatMap((text) => parse(text) ?? [])
  const access = made(key, sorted, sorted.includes('*'), (permission) => furthest(parsed, permission))
  if (known.size >= MOST_KNOWN) known.clear()
  known.set(key, access)
  return access
}

/** What both allow: a key's scopes, and what its owner may do. */
export function both(a: Access, b: Access): Access {
  if (a.whole) return b
  if (b.whole) return a
  const key = `(${a.key}) & (${b.key})`
  const found = known.get(key)
  if (found) return found
  const access = made(key, a.grants, false, (permission) => nearer(a.reach(permission), b.reach(permission)))
  known.set(key, access)
  return access
}

export const NOTHING: Access = accessOf([])

function made(key: string, grants: readonly string[], whole: boolean, find: (permission: string) => Reach | undefined): Access {
  const reached = new Map<string, Reach | undefined>()
  const reach = (permission: string): Reach | undefined => {
    if (whole) return 'all'
    if (!reached.has(permission)) reached.set(permission, find(permission))
    return reached.get(permission)
  }
  return { key, whole, grants, reach, hidden: SENSITIVE.filter((kind) => reach(`field.${kind}.read`) === undefined) }
}

interface Grant {
  readonly parts: readonly [string, string, string]
  readonly reach: Reach
}

function parse(text: string): Grant | undefined {
  const [, area, subject, action, reach = 'all'] = GRANT.exec(text) ?? []
  return area && subject && action ? { parts: [area, subject, action], reach: reach as Reach } : undefined
}

function furthest(grants: readonly Grant[], permission: string): Reach | undefined {
  const [area = '', subject = '', action = ''] = permission.split('.')
  let best: Reach | undefined
  for (const { parts, reach } of grants) {
    if (!fits(parts[0], area) || !fits(parts[1], subject) || !doesFit(parts[2], action)) continue
    if (best === undefined || RANK[reach] > RANK[best]) best = reach
  }
  return best
}

function fits(pattern: string, part: string): boolean {
  return pattern === '*' || pattern === part
}

function doesFit(pattern: string, action: string): boolean {
  return fits(pattern, action) || (pattern === 'do' && action !== 'read' && action !== 'ask')
}

function nearer(a: Reach | undefined, b: Reach | undefined): Reach | undefined {
  if (!a || !b) return undefined
  return RANK[a] < RANK[b] ? a : b
}

/** A key's scopes as grants: `crm:read` and `crm:write` stand for all of an area, everything else is a grant itself. */
export function grantsOfScopes(scopes: readonly string[]): string[] {
  return scopes.flatMap((scope) => {
    const [, area, what] = /^([a-z]+):(read|write)$/.exec(scope) ?? []
    if (!area) return [scope]
    return what === 'read' ? [`${area}.*.read`, `${area}.*.ask`, 'field.*.read'] : [`${area}.*.do`, 'field.*.change']
  })
}
