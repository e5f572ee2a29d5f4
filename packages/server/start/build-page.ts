/** Builds the page with Vite when it was never built, or a source is newer than the build. */
import { spawn } from 'node:child_process'
import { existsSync, globSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Fault } from '@tandem/kernel'

const ROOT = fileURLToPath(new URL('../../../', import.meta.url))
const WEB = join(ROOT, 'packages/web')

export const PAGE_FOLDER = join(WEB, 'dist')
/** Of the page as its developers look at it: half as fast, and React and antd remark on what is wrong with it. */
export const DEVELOPMENT_FOLDER = join(WEB, 'dist-development')

/** The page is made of its own sources and of the data-only doors of the sides. */
const SOURCES = [
  'packages/web/{src,public}/**/*',
  'packages/web/{index.html,vite.config.ts,package.json}',
  'packages/kernel/*.ts',
  'packages/{crm,erp,hub}/**/{*definition*,fields,kinds,kind-*,rules}.ts',
  'packages/server/{auth/definition,start/build-page}.ts',
]

export function isPageStale(folder = PAGE_FOLDER): boolean {
  const built = join(folder, 'index.html')
  if (!existsSync(built)) return true
  const since = statSync(built).mtimeMs
  const sources = globSync(SOURCES, { cwd: ROOT, exclude: (name) => name === 'node_modules' || name.endsWith('.spec.ts') })
  return sources.some((path) => statSync(join(ROOT, path)).mtimeMs > since)
}

/** Runs Vite in a process of its own. Throws a Fault with what Vite said when the build fails. */
export function buildPage(folder = PAGE_FOLDER): Promise<void> {
  const vite = join(ROOT, 'node_modules/vite/bin/vite.js')
  // Whoever builds it: under a test run's own word for it the page that is shipped would be one for developers.
  const env = { ...process.env, NODE_ENV: folder === DEVELOPMENT_FOLDER ? 'development' : 'production' }
  const args = [vite, 'build', '--outDir', folder, '--emptyOutDir', '--logLevel', 'warn']
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { cwd: WEB, env, stdio: ['ignore', 'pipe', 'pipe'] })
    let said = ''
    const hear = (chunk: Buffer) => {
      said += chunk
    }
    child.stdout.on('data', hear)
    child.stderr.on('data', hear)
    child.once('error', reject)
    child.once('close', (code) => (code === 0 ? resolve() : reject(new Fault(`the page could not be built:\n${said.trim()}`))))
  })
}
