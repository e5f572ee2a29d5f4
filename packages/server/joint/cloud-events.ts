/** What happens, as CloudEvents 1.0: stored events of both sides and of the joint's queues, and steps of the joint. */
import type { StoredEvent } from '@tandem/db'
import type { Hub, Progress } from '@tandem/hub'
import type { Id, Instant } from '@tandem/kernel'
import type { ContextName } from './feed-position.ts'

export type Area = 'crm' | 'erp' | 'joint'

export interface CloudEvent {
  readonly specversion: '1.0'
  readonly id: string
  readonly source: string
  readonly type: string
  readonly subject: string
  readonly time: Instant
  readonly datacontenttype: 'application/json'
  readonly data: unknown
}

export function areaOf(context: ContextName): Area {
  return context === 'hub' ? 'joint' : context
}

/** `quote-sent` of the subject `quote/<id>`. */
export function cloudEvent(context: ContextName, event: StoredEvent): CloudEvent {
  const { id, document, documentId, documentVersion, type, payload, actorKind, actorId, causeSystem, causeChange, at } = event
  const cause = causeSystem === null ? null : { system: causeSystem, change: causeChange }
  return {
    specversion: '1.0',
    ...{ id, type, time: at, source: `/api/v1/${areaOf(context)}`, subject: `${document}/${documentId}` },
    datacontenttype: 'application/json',
    data: { document, documentId, documentVersion, actor: { kind: actorKind, id: actorId }, cause, payload },
  }
}

/** A first load reports thousands of steps a second: they are added up for this long. */
const ADD_UP_MS = 200

/** Steps of the joint, added up over a moment: `joint-delivered`, subject `tandem-erp/order`. Answers how to stop. */
export function hearJoint(hub: Hub, now: () => Instant, newId: () => Id, tell: (event: CloudEvent) => void): () => void {
  const sums = new Map<string, Progress>()
  let timer: NodeJS.Timeout | undefined
  const flush = (): void => {
    timer = undefined
    for (const progress of sums.values()) tell(jointEvent(progress, now(), newId()))
    sums.clear()
  }
  const stop = hub.onProgress((progress) => {
    const key = `${progress.step} ${progress.system} ${progress.kind}`
    sums.set(key, { ...progress, count: progress.count + (sums.get(key)?.count ?? 0) })
    timer ??= setTimeout(flush, ADD_UP_MS)
  })
  return () => {
    clearTimeout(timer)
    stop()
  }
}

function jointEvent(progress: Progress, time: Instant, id: Id): CloudEvent {
  const { step, system, kind } = progress
  return {
    specversion: '1.0',
    ...{ id, time, source: '/api/v1/joint', type: `joint-${step}`, subject: `${system}/${kind}` },
    datacontenttype: 'application/json',
    data: progress,
  }
}
