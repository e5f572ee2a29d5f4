/** Of what happens, each listener hears what they may read; where that depends on whose a document is, in turn. */
import type { Id } from '@tandem/kernel'
import type { Door, Place } from '../auth/door.ts'
import type { ApiRequest } from '../http/route.ts'
import type { Services } from '../http/services.ts'
import type { CloudEvent } from './cloud-events.ts'

export interface Heard {
  readonly event: CloudEvent
  readonly at: string
  /** Undefined: a step of the joint. */
  readonly place: Place | undefined
}

/** What waits to be looked up for one listener; more than this, and the listener is let go, to come back. */
const MOST_WAITING = 5_000

/** Tells in the order of hearing. Without an event to look up, nothing waits. */
export function siftFor(
  { database }: Services,
  door: Door,
  by: ApiRequest<never>,
  tell: (heard: Heard) => void,
  letGo: () => void,
): (heard: Heard) => void {
  let waiting: Heard[] = []
  let isLooking = false
  const look = async (): Promise<void> => {
    isLooking = true
    while (waiting.length > 0) {
      const batch = waiting
      waiting = []
      const seen = await seenOf(batch)
      for (const heard of batch) if (reachOf(heard) === 'all' || seen.has(idOf(heard))) tell(heard)
    }
    isLooking = false
  }
  const reachOf = ({ place }: Heard) => {
    if (place) return door.reachOf(by, place)
    return by.access.reach('joint.flow-states.ask') ? 'all' : 'none'
  }
  const seenOf = async (batch: readonly Heard[]): Promise<ReadonlySet<string>> => {
    const places = new Map<Place['definition'], { place: Place; ids: string[] }>()
    for (const heard of batch) {
      if (!heard.place || reachOf(heard) !== 'some') continue
      const known = places.get(heard.place.definition) ?? { place: heard.place, ids: [] }
      known.ids.push(idOf(heard))
      places.set(heard.place.definition, known)
    }
    if (places.size === 0) return new Set()
    const found = await database.read(by.tenant, (tx) =>
      Promise.all([...places.values()].map(({ place, ids }) => door.seen(tx, by, place, ids))),
    )
    return new Set(found.flatMap((ids) => [...ids]))
  }
  return (heard) => {
    const reach = reachOf(heard)
    if (reach === 'none') return
    if (reach === 'all' && !isLooking && waiting.length === 0) return tell(heard)
    waiting.push(heard)
    if (waiting.length > MOST_WAITING) return letGo()
    if (!isLooking) look().catch(letGo)
  }
}

function idOf({ event }: Heard): Id {
  return (event.data as { documentId: Id }).documentId
}
