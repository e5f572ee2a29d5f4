/** A connector of the registry to a peer, as the joint makes one. */
import { connectorTypes } from '@tandem/connectors'
import type { Connector, Given, Side } from '@tandem/hub'
import { instantOf, type Json } from '@tandem/kernel'

export function connectorTo(
  type: string,
  side: Side,
  settings: Readonly<Record<string, Json>>,
  fetching: typeof fetch,
): Connector {
  const found = connectorTypes.find((one) => one.type === type)
  if (!found) throw new Error(`there is no connector ${type}`)
  const given: Given = {
    ...{ id: '019a0000-0000-7000-8000-0000000c0f04', system: type, side, label: found.label, facts: null, settings },
    outside: {
      ...{ now: () => instantOf(Date.now()), newId: unneeded, random: Math.random, fetch: fetching },
      ...{ mayReach: async () => {}, wait: async () => {} },
    },
  }
  return found.connect(given)
}

function unneeded(): never {
  throw new Error('no id is needed here')
}
