/** What specs of connectors share: a world of their own, and reading until nothing is left. */
import type { Connector, Outside } from '@tandem/hub'
import { type Instant, instantOf } from '@tandem/kernel'

export function outsideOf(nowMs: () => number, more: Partial<Outside> = {}): Outside {
  return {
    now: (): Instant => instantOf(nowMs()),
    newId: () => {
      throw new Error('no id is needed here')
    },
    random: () => 0.5,
    fetch: globalThis.fetch,
    mayReach: async () => {},
    wait: async () => {},
    ...more,
  }
}

/** Everything told from a cursor on, and where the next question begins. */
export async function drain(connector: Connector, kind: 'customer' | 'order', from = '', limit = 100) {
  let [cursor, isMore] = [from, true]
  const changes: Awaited<ReturnType<Connector['changesSince']>>['changes'][number][] = []
  while (isMore) {
    const page = await connector.changesSince(kind, cursor, limit)
    changes.push(...page.changes)
    cursor = page.next
    isMore = page.more
  }
  return {
    changes,
    cursor,
    names: changes.map(({ values, externalId, deleted }) => (deleted ? `-${externalId}` : String(values.name ?? values.number))),
  }
}
