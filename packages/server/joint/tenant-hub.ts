/** The joint of one company for as long as the server runs, whatever systems come and go meanwhile. */
import { createHub, type Hub, type HubOptions, type Progress } from '@tandem/hub'

export interface TenantHub extends Hub {
  /** Joins what is connected now; what was under way is ended first. Does nothing when nothing has changed. */
  reload(): Promise<void>
}

export interface Systems {
  readonly connectors: HubOptions['connectors']
  readonly mark: string
  /** Done before they are joined, when those before have come to rest. */
  readonly prepare?: () => Promise<void>
}

/** `systems` answers what is to be joined, `mark` whether that has changed. Only one reload goes on at a time. */
export function tenantHub(
  options: Omit<HubOptions, 'connectors'>,
  first: Systems,
  systems: () => Promise<Systems>,
  mark: () => Promise<string>,
): TenantHub {
  let joined = first
  let hub = createHub({ ...options, connectors: joined.connectors })
  let isStarted = false
  let turn: Promise<unknown> = Promise.resolve()
  const listeners = new Set<(progress: Progress) => void>()
  const hear = (one: Hub) => one.onProgress((progress) => listeners.forEach((listener) => void listener(progress)))
  let unhear = hear(hub)
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const mine = turn.then(work, work)
    turn = mine.catch(() => {})
    return mine
  }
  const replace = async (): Promise<void> => {
    if ((await mark()) === joined.mark) return
    const next = await systems()
    if (isStarted) await hub.stop()
    unhear()
    joined = next
    await next.prepare?.()
    hub = createHub({ ...options, connectors: next.connectors })
    unhear = hear(hub)
    if (isStarted) await hub.start()
  }
  return {
    pull: () => hub.pull(),
    plan: () => hub.plan(),
    push: () => hub.push(),
    runUntilIdle: () => hub.runUntilIdle(),
    ask: (question, askedBy) => hub.ask(question, askedBy),
    rehearse: () => hub.rehearse(),
    proof: (choice) => hub.proof(choice),
    checkPresence: () => hub.checkPresence(),
    followMoney: () => hub.followMoney(),
    status: () => hub.status(),
    previewLoad: (asked) => hub.previewLoad(asked),
    start: () =>
      inTurn(async () => {
        isStarted = true
        await hub.start()
      }),
    stop: () =>
      inTurn(async () => {
        isStarted = false
        await hub.stop()
      }),
    reload: () => inTurn(replace),
    onProgress(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
