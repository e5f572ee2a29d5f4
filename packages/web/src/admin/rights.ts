/** Rights in words: `crm.quote.read:own` -> "Quote: see (only one's own)". Pure. */
import type { Label } from '@tandem/kernel'

export type Reach = 'all' | 'team' | 'own' | 'customer'

export interface Right {
  readonly grant: string
  readonly area: string
  readonly subject: string
  readonly action: string
  readonly reach: Reach
}

/** The rights of one subject, which belong together. */
export interface RightsOf {
  readonly area: string
  readonly subject: string
  readonly rights: readonly Right[]
}

const GRANT = /^(\*|[a-z0-9-]+)\.(\*|[a-z0-9-]+)\.(\*|[a-z0-9-]+)(?::(own|team|customer))?$/
const SCOPE = /^([a-z]+):(read|write)$/

/** A grant, or a scope of a key such as `crm:read`, in its parts; undefined for what is neither. */
export function rightOf(grant: string): Right | undefined {
  if (grant === '*') return { grant, area: '*', subject: '*', action: '*', reach: 'all' }
  const [, side, what] = SCOPE.exec(grant) ?? []
  if (side) return { grant, area: side, subject: '*', action: what === 'read' ? 'read' : 'do', reach: 'all' }
  const [, area, subject, action, reach = 'all'] = GRANT.exec(grant) ?? []
  return area && subject && action ? { grant, area, subject, action, reach: reach as Reach } : undefined
}

/** Together by subject, in the order in which subjects first come. */
export function groupedRights(grants: readonly string[]): RightsOf[] {
  const rights = grants.flatMap((grant) => rightOf(grant) ?? [])
  const groups = Map.groupBy(rights, ({ area, subject }) => `${area}.${subject}`)
  return [...groups.values()].map((all) => ({ area: all[0]?.area ?? '', subject: all[0]?.subject ?? '', rights: all }))
}

export function grantOf({ area, subject, action, reach }: Omit<Right, 'grant'>): string {
  if (area === '*') return '*'
  return `${area}.${subject}.${action}${reach === 'all' ? '' : `:${reach}`}`
}

/** What is known of permissions: `crm.quote.send` -> { en: 'Quote: Send', zh: '报价单：发送' }. */
export type KnownPermissions = ReadonlyMap<string, Label>

/** The subjects of an area that rights can be given on, by name. */
export function subjectsOf(known: KnownPermissions, area: string): string[] {
  const all = [...known.keys()].map((name) => name.split('.')).filter(([first]) => first === area)
  return [...new Set(all.map(([, subject]) => subject ?? ''))]
}

export function actionsOf(known: KnownPermissions, area: string, subject: string): string[] {
  const start = `${area}.${subject}.`
  return [...known.keys()].filter((name) => name.startsWith(start)).map((name) => name.slice(start.length))
}

/** The verb of a command out of its label: what stands behind the colon. */
export function verbOf(label: Label | undefined): Label | undefined {
  if (!label) return undefined
  const behind = (text: string) => text.slice(text.search(/[:：]/) + 1).trim()
  return { en: behind(label.en), zh: behind(label.zh) }
}
