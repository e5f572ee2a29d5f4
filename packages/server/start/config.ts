/** Settings of `npm start`, from the environment. */
import { createServer, isIP } from 'node:net'
import { Fault } from '@tandem/kernel'
import { type SessionHours, USUAL_HOURS } from '../auth/sessions.ts'
import type { Rate } from '../http/rates.ts'

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
  /** TANDEM_RATE: points that each key, person and address has for a minute; undefined (0): no limit. */
  readonly rate: Rate | undefined
  /** TANDEM_SESSION_HOURS and TANDEM_SESSION_IDLE_HOURS. */
  readonly sessionHours: SessionHours
  /** TANDEM_PROXY: addresses of proxies in front, separated by commas. */
  readonly proxies: readonly string[]
  /** TANDEM_CLAMD: `host:port` of a ClamAV daemon. */
  readonly clamd: string | undefined
  /** TANDEM_STRICT_CODES=1. */
  readonly strictCodes: boolean
  /** TANDEM_SECOND_FACTOR=1: everybody needs one. */
  readonly secondFactor: boolean
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
    rate: rateOf(env.TANDEM_RATE),
    sessionHours: {
      longest: hoursOf('TANDEM_SESSION_HOURS', env, USUAL_HOURS.longest),
      idle: hoursOf('TANDEM_SESSION_IDLE_HOURS', env, USUAL_HOURS.idle),
    },
    proxies: proxiesOf(env.TANDEM_PROXY),
    clamd: clamdOf(env.TANDEM_CLAMD),
    strictCodes: env.TANDEM_STRICT_CODES === '1',
    secondFactor: env.TANDEM_SECOND_FACTOR === '1',
    logLevel: env.LOG_LEVEL || 'warn',
  }
}

/** A person at the page asks for about a hundred points a minute, a busy integration for a few thousand. */
const USUAL_RATE = 12_000

function rateOf(text: string | undefined): Rate | undefined {
  if (!text) return { pointsPerMinute: USUAL_RATE }
  if (!/^\d{1,9}$/.test(text)) throw new Fault(`TANDEM_RATE must be a number of points a minute, 0 for no limit, not ${text}`)
  return Number(text) === 0 ? undefined : { pointsPerMinute: Number(text) }
}

function hoursOf(name: string, env: NodeJS.ProcessEnv, usual: number): number {
  const text = env[name]
  if (!text) return usual
  if (!/^[1-9]\d{0,3}$/.test(text)) throw new Fault(`${name} must be a number of hours, not ${text}`)
  return Number(text)
}

/** One word too much here would let everybody say where they come from. */
function proxiesOf(text: string | undefined): string[] {
  const all = (text ?? '')
    .split(',')
    .map((each) => each.trim())
    .filter(Boolean)
  const wrong = all.find((each) => isIP(each.split('/')[0] ?? '') === 0)
  if (wrong !== undefined)
    throw new Fault(`TANDEM_PROXY must be addresses of proxies, such as 127.0.0.1 or 10.0.0.0/8, not ${wrong}`)
  return all
}

function clamdOf(text: string | undefined): string | undefined {
  if (!text) return undefined
  if (!/^[^\s/]+:\d{1,5}$/.test(text)) throw new Fault(`TANDEM_CLAMD must be host:port of a ClamAV daemon, not ${text}`)
  return text
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
