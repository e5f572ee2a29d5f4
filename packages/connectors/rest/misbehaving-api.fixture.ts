/** An API in this process that keeps customers and misbehaves as told: limits, lost answers, tokens that run out. */
import { createHmac } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Json } from '@tandem/kernel'

export interface Trouble {
  /** `Retry-After` of the next answers: seconds, or `date+9`. */
  readonly tooMany?: readonly string[]
  /** The next writes are done and answered with 500, or not answered. */
  readonly failAfterCommit?: number
  readonly hangUpAfterCommit?: number
  readonly failBefore?: number
  readonly refuse?: string
  /** So many pages of a list come twice. */
  readonly repeatPages?: number
  readonly sameNext?: boolean
  readonly nextElsewhere?: string
  readonly ignoreQuery?: boolean
  /** A token is good for so many requests. */
  readonly expireEvery?: number
}

type Row = Record<string, Json>

export interface MisbehavingApi {
  readonly url: string
  /** Empties it; the first id after `last` comes next. */
  reset(last?: number): void
  add(row: Row, id?: string): void
  edit(id: string, changes: Row): void
  /** In one moment. */
  editAll(ids: readonly string[], changes: Row): void
  remove(id: string): void
  all(): Row[]
  misbehave(trouble: Trouble): void
  demand(auth: { by: string; header?: string; hash?: string; encoding?: string }): void
  requests(path: string): number
  close(): Promise<void>
}

