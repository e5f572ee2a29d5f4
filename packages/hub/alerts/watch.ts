/** Holding how the joint stands against the rules: what is new is told once, what is over is told as resolved. */
import { insertRows, rows, run, sql, stamp, type Tx, uuidArray } from '@tandem/db'
import { type Context, Decimal } from '@tandem/kernel'
import type { FlowState } from '../flows/queries.ts'
import type { Alert, AlertRule } from './definition.ts'
import { queueMessages } from './messages-queue.ts'
import { type Differing, loadStanding, type Silent, type Standing } from './standing.ts'

export interface Finding {
  readonly rule: AlertRule
  /** What it is about, so that the same is not told twice. */
  readonly about: string
  readonly saysEn: string
  readonly saysZh: string
}

/** What the rules find, out of how things stand. */
export function judge(rules: readonly AlertRule[], { flows, inbox, silence, differences }: Standing): Finding[] {
  return rules.flatMap((rule): Finding[] => {
    const limit = Decimal.of(rule.threshold ?? '0')
    const isAbove = (value: string) => Decimal.of(value).isMore(limit)
    switch (rule.watches) {
      case 'lag':
        return flows
          .filter(({ state, lagMs }) => state === 'active' && isAbove((lagMs / 1000).toFixed(3)))
          .map((flow) => lagging(rule, flow))
      case 'auto-paused':
        return flows.filter(({ state, pausedBy }) => state === 'paused' && pausedBy === 'joint').map((flow) => broken(rule, flow))
      case 'silent':
        return silence.filter(({ silentMs }) => isAbove((silentMs / 1000).toFixed(3))).map((system) => silent(rule, system))
      case 'proof':
        return differences.filter(({ count }) => isAbove(String(count))).map((found) => differing(rule, found))
      case 'inbox-count': {
        const open = inbox.reduce((sum, row) => sum + row.open, 0)
        if (!isAbove(String(open))) return []
        return [{ rule, about: 'inbox', saysEn: `${open} cases wait in the error inbox.`, saysZh: `待处理事项共 ${open} 条。` }]
      }
      default: {
        const amounts = inbox.flatMap((row) =>
          row.currency === rule.currency && row.money !== null ? [Decimal.of(row.money)] : [],
        )
        const money = Decimal.sum(amounts).toString()
        if (!isAbove(money)) return []
        const amount = `${money} ${rule.currency}`
        const about = `inbox ${rule.currency}`
        return [{ rule, about, saysEn: `${amount} is blocked in the error inbox.`, saysZh: `待处理事项受阻金额 ${amount}。` }]
      }
    }
  })
}

function lagging(rule: AlertRule, { system, kind, direction, lagMs, pending }: FlowState): Finding {
  const seconds = Math.round(lagMs / 1000)
  const saysEn = `${kind} ${direction === 'in' ? 'from' : 'to'} ${system} is ${seconds} s behind, ${pending} on their way.`
  return {
    rule,
    about: `${system} ${kind} ${direction}`,
    saysEn,
    saysZh: `${system} 的 ${kind}（${direction === 'in' ? '读取' : '写入'}）滞后 ${seconds} 秒，${pending} 条在途。`,
  }
}

function broken(rule: AlertRule, { system, kind, direction, breakdown }: FlowState): Finding {
  const { failed = 0, tried = 0, seconds = 0, last = '' } = breakdown ?? {}
  const saysEn = `${kind} to ${system} was paused: ${failed} of ${tried} writes failed within ${seconds} s (${last}). It is tried again by itself.`
  const saysZh = `已暂停向 ${system} 写入 ${kind}：${seconds} 秒内 ${tried} 次写入失败 ${failed} 次（${last}）。系统会自动试探恢复。`
  return { rule, about: `${system} ${kind} ${direction}`, saysEn, saysZh }
}

function silent(rule: AlertRule, { system, silentMs, trouble }: Silent): Finding {
  const seconds = Math.round(silentMs / 1000)
  const [en, zh] = trouble ? [` It says: ${trouble}`, `系统信息：${trouble}`] : ['', '']
  const saysEn = `${system} has not answered for ${seconds} s.${en}`
  return { rule, about: system, saysEn, saysZh: `${system} 已 ${seconds} 秒无应答。${zh}` }
}

/** What differs, in words: drift of a kind in a system, the money of orders or customers, or what a proof found. */
function differing(rule: AlertRule, { about, system, kind, count }: Differing): Finding {
  const words = {
    drift: {
      en: `The proof found ${count} differences of ${kind} in ${system}: changed behind the joint's back. It settles them by the rules.`,
      zh: `核对发现 ${system} 的 ${kind} 有 ${count} 处差异：绕过对接被修改，系统将按规则修复。`,
    },
    money: {
      en: `The money of ${count} ${kind === 'order' ? 'orders' : 'customers'} differs between the systems. Look at Joint, Proof.`,
      zh: `${count} 个${kind === 'order' ? '订单' : '客户'}的资金在各系统间不一致，请查看“对接 → 核对”。`,
    },
    proof: {
      en: `The last proof that was asked for found ${count} differences that nothing explains. Look at Joint, Proof.`,
      zh: `最近一次核对发现 ${count} 处无法解释的差异，请查看“对接 → 核对”。`,
    },
  }[about]
  return { rule, about: [about, system, kind].filter(Boolean).join(' '), saysEn: words.en, saysZh: words.zh }
}

/** Answers how many alerts are new and how many are over. */
export async function watchAlerts(tx: Tx, by: Context): Promise<{ fired: number; resolved: number }> {
  const rules = await rows(
    tx,
    sql<AlertRule>`select r.* from hub.alert_rule r join hub.alert_channel c on c.id = r.channel
                   where r.state = 'active' and c.state = 'active' order by r.id for update of r`,
  )
  const [standing, firing] = await Promise.all([
    loadStanding(tx, by.now, new Set(rules.map(({ watches }) => watches))),
    rows(
      tx,
      sql<Alert & { channel: AlertRule['channel'] }>`
        select a.*, r.channel from hub.alert a join hub.alert_rule r on r.id = a.rule where a.state = 'firing' order by a.id`,
    ),
  ])
  const found = judge(rules, standing)
  const keyOf = (rule: string, about: string) => `${rule} ${about}`
  const known = new Set(firing.map(({ rule, about }) => keyOf(rule, about)))
  const still = new Set(found.map(({ rule, about }) => keyOf(rule.id, about)))
  const fresh = found.filter(({ rule, about }) => !known.has(keyOf(rule.id, about)))
  const over = firing.filter(({ rule, about }) => !still.has(keyOf(rule, about)))
  await insertRows(
    tx,
    'hub.alert',
    fresh.map(({ rule, ...says }) => ({ ...stamp(by), rule: rule.id, ...says, state: 'firing' })),
  )
  await run(
    tx,
    sql`update hub.alert set state = 'resolved', version = version + 1, updated_at = ${by.now}, updated_by = 'joint'
        where id = any(${uuidArray(over.map(({ id }) => id))}::uuid[])`,
  )
  await queueMessages(tx, by, [
    ...fresh.map(({ rule, saysEn, saysZh }) => ({ channel: rule.channel, what: 'fired' as const, saysEn, saysZh })),
    ...over.map(({ channel, saysEn, saysZh }) => ({ channel, what: 'resolved' as const, saysEn, saysZh })),
  ])
  return { fired: fresh.length, resolved: over.length }
}
