/** The page as its developers see it, of the same server: React and antd say on the console what they find wrong with it. */
import { readFileSync } from 'node:fs'
import { basename, extname, join } from 'node:path'
import { DEVELOPMENT_FOLDER } from '@tandem/server/build-page'
import type { BrowserContext } from '@tandem/testkit/browser'

/** Puts its files in place of the server's, for every page of a browser. */
export async function asDeveloped(context: BrowserContext): Promise<void> {
  const html = readFileSync(join(DEVELOPMENT_FOLDER, 'index.html'), 'utf8')
  await context.route('**/assets/*', (route) => {
    const name = basename(new URL(route.request().url()).pathname)
    return route.fulfill({ path: join(DEVELOPMENT_FOLDER, 'assets', name) })
  })
  // The answer's own rules for scripts name a nonce.
  const isPage = ({ pathname }: URL) => !pathname.startsWith('/api/') && extname(pathname) === ''
  await context.route(isPage, async (route) => {
    const response = await route.fetch()
    const nonce = /'nonce-([^']+)'/.exec(response.headers()['content-security-policy'] ?? '')?.[1] ?? ''
    await route.fulfill({ response, body: html.replaceAll('__CSP_NONCE__', nonce) })
  })
}
