/** Settings of `npm start`, from the environment. */
import { createServer } from 'node:net'
import { Fault } from '@tandem/kernel'

export interface Config {
  readonly host: string
  /** Undefined: 3000, or the next free one. */
  readonly port: number | undefined
  readonly databaseUrl: string | undefined
  readonly dataDir: string
  readonly demo: boolean
  /** The address that people reach the page at, as TANDEM_URL says. */
  readonly publicUrl: string | undefined
  /** Whom the first start invites, where it is no demo. */
  readonly adminEmail: string
  /** TANDEM_KEY, which seals secrets; undefined: one is kept beside the data. */
  readonly key: string | undefined
  /** TANDEM_REACH: addresses inside the house that connectors and alerts may reach, separated by commas. */
  readonly reach: readonly string[]
  readonly logLevel: string
}

const LOOPBACK = new Set(['127.0.0.1', 'localhost', '::1'])
const FIRST_PORT = 3000

/** Throws a Fault that says what to set instead. The demo lets people in with a click, so it is off where others can connect. */
export function configFrom(env: NodeJS.ProcessEnv): Config {
  const host = env.HOST || '127.0.0.1'
  return {
    host,
    port: portOf(env.PORT),
    databaseUrl: env.DATABASE_URL || undefined,
    dataDir: env.DATA_DIR || '.data',
    publicUrl: urlOf(env.TANDEM_URL),
    key: env.TANDEM_KEY || undefined,
    reach: (env.TANDEM_REACH ?? '').split(','),
    adminEmail: env.TANDEM_ADMIN || 'admin@tandem.local',
    demo: env.DEMO === undefined ? LOOPBACK.has(host) : env.DEMO === '1',
    logLevel: env.LOG_LEVEL || 'warn',
  }
}

function urlOf(text: string | undefined): string | undefined {
  if (!text) return undefined
  if (!/^https?:$/.test(URL.parse(text)?.protocol ?? '')) {
    throw new Fault(`TANDEM_URL must be the address of the page, such as https://tandem.example, not ${text}`)
  }
  return text
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
