/** What could be done about the open cases of one cause, each with what it would change. */
import { rows, sql, type Tx } from '@tandem/db'
import { type Details, ok, type Query } from '@tandem/kernel'
import type { Values } from '../connector.ts'
import { kindOf } from '../kinds.ts'
import { type Case, type Proposal, proposalsOf } from './proposals.ts'

export interface Helped {
  readonly id: string
  readonly subject: string
  readonly proposals: readonly Proposal[]
}

const input = {
  code: { kind: 'text', max: 200, label: { en: 'Cause', zh: '原因' } },
  system: { kind: 'text', max: 200, label: { en: 'System', zh: '系统' } },
  kind: { kind: 'text', max: 100, label: { en: 'Kind', zh: '类型' } },
  dependsOn: { kind: 'text', max: 200, optional: true, label: { en: 'Depends on', zh: '取决于' } },
  owner: { kind: 'text', max: 200, optional: true, label: { en: 'Owner', zh: '负责人' } },
  limit: { kind: 'integer', optional: true, label: { en: 'At most', zh: '最多' } },
} as const

const MOST = 200

export const proposalsQuery: Query<Tx, typeof input, readonly Helped[]> = {
  name: 'inbox-proposals',
  label: { en: 'What could be done about the cases of a cause', zh: '某一原因的处理建议' },
  input,
  async run(tx, _by, { code, system, kind, dependsOn, owner = null, limit }) {
    const found = await rows(
      tx,
      sql<CaseRow>`
        select e.id, e.version, e.code, e.details, e.system, e.kind, e.subject, e.change is not null as is_change,
               coalesce(c.edited, c.values, r.values, '{}') as values, coalesce(l.base, r.values) as agreed,
               case when s.state = 'paused' then json_build_object('id', s.id, 'version', s.version) end as paused_system,
               (select json_build_object('id', f.id, 'version', f.version, 'kind', f.kind) from hub.flow f
                where f.system = e.system and f.state = 'paused' and f.kind in (e.kind, e.details->>'missingKind')
                  and f.direction = case when e.change is null then 'out' else 'in' end
                order by f.kind = e.kind limit 1) as paused_flow,
               (select json_build_object('id', n.id, 'version', n.version, 'subject', n.subject) from hub.inbox_entry n
                where n.record::text = d.waits_for and n.system = e.system and n.state = 'open' limit 1) as named
        from hub.inbox_entry e
        left join hub.change c on c.id = e.change
        left join hub.delivery d on d.id = e.delivery
        left join hub.record r on r.id = e.record
        left join hub.link l on l.system = e.system and l.kind = e.kind and l.external_id = e.external_id
        left join hub.system s on s.name = e.system
        where e.state = 'open' and e.code = ${code} and e.system = ${system} and e.kind = ${kind}
          and (${dependsOn ?? null}::text is null or e.depends_on = ${dependsOn ?? null}::text)
          and (${owner}::text is null or e.owner = ${owner}::text)
        order by e.created_at, e.id limit ${Math.min(Math.max(limit ?? MOST, 1), MOST)}`,
    )
    return ok(found.map(({ subject, ...one }) => ({ id: one.id, subject, proposals: proposalsOf(withoutReferences(one)) })))
  },
}

type CaseRow = Case & { readonly subject: string; readonly details: Details }

/** References that were agreed are the joint's ids; what a system told has its own. */
function withoutReferences(one: Case): Case {
  if (!one.agreed || !one.isChange) return one
  const { fields } = kindOf(one.kind)
  const simple = Object.entries(one.agreed).filter(
    ([name]) => fields[name]?.kind !== 'reference' && fields[name]?.kind !== 'lines',
  )
  return { ...one, agreed: Object.fromEntries(simple) as Values }
}
