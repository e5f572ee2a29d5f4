/** How good the data is: the last score of each kind and how it went, what is open; and what rules make of one value. */
import { rows, sql, type Tx } from '@tandem/db'
import { type Instant, type Json, ok, type Query } from '@tandem/kernel'
import { loadBook } from './book.ts'
import type { Verdict } from './inspect.ts'

export interface KindQuality {
  readonly kind: string
  /** Rules that count. */
  readonly rules: number
  readonly open: number
  /** Open ones that suggest a value. */
  readonly suggested: number
  readonly everyHours: number | null
  readonly nextAt: Instant | null
  /** An audit that is asked for or under way. */
  readonly underWay: boolean
  /** Audits that are done, oldest first. */
  readonly trend: readonly {
    readonly at: Instant
    readonly score: string
    readonly records: number
    readonly byField: Readonly<Record<string, { readonly checked: number; readonly good: number }>>
  }[]
}

const POINTS = 30

export const qualityQuery: Query<Tx, Record<never, never>, readonly KindQuality[]> = {
  name: 'quality',
  label: { en: 'How good the data is', zh: '数据质量概况' },
  input: {},
  run: async (tx) =>
    ok(
      await rows(
        tx,
        sql<KindQuality>`
          select k.kind, coalesce(r.rules, 0) as rules, coalesce(f.open, 0) as open, coalesce(f.suggested, 0) as suggested,
                 s.every_hours, s.next_at, coalesce(u.under_way, false) as under_way, coalesce(t.trend, '[]') as trend
          from (select kind from hub.quality_rule where state = 'active' union select kind from hub.quality_audit
                union select kind from hub.quality_schedule where state = 'active') k
          left join (select kind, count(*) as rules from hub.quality_rule where state = 'active' group by kind) r using (kind)
          left join (select kind, count(*) as open, count(suggestion) as suggested from hub.quality_finding
                     where state = 'open' group by kind) f using (kind)
          left join hub.quality_schedule s on s.kind = k.kind and s.state = 'active'
          left join (select kind, true as under_way from hub.quality_audit where state <> 'done' group by kind) u on u.kind = k.kind
          left join lateral (
            select json_agg(json_build_object('at', a.finished_at, 'score', trim_scale(a.score)::text, 'records', a.records,
                   'byField', a.by_field) order by a.finished_at, a.id) as trend
            from (select * from hub.quality_audit where kind = k.kind and state = 'done'
                  order by finished_at desc, id desc limit ${POINTS}) a) t on true
          order by k.kind`,
      ),
    ),
}

const tryFields = {
  kind: { kind: 'text', max: 60, label: { en: 'Kind', zh: '类型' } },
  field: { kind: 'text', max: 60, label: { en: 'Field', zh: '字段' } },
  value: { kind: 'text', max: 2000, label: { en: 'Value', zh: '值' } },
} as const

/** What the rules of a field make of a value: to try a rule, or to ask before something is saved. */
export const qualityTryQuery: Query<Tx, typeof tryFields, Json> = {
  name: 'quality-try',
  label: { en: 'Try a value', zh: '试用规则' },
  input: tryFields,
  async run(tx, _by, { kind, field, value }) {
    const verdict: Verdict = (await loadBook(tx, kind)).inspect(field, value)
    return ok(verdict as unknown as Json)
  },
}
