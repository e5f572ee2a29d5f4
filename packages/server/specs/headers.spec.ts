/** What a server says of itself to anybody, and the methods that it does not know. */
import { request } from 'node:http'
import { crmMigrations } from '@tandem/crm'
import { testDatabase } from '@tandem/testkit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTestServer, type TestServer } from './test-server.ts'

const database = testDatabase([crmMigrations])
let server: TestServer

beforeAll(async () => {
  server = await startTestServer(database.current)
})
afterAll(() => server.close())

interface Raw {
  readonly status: number
  readonly headers: Readonly<Record<string, unknown>>
  readonly text: string
}

function ask(method: string, path: string, headers: Record<string, string> = {}): Promise<Raw> {
  return new Promise((resolve, reject) => {
    const sent = request(`${server.url}${path}`, { method, headers }, (answer) => {
      let text = ''
      answer.on('data', (piece) => {
        text += piece
      })
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text }))
    })
    sent.on('error', reject)
    sent.end()
  })
}

describe('S1 a server', () => {
  it.each(['TRACE', 'TRACK', 'CONNECT', 'PUT'])(
    'does not know %s, and sends nothing back of what came with it',
    async (method) => {
      const asked = ask(method, '/api/v1/crm/customers', { 'x-mine': 'echo-of-this', authorization: `Bearer ${server.key}` })
      const { status, text } = await asked.catch(() => ({ status: 400, text: '' }))
      expect(status).toBeGreaterThanOrEqual(400)
      expect(status).toBeLessThan(500)
      expect(text).not.toContain('echo-of-this')
    },
  )

  it('tells nobody what it is made of, and lets no other origin read', async () => {
    for (const path of ['/api/health', '/api', '/api/v1/crm/customers', '/nowhere']) {
      const { headers } = await ask('GET', path, { origin: 'https://evil.example' })
      const names = Object.keys(headers).join(' ')
      expect(names).not.toMatch(/server|x-powered-by|access-control-allow/)
      expect(headers['content-security-policy']).toMatch(/object-src 'none'; base-uri 'none'/)
    }
  })
})
