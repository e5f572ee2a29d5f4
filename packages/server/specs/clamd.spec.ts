/** A virus scanner of the operator's, spoken to as ClamAV's daemon is. */
import { createServer } from 'node:net'
import { crmMigrations } from '@tandem/crm'
import { hubMigrations } from '@tandem/hub'
import { freePort, testDatabase } from '@tandem/testkit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { deskMessages } from '../desk/messages.ts'
import { deskRoutes } from '../desk/routes.ts'
import { clamdAt } from '../outbound/clamd.ts'
import { crmSide, startTestServer, type TestServer } from './test-server.ts'

const database = testDatabase([crmMigrations, hubMigrations])
const sides = [{ ...crmSide, messages: { ...crmSide.messages, ...deskMessages } }]
let server: TestServer
const seen: Buffer[] = []

/** Takes one INSTREAM and finds what says that it is bad. */
const daemon = createServer((socket) => {
  let got = Buffer.alloc(0)
  socket.on('data', (data: Buffer) => {
    got = Buffer.concat([got, data])
    const head = Buffer.byteLength('zINSTREAM\0')
    if (got.length < head + 4 || got.length < head + 8 + got.readUInt32BE(head)) return
    const content = got.subarray(head + 4, head + 4 + got.readUInt32BE(head))
    seen.push(content)
    socket.end(
      content.includes('BAD') ? 'stream: Test.Bad FOUND\0' : content.includes('ODD') ? 'INSTREAM size limit\0' : 'stream: OK\0',
    )
  })
  socket.on('error', () => undefined)
})

beforeAll(async () => {
  server = await startTestServer(database.current, { sides, more: (services, door) => deskRoutes(sides, services, door) })
  await new Promise<void>((resolve) => daemon.listen(0, '127.0.0.1', resolve))
  scanAt((daemon.address() as { port: number }).port)
})
afterAll(async () => {
  daemon.close()
  await server.close()
})

function scanAt(port: number): void {
  Object.assign(server.services, { scan: clamdAt(`127.0.0.1:${port}`) })
}

async function upload(content: string): Promise<{ status: number; body: { code?: string; id?: string } }> {
  const response = await fetch(`${server.url}/api/v1/desk/files?name=note.csv`, {
    method: 'POST',
    headers: { authorization: `Bearer ${server.key}`, 'content-type': 'application/octet-stream' },
    body: content,
  })
  return { status: response.status, body: (await response.json()) as { code?: string } }
}

describe('S2 a file', () => {
  it('is kept when the scanner finds nothing in it, whole as it came', async () => {
    const big = `a,b\n${'1,2\n'.repeat(200_000)}`
    expect((await upload(big)).status).toBe(201)
    expect(seen.at(-1)?.equals(Buffer.from(big))).toBe(true)
  })

  it('is refused in words when something is found, or when nobody can look', async () => {
    expect(await upload('a,b\nBAD,1\n')).toMatchObject({
      status: 422,
      body: { code: 'file/infected', details: { found: 'Test.Bad' } },
    })
    expect(await upload('a,b\nODD,1\n')).toMatchObject({ status: 503, body: { code: 'file/not-scanned' } })
    scanAt(await freePort())
    expect(await upload('a,b\n1,2\n')).toMatchObject({ status: 503, body: { code: 'file/not-scanned' } })
  })
})
