/** A loop that works when it is woken and now and then by itself, never twice at once. */
export interface Loop {
  /** Works soon; at once when resting. A wake for later counts as a poll: something put off is due then. */
  wake(inMs?: number): void
  /** Ends after the work under way. */
  stop(): Promise<void>
}

/**
 * `work` learns whether nobody woke it. When it throws, `onFault` is told and the loop rests until the next poll.
 */
export function startLoop(pollMs: number, work: (isPoll: boolean) => Promise<unknown>, onFault: (fault: unknown) => void): Loop {
  const bell = makeBell(pollMs)
  const run = async (): Promise<void> => {
    while (!bell.isStopped()) {
      const isPoll = bell.take()
      let failed = false
      await work(isPoll).catch((fault) => {
        failed = true
        onFault(fault)
      })
      await bell.rest(failed)
    }
  }
  const ended = run()
  return {
    wake: (inMs = 0) => bell.ring(inMs),
    async stop() {
      bell.stop()
      await ended
    },
  }
}

interface Bell {
  ring(inMs: number): void
  /** Takes what was rung so far; whether something was due by the clock. */
  take(): boolean
  /** Until it is rung or the next poll; at once when it was rung meanwhile, unless `inAnyCase`. */
  rest(inAnyCase: boolean): Promise<void>
  stop(): void
  isStopped(): boolean
}

function makeBell(pollMs: number): Bell {
  let isStopped = false
  let isRung = true
  let isDue = true
  let rouse: (() => void) | undefined
  const timers = new Set<NodeJS.Timeout>()
  const after = (ms: number, act: () => void): NodeJS.Timeout => {
    const timer = setTimeout(() => {
      timers.delete(timer)
      isDue = true
      act()
    }, ms)
    timers.add(timer)
    return timer
  }
  const ringNow = (): void => {
    isRung = true
    rouse?.()
  }
  return {
    ring(inMs) {
      if (isStopped) return
      if (inMs <= 0) ringNow()
      // What is due after the next poll is looked for then.
      else if (inMs < pollMs) void after(inMs, ringNow)
    },
    take() {
      const wasDue = isDue
      isDue = false
      isRung = false
      return wasDue
    },
    async rest(inAnyCase) {
      if (isStopped || (isRung && !inAnyCase)) return
      await new Promise<void>((resolve) => {
        const poll = after(pollMs, resolve)
        rouse = () => {
          clearTimeout(poll)
          timers.delete(poll)
          resolve()
        }
      })
    },
    stop() {
      isStopped = true
      for (const timer of timers) clearTimeout(timer)
      timers.clear()
      rouse?.()
    },
    isStopped: () => isStopped,
  }
}
