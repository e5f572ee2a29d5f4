/** One server, one page and one browser for all browser specs: starting them takes longer than most of what is shown. */
import { serveBrowser } from '@tandem/testkit/browser'
import type { TestProject } from 'vitest/node'
import { startServer } from './start-server.ts'

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const [postgresUrl] = project.getProvidedContext().postgresUrls
  const [server, browser] = await Promise.all([startServer(postgresUrl ?? ''), serveBrowser()])
  project.provide('server', { url: server.url, key: server.key })
  project.provide('browser', browser.address)
  return async () => {
    await browser.close()
    await server.stop()
  }
}

declare module 'vitest' {
  interface ProvidedContext {
    /** Where the product runs, and a key that may do everything. */
    server: { readonly url: string; readonly key: string }
    /** Where the browser listens. */
    browser: string
  }
}
