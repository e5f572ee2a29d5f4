/**
 * For each worker of the browser specs a server and a browser, in a process of their own, for all specs that come to it one
 * after another: starting them takes longer than most of what is shown, and two in one process would wait for each other. They
 * start when their worker asks for them: until then all other specs have the machine for themselves.
 */
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { buildPage, DEVELOPMENT_FOLDER, isPageStale, PAGE_FOLDER } from '@tandem/server/build-page'
import type { TestProject } from 'vitest/node'

/** What a worker works with. */
export interface Served {
  /** Where the product runs. */
  readonly url: string
  /** Of the API: it may do everything. */
  readonly key: string
  /** Of its database. */
  readonly databaseUrl: string
  /** Where the browser listens. */
  readonly browser: string
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { postgresUrls } = project.getProvidedContext()
  // A page that is newer than its sources is not built once more.
  for (const folder of [PAGE_FOLDER, DEVELOPMENT_FOLDER]) if (isPageStale(folder)) await buildPage(folder)
  const started = new Map<number, ReturnType<typeof start>>()
  const startOf = (worker: number) => {
    const known = started.get(worker) ?? start(postgresUrls[worker % postgresUrls.length] ?? '')
    started.set(worker, known)
    return known.served
  }
  const starter = createServer(({ url }, answer) => {
    startOf(Number(url?.slice(1)) % project.config.maxWorkers).then(
      (served) => answer.end(JSON.stringify(served)),
      (fault: Error) => answer.writeHead(500).end(fault.message),
    )
  })
  await once(starter.listen(0, '127.0.0.1'), 'listening')
  project.provide('starter', `http://127.0.0.1:${(starter.address() as AddressInfo).port}`)
  return async () => {
    starter.close().closeAllConnections()
    await Promise.all([...started.values()].map(({ child }) => stop(child)))
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
    /** Answers under `/0`, `/1` ... what the worker of that number works with, as soon as it is up. */
    starter: string
  }
}
