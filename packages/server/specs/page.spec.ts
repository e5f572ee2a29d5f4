import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { crmMigrations } from '@tandem/crm'
import { testDatabase } from '@tandem/testkit'
import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createApp } from '../http/app.ts'
import { pageFrom } from '../http/page.ts'
import { startTestServer, type TestServer } from './test-server.ts'

const database = testDatabase([crmMigrations])
let server: TestServer
let app: FastifyInstance

const INDEX = '<html><script type="module" nonce="__CSP_NONCE__" src="/assets/a.js"></script></html>'

beforeAll(async () => {
  const folder = mkdtempSync(join(tmpdir(), 'page-'))
  mkdirSync(join(folder, 'assets'))
  writeFileSync(join(folder, 'index.html'), INDEX)
  writeFileSync(join(folder, 'assets/a.js'), `// ${'x'.repeat(5000)}`)
  writeFileSync(join(folder, '../outside.txt'), 'secret')
  server = await startTestServer(database.current)
  const { services, api } = server
  const { authenticate } = api.auth
  const elsewhere = pageFrom({ folder, randomBytes: services.randomBytes })
  app = createApp({ services, routes: api.routes, authenticate, elsewhere, logLevel: 'silent' })
})
afterAll(async () => {
  await app.close()
  await server.close()
})

describe('P1 the page', () => {
  it.each(['/', '/crm/quotes/7', '/joint?tab=inbox'])('comes at %s with a nonce of its own each time', async (url) => {
    const [one, two] = [await app.inject(url), await app.inject(url)]
    const nonce = /nonce="([^"]+)"/.exec(one.body)?.[1] ?? ''
    expect(one.statusCode).toBe(200)
    expect(one.headers['content-security-policy']).toContain(`'nonce-${nonce}'`)
    expect(one.headers['content-security-policy']).not.toContain('unsafe')
    expect(two.body).not.toContain(nonce)
  })

  it('keeps its files for ever, packed for who can unpack', async () => {
    const packed = await app.inject({ url: '/assets/a.js', headers: { 'accept-encoding': 'gzip, br' } })
    expect(packed.headers).toMatchObject({ 'content-encoding': 'gzip', 'cache-control': expect.stringContaining('immutable') })
    expect((await app.inject('/assets/a.js')).body).toHaveLength(5003)
  })

  it.each(['/assets/b.js', '/../outside.txt', '/%2e%2e/outside.txt', '/assets/..%2f..%2foutside.txt', '/api/nothing'])(
    'holds nothing at %s',
    async (url) => {
      const reply = await app.inject(url)
      expect(reply.statusCode).toBe(404)
      expect(reply.body).not.toContain('secret')
    },
  )

  it.each([true, false])('tells browsers to come by https only where it is reached so: %s', async (secure) => {
    const { services, api } = server
    const one = createApp({ services, routes: api.routes, authenticate: api.auth.authenticate, logLevel: 'silent', secure })
    const { headers } = await one.inject('/api/health')
    expect(headers['strict-transport-security']).toBe(secure ? 'max-age=31536000; includeSubDomains' : undefined)
    expect(headers['cache-control']).toBe('no-store')
    await one.close()
  })

  it('is there as soon as it was built, and not before', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'page-late-'))
    const { services, api } = server
    const { authenticate } = api.auth
    const elsewhere = pageFrom({ folder, randomBytes: services.randomBytes })
    const late = createApp({ services, routes: api.routes, authenticate, elsewhere, logLevel: 'silent' })
    expect((await late.inject('/')).statusCode).toBe(404)
    writeFileSync(join(folder, 'index.html'), INDEX)
    expect((await late.inject('/')).statusCode).toBe(200)
    await late.close()
  })
})
