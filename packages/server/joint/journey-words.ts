/** What happened to an order, in words of both languages. */
import * as crm from '@tandem/crm/definitions'
import * as erp from '@tandem/erp/definitions'
import type { Context, Definition, Id, Instant, Json, Label } from '@tandem/kernel'

export interface EventRow {
  readonly id: string
  readonly document: string
  readonly documentId: Id
  readonly documentVersion: number
  readonly type: string
  readonly payload: Json
  readonly actorKind: Context['actor']['kind']
  readonly actorId: string
  readonly at: Instant
}

/** How an event's past tense is said of its document: `quote-sent` is the document `quote` and `sent`. */
const DONE: Readonly<Record<string, Label>> = {
  accepted: { en: 'accepted', zh: '已接受' },
  allocated: { en: 'allocated', zh: '已核销' },
  'cancel-requested': { en: 'asked to be cancelled', zh: '已请求取消' },
  approved: { en: 'approved', zh: '已批准' },
  assigned: { en: 'assigned', zh: '已指派' },
  cancelled: { en: 'cancelled', zh: '已取消' },
  changed: { en: 'changed', zh: '已修改' },
  closed: { en: 'done and closed', zh: '已完成并关闭' },
  confirmed: { en: 'confirmed', zh: '已确认' },
  created: { en: 'made', zh: '已创建' },
  credited: { en: 'credited', zh: '已红冲' },
  declined: { en: 'declined', zh: '已拒绝' },
  delivered: { en: 'delivered', zh: '已签收' },
  expired: { en: 'expired', zh: '已过期' },
  invoiced: { en: 'invoiced', zh: '已开票' },
  placed: { en: 'placed', zh: '已下达' },
  progressed: { en: 'moved on', zh: '进度已更新' },
  received: { en: 'received and inspected', zh: '已收货检验' },
  rejected: { en: 'rejected', zh: '已拒绝' },
  replaced: { en: 'answered with the same goods anew', zh: '已换货' },
  returned: { en: 'got goods back', zh: '已退货' },
  reserved: { en: 'got stock reserved', zh: '已锁库' },
  promised: { en: 'promised anew', zh: '已承诺交期' },
  'rest-cancelled': { en: 'rest cancelled', zh: '剩余部分已取消' },
  reversed: { en: 'reversed', zh: '已冲销' },
  revised: { en: 'revised', zh: '已修订' },
  sent: { en: 'sent', zh: '已发送' },
  settled: { en: 'settled', zh: '已结清' },
  shipped: { en: 'shipped', zh: '已发货' },
  superseded: { en: 'replaced by a newer revision', zh: '已被新版本取代' },
}

const LABELS: ReadonlyMap<string, Label> = new Map(
  ([...Object.values(crm), ...Object.values(erp)] as unknown[])
    .filter(isDefinition)
    .map(({ name, label }): [string, Label] => [name, label]),
)

function isDefinition(value: unknown): value is Definition {
  return typeof value === 'object' && value !== null && 'plural' in value
}

/** `Quote Q000001 accepted`. An event nobody has words for is named by its type. */
export function wordsOfEvent({ document, type }: EventRow, number: string): { en: string; zh: string } {
  const label = LABELS.get(document)
  const done = DONE[type.startsWith(`${document}-`) ? type.slice(document.length + 1) : type]
  if (!label || !done) return { en: `${type} ${number}`.trim(), zh: `${type} ${number}`.trim() }
  const named = number === '' ? '' : ` ${number}`
  return { en: `${label.en}${named} ${done.en}`, zh: `${label.zh}${named} ${done.zh}` }
}

/** `name` is what people call the system. */
export function wordsOfChange(name: Label, state: string): Label {
  if (state === 'waiting') {
    return {
      en: `The joint read it in ${name.en} and waits for what it names`,
      zh: `对接已从 ${name.zh} 读取，等待其引用的数据`,
    }
  }
  return { en: `The joint took it in from ${name.en}`, zh: `对接已从 ${name.zh} 读取` }
}

interface Delivery {
  readonly version: number
  readonly state: string
  readonly attempts: number
}

export function wordsOfDelivery(name: Label, { version, state, attempts }: Delivery): Label {
  switch (state) {
    case 'done':
      return { en: `The joint wrote version ${version} to ${name.en}`, zh: `对接已将版本 ${version} 写入 ${name.zh}` }
    case 'parked':
      return { en: `${name.en} did not take version ${version}`, zh: `${name.zh} 未接受版本 ${version}` }
    default:
      return {
        en: `The joint is about to write version ${version} to ${name.en}${attempts > 1 ? ` (try ${attempts})` : ''}`,
        zh: `对接即将把版本 ${version} 写入 ${name.zh}${attempts > 1 ? `（第 ${attempts} 次）` : ''}`,
      }
  }
}

export function wordsOfInbox(name: Label, why: Label): Label {
  return { en: `${name.en} refused: ${why.en}`, zh: `${name.zh} 拒绝：${why.zh}` }
}
