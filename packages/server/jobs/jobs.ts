/** Work that comes round by the clock, for every company of this server, one round at a time. */
import type { Id } from '@tandem/kernel'

export interface Job {
  readonly name: string
  readonly everyMs: number
  run(tenant: Id, isStopped: () => boolean): Promise<void>
}

export interface Jobs {
  /** Ends what is under way. */
  stop(): Promise<void>
}

export function startJobs(
  jobs: readonly Job[],
  tenants: () => Iterable<Id>,
  onFault: (fault: unknown, job: string, tenant: Id) => void,
): Jobs {
  let isStopped = false
  const running = new Map<string, Promise<void>>()
  const round = async ({ name, run }: Job): Promise<void> => {
    for (const tenant of tenants()) {
      if (!isStopped) await run(tenant, () => isStopped).catch((fault) => onFault(fault, name, tenant))
    }
  }
  const timers = jobs.map((job) =>
    setInterval(() => {
      if (running.has(job.name)) return
      running.set(
        job.name,
        round(job).finally(() => running.delete(job.name)),
      )
    }, job.everyMs).unref(),
  )
  return {
    async stop() {
      isStopped = true
      for (const timer of timers) clearInterval(timer)
      await Promise.all(running.values())
    },
  }
}
