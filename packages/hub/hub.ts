/** The joint of one tenant: its connectors, and the engine that keeps them agreed. */
import { epochMs } from '@tandem/kernel'
import { ask } from './ask.ts'
import { followMoney } from './chain/follow.ts'
import { rehearseAll } from './dry-run/rehearse.ts'
import { type Engine, engineOf, type Joined, step, type Wake } from './engine/engine.ts'
import { waitForRoom } from './engine/fast-lane.ts'
import { type Loop, startLoop } from './engine/loop.ts'
import type { Hub, HubOptions, Progress } from './engine/options.ts'
import { planBatch } from './engine/plan.ts'
import { pullOnce } from './engine/pull.ts'
import { pushAtHand, pushDue, pushExpired, pushQueue } from './engine/push.ts'
import { recheckOnce } from './engine/recheck.ts'
import { type Held, openFlows, sweep } from './engine/sweep.ts'
import { tryBroken, watchFlows } from './flows/breaker.ts'
import type { KindName } from './kinds.ts'
import { previewOf } from './load/preview.ts'
import { pushMerges } from './merges/push.ts'
import { proveAndKeep, proveWaiting } from './proof/keep.ts'
import { paced } from './proof/paced.ts'
import { checkPresence } from './proof/presence.ts'
import { beginRounds, proveRound } from './proof/round.ts'
import { systemStatus } from './systems/queries.ts'
import { register } from './systems/register.ts'

