/** A connector that carries only what people chose. */
import type { Capabilities, Connector, Kinds } from '@tandem/hub'

/** Kinds that are not named are not carried; nothing is added to what the connector can. Null: all it can. */
export function onlyKinds(connector: Connector, chosen: Kinds | null): Connector {
  if (chosen === null) return connector
  const capabilities = (): Capabilities => {
    const all = connector.capabilities()
    const kinds = Object.entries(all.kinds).flatMap(([kind, can]) => {
      const choice = chosen[kind as keyof Kinds]
      const read = can.read && (choice?.read ?? false)
      return read || (can.write && choice?.write) ? [[kind, { ...can, read, write: can.write && (choice?.write ?? false) }]] : []
    })
    return { ...all, kinds: Object.fromEntries(kinds) }
  }
  return Object.assign(Object.create(connector) as Connector, { capabilities })
}
