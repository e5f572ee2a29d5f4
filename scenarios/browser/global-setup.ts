/**
 * For each worker of the browser specs a server and a browser, in a process of their own, for all specs that come to it one
 * after another: starting them takes longer than most of what is shown, and two in one process would wait for each other.
 */
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { buildPage, DEVELOPMENT_FOLDER, isPageStale, PAGE_FOLDER } from '@tandem/server/build-page'
import type { TestProject } from 'vitest/node'

/** What a worker works with. */
export interface Served {
  /** Where the product runs. */
  readonly url: string
  /** Of the API: it may do everything. */
  readonly key: string
  /** Where the browser listens. */
  readonly browser: string
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { postgresUrls } = project.getProvidedContext()
  // A page that is newer than its sources is not built once more.
  for (const folder of [PAGE_FOLDER, DEVELOPMENT_FOLDER]) if (isPageStale(folder)) await buildPage(folder)
  const { maxWorkers } = project.config
  const started = Array.from({ length: maxWorkers }, (_, at) => start(postgresUrls[at % postgresUrls.length] ?? ''))
  project.provide('served', await Promise.all(started.map(({ served }) => served)))
  return async () => {
    await Promise.all(started.map(({ child }) => stop(child)))
  }
}

function start(postgresUrl: string): { readonly child: ChildProcess; readonly served: Promise<Served> } {
  const child = fork(join(import.meta.dirname, 'serve.ts'), [postgresUrl], { execArgv: [] })
  const served = new Promise<Served>((resolve, reject) => {
    child.once('message', (said) => resolve(said as Served))
    child.once('exit', (code) => reject(new Error(`a server of the browser specs ended with ${code} before it was up`)))
  })
  return { child, served }
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = once(child, 'exit')
  child.disconnect()
  await gone
}

declare module 'vitest' {
  interface ProvidedContext {
    /** By worker, the first for the first. */
    served: readonly Served[]
  }
}
