/** A process of its own for one worker of the browser specs: the product, and the browser that it is looked at with. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { serveBrowser } from '@tandem/testkit/browser'
import { startServer } from './start-server.ts'

const [, , postgresUrl = ''] = process.argv
// What is written as files is nobody's afterwards.
const files = mkdtempSync(join(tmpdir(), 'tandem-browser-'))
process.env.FILES_DIR = files
const [server, browser] = await Promise.all([startServer(postgresUrl), serveBrowser()])
process.send?.({ url: server.url, key: server.key, databaseUrl: server.databaseUrl, browser: browser.address })

// Who started it lets go of it, or is gone.
process.once('disconnect', async () => {
  await browser.close()
  await server.stop()
  rmSync(files, { recursive: true, force: true })
  process.exit()
})