export async function misbehavingApi(): Promise<MisbehavingApi> {
  const state = new Api()
  const server = createServer((request, response) => void state.serve(request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  state.url = `http://127.0.0.1:${port}`
  return {
    url: state.url,
    reset: (last) => state.reset(last),
    add: (row, id) => state.add(row, id),
    edit: (id, changes) => state.edit(id, changes),
    editAll: (ids, changes) => state.editAll(ids, changes),
    remove: (id) => void state.rows.delete(id),
    all: () => [...state.rows.values()],
    misbehave: (trouble) => {
      state.trouble = { ...trouble, tooMany: [...(trouble.tooMany ?? [])] }
    },
    demand: (auth) => {
      state.auth = auth
    },
    requests: (path) => state.counts.get(path) ?? 0,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  }
}

interface Reply {
  readonly status: number
  readonly body?: Json
  readonly headers?: Readonly<Record<string, string>>
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] }

class Api {
  url = ''
  rows = new Map<string, Row>()
  counts = new Map<string, number>()
  trouble: Mutable<Trouble> & { tooMany?: string[] } = {}
  auth: { by: string; header?: string; hash?: string; encoding?: string } = { by: 'bearer' }
  private last = 0
  private tick = 0
  private token = { value: '', left: 0 }
  private refresh = 'refresh-1'
  private readonly byKey = new Map<string, Reply>()

  reset(last = 0): void {
    this.rows.clear()
    this.counts.clear()
    this.byKey.clear()
    this.trouble = {}
    this.auth = { by: 'bearer' }
    this.last = last
    this.refresh = 'refresh-1'
    this.token = { value: '', left: 0 }
  }

  add(row: Row, id = String(++this.last)): Row {
    const made = { id, ...row, ...this.stamp() }
    this.rows.set(id, made)
    return made
  }

  edit(id: string, changes: Row, stamp = this.stamp()): Row {
    const row = { ...this.rows.get(id), ...changes, ...stamp }
    this.rows.set(id, row)
    return row
  }

  editAll(ids: readonly string[], changes: Row): void {
    const stamp = this.stamp()
    for (const id of ids) this.edit(id, changes, stamp)
  }

  private stamp(): Row {
    this.tick += 1
    return { updatedAt: new Date(Date.UTC(2026, 2, 2, 8) + this.tick * 1000).toISOString(), '@odata.etag': `W/"${this.tick}"` }
  }

  async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let text = ''
    for await (const chunk of request) text += chunk
    const url = new URL(request.url ?? '/', this.url)
    this.counts.set(url.pathname, (this.counts.get(url.pathname) ?? 0) + 1)
    const reply = this.answer(request, url, text)
    if (!reply) {
      request.socket.destroy()
      return
    }
    response.writeHead(reply.status, { 'content-type': 'application/json', ...reply.headers })
    response.end(reply.body === undefined ? '' : JSON.stringify(reply.body))
  }

  /** Undefined: no answer at all. */
  private answer(request: IncomingMessage, url: URL, text: string): Reply | undefined {
    if (url.pathname === '/token') return this.giveToken(text)
    if (!this.isLetIn(request, url, text)) return { status: 401, body: { error: { message: 'who are you?' } } }
    const wait = this.trouble.tooMany?.shift()
    if (wait !== undefined) {
      const now = new Date(Date.UTC(2026, 0, 1))
      const until = wait.startsWith('date+') ? new Date(now.getTime() + Number(wait.slice(5)) * 1000).toUTCString() : wait
      return { status: 429, headers: { 'retry-after': until, date: now.toUTCString() } }
    }
    const path = url.pathname.replace(/^\/v1/, '')
    if (request.method === 'POST' && path === '/$batch') return this.batch(JSON.parse(text) as { requests: BatchPart[] })
    if (request.method === 'GET') return path === '/customers' ? this.list(url) : this.one(path)
    return this.write(request.method ?? '', path, text, request.headers as Record<string, string>)
  }

  private write(method: string, path: string, text: string, headers: Readonly<Record<string, string>>): Reply | undefined {
    const key = headers['idempotency-key']
    const before = key === undefined ? undefined : this.byKey.get(key)
    if (before) return before
    if (this.trouble.refuse) return { status: 422, body: { message: this.trouble.refuse } }
    if (this.trouble.failBefore) {
      this.trouble.failBefore -= 1
      return { status: 500 }
    }
    const reply = this.carryOut(method, path, text, headers)
    if (key !== undefined) this.byKey.set(key, reply)
    if (this.trouble.failAfterCommit) {
      this.trouble.failAfterCommit -= 1
      return { status: 500, body: { message: 'after the commit' } }
    }
    if (this.trouble.hangUpAfterCommit) {
      this.trouble.hangUpAfterCommit -= 1
      return undefined
    }
    return reply
  }

  private carryOut(method: string, path: string, text: string, headers: Readonly<Record<string, string>>): Reply {
    if (method === 'POST') return { status: 201, body: this.add(JSON.parse(text) as Row) }
    const id = decodeURIComponent(path.split('/').at(-1) ?? '')
    const row = this.rows.get(id)
    if (!row) return { status: 404, body: { message: 'no such customer' } }
    if (headers['if-match'] && headers['if-match'] !== row['@odata.etag']) return { status: 412 }
    if (method === 'DELETE') this.rows.delete(id)
    return method === 'DELETE' ? { status: 204 } : { status: 200, body: this.edit(id, JSON.parse(text) as Row) }
  }

  private one(path: string): Reply {
    const row = this.rows.get(decodeURIComponent(path.split('/').at(-1) ?? ''))
    return row ? { status: 200, body: row } : { status: 404 }
  }

  private list(url: URL): Reply {
    const ask = url.searchParams
    const [since, reference, no] = this.trouble.ignoreQuery ? [] : [ask.get('since'), ask.get('reference'), ask.get('no')]
    const found = [...this.rows.values()].filter(
      (row) =>
        (!since || String(row.updatedAt) >= since) && (!reference || row.reference === reference) && (!no || row.no === no),
    )
    const size = Number(ask.get('size') ?? ask.get('take') ?? 3)
    const start = ask.has('page') ? (Number(ask.get('page')) - 1) * size : Number(ask.get('skip') ?? ask.get('cursor') ?? 0)
    const items = found.slice(start, start + size)
    const isRepeated = (this.trouble.repeatPages ?? 0) > 0 && start > 0
    if (isRepeated) this.trouble.repeatPages = (this.trouble.repeatPages ?? 0) - 1
    const end = isRepeated ? start : start + size
    const isMore = end < found.length
    // What comes twice is asked for by a cursor of its own.
    const cursor = isRepeated ? `${start}.0${this.trouble.repeatPages}` : String(end)
    const next = new URL(url)
    next.searchParams.delete('skip')
    next.searchParams.set('cursor', cursor)
    const address = this.trouble.nextElsewhere ?? (this.trouble.sameNext ? `${this.url}/v1/customers?cursor=0` : next.href)
    const isNamed = isMore || this.trouble.sameNext || this.trouble.nextElsewhere !== undefined
    return {
      status: 200,
      headers: isNamed ? { link: `<${address}>; rel="next"` } : {},
      body: { data: { items, next: isMore ? cursor : null }, ...(isNamed ? { '@odata.nextLink': address } : {}) },
    }
  }

  private batch({ requests }: { requests: BatchPart[] }): Reply {
    const responses = requests.flatMap(({ id, method, url, headers, body }): Json[] => {
      if (body.no === 'forgotten') return []
      if (body.no === 'refused') return [{ id, status: 422, body: { message: 'no' } }]
      const { status, body: said } = this.carryOut(method, `/${url}`, JSON.stringify(body), headers)
      return [{ id, status, body: said ?? null }]
    })
    return { status: 200, body: { responses } }
  }

  private giveToken(text: string): Reply {
    const form = new URLSearchParams(text)
    const isRefresh = form.get('grant_type') === 'refresh_token'
    const isGood = isRefresh ? form.get('refresh_token') === this.refresh : form.get('client_secret') === 'hush'
    if (!isGood) return { status: 400, body: { error: 'invalid_grant' } }
    this.tick += 1
    if (isRefresh) this.refresh = `refresh-${this.tick}`
    this.token = { value: `token-${this.tick}`, left: this.trouble.expireEvery ?? 1_000_000 }
    return {
      status: 200,
      body: { access_token: this.token.value, expires_in: 3600, ...(isRefresh ? { refresh_token: this.refresh } : {}) },
    }
  }

  private isLetIn({ method, headers }: IncomingMessage, url: URL, text: string): boolean {
    const { authorization } = headers
    switch (this.auth.by) {
      case 'basic':
        return authorization === `Basic ${Buffer.from('ann:pä:ss').toString('base64')}`
      case 'header':
        return headers['x-api-key'] === 'secret'
      case 'oauth2':
        if (this.token.value === '' || authorization !== `Bearer ${this.token.value}` || this.token.left <= 0) return false
        this.token.left -= 1
        return true
      case 'signed': {
        const said = [method, url.pathname, url.search.slice(1), headers['x-time'], text].join('\n')
        const made = createHmac(this.auth.hash ?? 'sha256', 'signing')
          .update(said)
          .digest((this.auth.encoding ?? 'hex') as 'hex')
        return headers['x-signature'] === `v1=${made}` && headers['x-user'] === 'ann'
      }
      default:
        return authorization === 'Bearer secret'
    }
  }
}

interface BatchPart {
  readonly id: string
  readonly method: string
  readonly url: string
  readonly headers: Record<string, string>
  readonly body: Row
}
