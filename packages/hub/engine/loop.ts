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
export function startLoop(pollMs: number, work: (isPoll: boolean) => Promise<void>, onFault: (fault: unknown) => void): Loop {
  let isStopped = false
  let isWanted = true
  let isDue = true
  let rouse: (() => void) | undefined
  const timers = new Set<NodeJS.Timeout>()

  const wakeNow = (): void => {
    isWanted = true
    rouse?.()
  }
  const after = (ms: number, act: () => void): NodeJS.Timeout => {
    const timer = setTimeout(() => {
      timers.delete(timer)
      act()
    }, ms)
    timers.add(timer)
    return timer
  }
  const rest = (): Promise<void> =>
    new Promise((resolve) => {
      const timer = after(pollMs, () => {
        isDue = true
        resolve()
      })
      rouse = () => {
        clearTimeout(timer)
        timers.delete(timer)
        resolve()
      }
    })
  const run = async (): Promise<void> => {
    while (!isStopped) {
      const isPoll = isDue
      isDue = false
      isWanted = false
      let failed = false
      await work(isPoll).catch((fault) => {
        failed = true
        onFault(fault)
      })
      if (!isStopped && (failed || !isWanted)) await rest()
    }
  }
  const ended = run()
  return {
    wake(inMs = 0) {
      if (isStopped) return
      if (inMs <= 0) wakeNow()
      else if (inMs < pollMs) {
        after(inMs, () => {
          isDue = true
          wakeNow()
        })
      }
    },
    async stop() {
      isStopped = true
      for (const timer of timers) clearTimeout(timer)
      timers.clear()
      rouse?.()
      await ended
    },
  }
}
