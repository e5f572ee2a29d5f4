/** The peers of these scenarios: real systems that somebody started, found by the files that tell how they are reached. */
import { exec } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { promisify } from 'node:util'

export interface OdooPeer {
  readonly url: string
  readonly database: string
  readonly login: string
  readonly key: string
  call<T = unknown>(model: string, method: string, args?: object): Promise<T>
}

/** `ODOO_ENV` names a file of ODOO_URL, ODOO_DB, ODOO_LOGIN, ODOO_KEY; or these stand in the environment. */
export async function odooPeer(): Promise<OdooPeer | undefined> {
  const found = settings('ODOO')
  if (!found.URL || !found.KEY || !(await answers(`${found.URL}/web/version`))) {
    process.stderr.write('No Odoo is up (ODOO_ENV names none): its scenarios are left out.\n')
    return undefined
  }
  const { URL: url, KEY: key, DB: database = '', LOGIN: login = '' } = found
  return {
    ...{ url, key, database, login },
    async call<T>(model: string, method: string, args: object = {}) {
      const response = await fetch(`${url}/json/2/${model}/${method}`, {
        method: 'POST',
        headers: { authorization: `bearer ${key}`, 'content-type': 'application/json' },
        body: JSON.stringify(args),
      })
      const answer = (await response.json()) as T & { message?: string }
      if (!response.ok) throw new Error(`${model}.${method}: ${answer.message}`)
      return answer
    },
  }
}

const run = promisify(exec)

/**
 * Stops a peer and starts it again, by the command of `ODOO_RESTART` or `TRYTON_RESTART`. Where there is none, it only seems to:
 * whoever calls this has cut the wire.
 */
export async function restart(name: 'ODOO' | 'TRYTON'): Promise<void> {
  const command = process.env[`${name}_RESTART`]
  if (command) await run(command)
  else process.stderr.write(`${name}_RESTART names no command: ${name} is not restarted, only out of reach.\n`)
}

function settings(name: string): Readonly<Record<string, string>> {
  const file = process.env[`${name}_ENV`] ?? `${process.env.PEERS ?? '/var/tmp/tandem-peers'}/${name.toLowerCase()}.env`
  const lines = existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : []
  const told = lines.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)])
  const given = Object.entries(process.env).filter(([key]) => key.startsWith(`${name}_`))
  return Object.fromEntries([...told, ...given].map(([key, value]) => [String(key).slice(name.length + 1), String(value)]))
}

async function answers(url: string): Promise<boolean> {
  return fetch(url, { signal: AbortSignal.timeout(5_000) }).then(
    (response) => response.ok,
    () => false,
  )
}

export interface TrytonPeer {
  readonly url: string
  readonly database: string
  readonly login: string
  readonly password: string
  /** Begins a session. Answers the user's id. */
  signIn(): Promise<number>
  context(): Promise<Readonly<Record<string, unknown>>>
  call<T = unknown>(method: string, params: readonly unknown[], context?: object): Promise<T>
}

/** `TRYTON_ENV` names a file of TRYTON_URL, TRYTON_DB, TRYTON_LOGIN, TRYTON_PASSWORD; or these stand in the environment. */
export async function trytonPeer(): Promise<TrytonPeer | undefined> {
  const { URL: url, DB: database = '', LOGIN: login = '', PASSWORD: password = '' } = settings('TRYTON')
  const ask = async <T>(path: string, method: string, params: readonly unknown[], auth?: string): Promise<T> => {
    const response = await fetch(`${url}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(auth ? { authorization: auth } : {}) },
      body: JSON.stringify({ id: 1, method, params }),
    })
    const answer = (await response.json()) as { result: T; error?: unknown }
    if (answer.error) throw new Error(`${method}: ${JSON.stringify(answer.error).slice(0, 300)}`)
    return answer.result
  }
  const isUp =
    url &&
    (await ask('/', 'common.server.version', []).then(
      () => true,
      () => false,
    ))
  if (!isUp) {
    process.stderr.write('No Tryton is up (TRYTON_ENV names none): its scenarios are left out.\n')
    return undefined
  }
  let auth = ''
  let preferences: Readonly<Record<string, unknown>> = {}
  const peer: TrytonPeer = {
    ...{ url, database, login, password },
    async signIn() {
      const [user, session] = await ask<[number, string]>(`/${database}/`, 'common.db.login', [login, { password }])
      auth = `Session ${Buffer.from(`${login}:${user}:${session}`).toString('base64')}`
      preferences = await ask(`/${database}/`, 'model.res.user.get_preferences', [true, {}], auth)
      return user
    },
    async context() {
      if (auth === '') await peer.signIn()
      return preferences
    },
    async call<T>(method: string, params: readonly unknown[], context: object = {}) {
      const known = await peer.context()
      return ask<T>(`/${database}/`, method, [...params, { ...known, ...context }], auth)
    },
  }
  return peer
}
