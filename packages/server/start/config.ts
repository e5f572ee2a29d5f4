/** Settings of `npm start`, from the environment. */
import { randomBytes } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { Fault } from '@tandem/kernel'

export interface Config {
  readonly host: string
  /** Undefined: 3000, or the next free one. */
  readonly port: number | undefined
  readonly databaseUrl: string | undefined
  readonly dataDir: string
  readonly demo: boolean
  readonly logLevel: string
}

const LOOPBACK = new Set(['127.0.0.1', 'localhost', '::1'])
const FIRST_PORT = 3000

/** Throws a Fault that says what to set instead. The demo lets everybody in, so it is off where others can connect. */
export function configFrom(env: NodeJS.ProcessEnv): Config {
  const host = env.HOST || '127.0.0.1'
  return {
    host,
    port: portOf(env.PORT),
    databaseUrl: env.DATABASE_URL || undefined,
    dataDir: env.DATA_DIR || '.data',
    demo: env.DEMO === undefined ? LOOPBACK.has(host) : env.DEMO === '1',
    logLevel: env.LOG_LEVEL || 'warn',
  }
}

function portOf(text: string | undefined): number | undefined {
  if (!text) return undefined
  const port = Number(text)
  if (!/^\d{1,5}$/.test(text) || port > 65_535) throw new Fault(`PORT must be a number from 0 to 65535, not ${text}`)
  return port
}

/** The port to listen on: the given one, else the first free one from 3000 on. */
export async function choosePort({ port, host }: Config): Promise<number> {
  if (port !== undefined) return port
  for (let candidate = FIRST_PORT; candidate < FIRST_PORT + 100; candidate++) {
    if (await isFree(candidate, host)) return candidate
  }
  throw new Fault(`no port from ${FIRST_PORT} to ${FIRST_PORT + 99} is free: set PORT`)
}

function isFree(port: number, host: string): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer()
    probe.once('error', () => resolve(false))
    probe.listen(port, host, () => probe.close(() => resolve(true)))
  })
}

const SECRET_BYTES = 32

/** The secret that signs sessions, kept beside the data so that they outlive a restart. */
export function sessionSecret(dataDir: string): Uint8Array {
  const file = join(dataDir, 'session-secret')
  try {
    return readSecret(file)
  } catch {
    mkdirSync(dataDir, { recursive: true })
    // Never overwritten: of two servers that start together, the second reads what the first wrote.
    writeFileSync(file, randomBytes(SECRET_BYTES), { mode: 0o600, flag: 'wx' })
    return readSecret(file)
  }
}

function readSecret(file: string): Uint8Array {
  const secret = readFileSync(file)
  if (secret.length !== SECRET_BYTES) throw new Fault(`${file} is no secret of ${SECRET_BYTES} bytes: delete it`)
  return secret
}