/** Makes a hub. Nothing happens until one of its methods is called; any number of hubs may work for one tenant. */
export function createHub(options: HubOptions): Hub {
  const listeners = new Set<(progress: Progress) => void>()
  const tell = (progress: Progress): void => {
    for (const listener of listeners) listener(progress)
  }
  const loops = new Map<string, Loop>()
  /** Systems whose queue is to be looked at. */
  const queued = new Set<string>()
  const engine = engineOf(options, tell, wakeOf(loops, queued))
  let registered: Promise<void> | undefined
  const ready = (): Promise<void> => {
    registered ??= register(engine).catch((fault) => {
      registered = undefined
      throw fault
    })
    return registered
  }
  const steps = stepsOf(engine, ready)
  let stopHearing: (() => void)[] = []
  return {
    ...steps,
    async start() {
      await ready()
      stopHearing = startLoops(engine, loops, queued)
    },
    async stop() {
      for (const stop of stopHearing) stop()
      stopHearing = []
      await stopLoops(engine, loops)
    },
    rehearse: () => ready().then(() => rehearseAll(engine)),
    ask: (question, askedBy) => ask(engine, question, askedBy),
    async proof(choice) {
      await ready()
      return proveAndKeep(engine, choice ?? {})
    },
    async checkPresence() {
      await ready()
      let count = 0
      for (const joined of engine.systems.values()) count += await checkPresence(engine, joined)
      return count
    },
    async followMoney() {
      await ready()
      return followMoney(engine, true)
    },
    async status() {
      await ready()
      return step(engine, (tx) => systemStatus(tx, engine.now()))
    },
    previewLoad: (asked) => ready().then(() => previewOf(engine, asked)),
    onProgress(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

function wakeOf(loops: ReadonlyMap<string, Loop>, queued: Set<string>): Wake {
  return {
    plan: () => loops.get('plan')?.wake(),
    push(system, inMs = 0) {
      if (inMs <= 0) queued.add(system)
      loops.get(`push ${system}`)?.wake(inMs)
    },
    hand: (system) => loops.get(`push ${system}`)?.wake(),
    pull: (system, inMs) => loops.get(`pull ${system}`)?.wake(inMs),
    recheck: (system) => loops.get(`recheck ${system}`)?.wake(),
  }
}

/** Pushing ends last, with nothing left at hand: what is leased and not sent would have to wait for its lease to end. */
async function stopLoops(engine: Engine, loops: Map<string, Loop>): Promise<void> {
  const [pushing, others] = [[] as Loop[], [] as Loop[]]
  for (const [name, loop] of loops) (name.startsWith('push ') ? pushing : others).push(loop)
  await Promise.all(others.map((loop) => loop.stop()))
  await Promise.all(pushing.map((loop) => loop.stop()))
  loops.clear()
  for (const joined of engine.systems.values()) await pushAtHand(engine, joined)
}

type Steps = Pick<Hub, 'pull' | 'plan' | 'push' | 'runUntilIdle'>

function stepsOf(engine: Engine, ready: () => Promise<void>): Steps {
  const steps: Steps = {
    async pull() {
      await ready()
      let count = 0
      for (const joined of engine.systems.values()) count += (await pullAll(engine, joined)) + (await recheckOnce(engine, joined))
      return count
    },
    async plan() {
      await ready()
      let count = 0
      for (let planned = 1; planned > 0; count += planned) planned = await planBatch(engine)
      return count
    },
    async push() {
      await ready()
      const held = await openFlows(engine)
      let count = 0
      for (const joined of engine.systems.values()) {
        count += await tryBroken(engine, joined)
        count += await pushMerges(engine, joined)
        count += await pushExpired(engine, joined)
        count += (await pushDue(engine, joined, held.get(joined.system) ?? [])).count
      }
      await watchFlows(engine)
      return count
    },
    async runUntilIdle() {
      for (let moved = 1; moved > 0; ) {
        moved = (await steps.pull()) + (await steps.plan()) + (await steps.push())
        if (moved === 0) moved = await sweep(engine)
      }
    },
  }
  return steps
}

/** Reads page after page until a system has told everything. */
async function pullAll(
  engine: Engine,
  joined: Joined,
  wanted?: ReadonlySet<KindName>,
  between?: () => Promise<void>,
): Promise<number> {
  let count = 0
  for (let kinds = wanted; ; ) {
    const pulled = await pullOnce(engine, joined, kinds)
    count += pulled.count
    if (pulled.more.size === 0) return count
    kinds = pulled.more
    await between?.()
  }
}

type StartLoop = (name: string, work: (isPoll: boolean) => Promise<unknown>) => Loop

/** What the joint wrote itself is read some together, a little later: whoever waits for something else goes first. */
const ECHOES_MS = 60

/** Reads what a system says has changed, or all of it. Answers how to stop listening to it. */
function startPulling(engine: Engine, joined: Joined, start: StartLoop): (() => void) | undefined {
  const named = new Set<KindName>()
  let isAll = true
  let isEchoDue = false
  const pull = start(`pull ${joined.system}`, async (isPoll) => {
    const wanted = isPoll || isAll || named.size === 0 ? undefined : new Set(named)
    named.clear()
    isAll = false
    isEchoDue = false
    await pullAll(engine, joined, wanted, () => waitForRoom(engine))
  })
  return joined.connector.onWake?.((kinds, { echo } = { echo: false }) => {
    if (kinds) for (const kind of kinds) named.add(kind)
    else isAll = true
    if (!echo) return pull.wake()
    if (!isEchoDue) pull.wake(ECHOES_MS)
    isEchoDue = true
  })
}

function startLoops(engine: Engine, loops: Map<string, Loop>, queued: Set<string>): (() => void)[] {
  let held: Held = new Map()
  const start: StartLoop = (name, work) => {
    const loop = startLoop(engine.limits.pollMs, work, (fault) => engine.fault(fault, name))
    loops.set(name, loop)
    return loop
  }
  const stops: (() => void)[] = []
  start('plan', async (isPoll) => {
    const isFirst = held.size === 0
    const isHeld = () => [...held.values()].some((kinds) => kinds.length > 0)
    // Between batches, too: a flow that opens early is written to while the rest is still being planned.
    for (let planned = 1; planned > 0; ) {
      planned = await planBatch(engine)
      if (planned > 0 && isHeld()) held = await openFlows(engine)
    }
    if (isPoll || isHeld() || isFirst) held = await openFlows(engine)
    if (isFirst) for (const system of engine.systems.keys()) engine.wake.push(system)
    if (isPoll) await sweep(engine)
    if (isPoll) await watchFlows(engine)
  })
  const rehearsing = start('dry-run', () => rehearseAll(engine))
  for (const joined of engine.systems.values()) {
    const { system } = joined
    start(`push ${system}`, async (isPoll) => {
      if (isPoll) await tryBroken(engine, joined)
      if (isPoll) while ((await pushExpired(engine, joined)) + (await pushMerges(engine, joined)) > 0);
      if (!held.has(system)) return
      const isQueued = queued.delete(system)
      if (!isPoll && !isQueued) return pushAtHand(engine, joined)
      await pushQueue(engine, joined, () => held.get(system) ?? [])
    })
    start(`recheck ${system}`, async () => {
      while ((await recheckOnce(engine, joined)) > 0);
    })
    if (joined.connector.ids) startChecking(engine, joined, start)
    const stop = startPulling(engine, joined, start)
    if (stop) stops.push(stop)
  }
  if (engine.proves) stops.push(startProving(engine, start))
  // People's commands run in transactions of their own: their commits wake the engine.
  stops.push(
    engine.database.onAppended((tenant, context) => {
      if (tenant !== engine.tenant || context !== 'hub') return
      engine.wake.plan()
      rehearsing.wake()
      for (const system of engine.systems.keys()) {
        engine.wake.push(system)
        engine.wake.recheck(system)
      }
    }),
  )
  return stops
}

/** How often ids are laid side by side, for systems that do not tell what was deleted. */
const PRESENCE_MS = 600_000

function startChecking(engine: Engine, joined: Joined, start: StartLoop): void {
  let dueAt = epochMs(engine.now()) + PRESENCE_MS
  start(`presence ${joined.system}`, async () => {
    if (epochMs(engine.now()) < dueAt) return
    dueAt = epochMs(engine.now()) + PRESENCE_MS
    await checkPresence(engine, joined)
  })
}

/** Changes of money are looked at some together; what the listener hears in between is one wake. */
const GATHER_MS = 100

/** The continuous proof rests so many times as long as it worked: whoever works in the same process is not to feel it. */
const RESTS = 20

function startProving(engine: Engine, start: (name: string, work: (isPoll: boolean) => Promise<void>) => Loop): () => void {
  let isRung = false
  const money = start('money', async (isPoll) => {
    isRung = false
    await followMoney(engine, isPoll)
  })
  let isBegun = false
  const round = paced(engine.now, RESTS, () => proveRound(engine))
  const proofs = start('proof', async () => {
    if (!isBegun) await beginRounds(engine)
    isBegun = true
    await proveWaiting(engine)
    await round()
  })
  return engine.database.onAppended((tenant, context) => {
    if (tenant === engine.tenant && context === 'hub') proofs.wake()
    if (tenant !== engine.tenant || isRung) return
    isRung = true
    money.wake(GATHER_MS)
  })
}
