/** A process of its own for one worker of the browser specs: the product, and the browser that it is looked at with. */
import { serveBrowser } from '@tandem/testkit/browser'
import { startServer } from './start-server.ts'

const [, , postgresUrl = ''] = process.argv
const [server, browser] = await Promise.all([startServer(postgresUrl), serveBrowser()])
process.send?.({ url: server.url, key: server.key, browser: browser.address })

// Who started it lets go of it, or is gone.
process.once('disconnect', async () => {
  await browser.close()
  await server.stop()
  process.exit()
})
