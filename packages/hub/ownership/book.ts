/** The rules that count: as people set them, else as the hub was given them, else the usual ones. */
import { rows, sql, type Tx } from '@tandem/db'
import { type Kind, type KindName, kindOf } from '../kinds.ts'
import type { Rule, Side } from '../rules.ts'
import { type Travel, type TravelOfKind, usualTravel } from '../travel.ts'
import { eventOf } from './check.ts'

type RulesOfKind = Kind['rules']

export interface Given {
  readonly rules?: Readonly<Partial<Record<KindName, RulesOfKind>>> | undefined
  readonly travel?: Readonly<Partial<Record<KindName, TravelOfKind>>> | undefined
}

interface Setting {
  readonly kind: string
  readonly name: string
  readonly setting: Rule | { readonly does: string }
}

export interface RuleBook {
  rulesOf(kind: string): RulesOfKind
  travelOf(kind: string, side: Side): Travel
  /** Of a report of a side: what it may not change belongs to the other. */
  rulesFor(kind: string, side: Side, isArchived: boolean): RulesOfKind
  /** Whether any new document stays alone by rule: most companies have none, and nothing is asked then. */
  somethingStays(): boolean
  /** Takes up what was set since, in the transaction that plans: nothing when `now` is the version that is known. */
  refresh(tx: Tx, now?: number): Promise<void>
}

export function ruleBook({ rules = {}, travel = {} }: Given): RuleBook {
  // Something may have been set before this worker began, or any.
  let version = -1
  let set: Pick<RuleBook, 'rulesOf' | 'travelOf' | 'somethingStays'> = bookOf([])
  function bookOf(settings: readonly Setting[]): typeof set {
    const ofKind = new Map<string, Record<string, Rule>>()
    const travels = new Map<string, Travel>()
    const usual = (kind: string) => travel[kind as KindName] ?? usualTravel(kind)
    for (const { kind, name, setting } of settings) {
      const event = eventOf(name)
      if ('by' in setting)
        ofKind.set(kind, { ...(ofKind.get(kind) ?? rules[kind as KindName] ?? kindOf(kind).rules), [name]: setting })
      else if (event) {
        const key = `${kind}.${event.side}`
        travels.set(key, { ...(travels.get(key) ?? usual(kind)[event.side]), [event.event]: setting.does })
      }
    }
    const stays = ({ create }: Travel) => create !== 'travel'
    const isAny = [...travels.values()].some(stays) || Object.values(travel).some(({ crm, erp }) => stays(crm) || stays(erp))
    return {
      somethingStays: () => isAny,
      rulesOf: (kind) => ofKind.get(kind) ?? rules[kind as KindName] ?? kindOf(kind).rules,
      travelOf: (kind, side) => travels.get(`${kind}.${side}`) ?? usual(kind)[side],
    }
  }
  return {
    somethingStays: () => set.somethingStays(),
    rulesOf: (kind) => set.rulesOf(kind),
    travelOf: (kind, side) => set.travelOf(kind, side),
    rulesFor(kind, side, isArchived) {
      const { update, archive } = set.travelOf(kind, side)
      const theirs: Rule = { by: 'owner', side: side === 'crm' ? 'erp' : 'crm' }
      if (update === 'put-back') return { '*': theirs }
      return isArchived && archive === 'put-back' ? { ...set.rulesOf(kind), status: theirs } : set.rulesOf(kind)
    },
    async refresh(tx, now) {
      if (now === version) return
      const found = await rows(
        tx,
        sql<Setting & { rulesVersion: number }>`
          select p.rules_version, r.kind, r.name, r.setting from hub.planner p left join hub.rule r on r.state = 'set'
          where p.rules_version <> ${version} order by r.kind, r.name`,
      )
      const [first] = found
      if (!first) return
      version = first.rulesVersion
      set = bookOf(found.filter(({ kind }) => kind !== null))
    },
  }
}
