import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { guardOf, isInside } from './guard.ts'
import { guardedFetch } from './guarded-fetch.ts'

const heard: string[] = []
const inside = createServer((request, response) => {
  heard.push(`${request.method} ${request.url} ${request.headers.host}`)
  if (request.url === '/away') return void response.writeHead(302, { location: 'http://169.254.169.254/' }).end()
  if (request.url === '/empty') return void response.writeHead(204).end()
  let body = ''
  request.on('data', (part) => {
    body += part
  })
  request.on('end', () =>
    response.writeHead(200, { 'content-type': 'application/json', 'set-cookie': ['a=1', 'b=2'] }).end(body || '{}'),
  )
})
let port = 0

beforeAll(async () => {
  await new Promise<void>((resolve) => inside.listen(0, '127.0.0.1', resolve))
  port = (inside.address() as AddressInfo).port
})
afterAll(() => inside.close())

describe('P3 addresses inside the house', () => {
  it.each([
    ...['127.0.0.1', '10.1.2.3', '172.16.0.1', '172.31.255.255', '192.168.1.1', '169.254.169.254', '100.64.0.1', '0.0.0.0'],
    ...['224.0.0.1', '255.255.255.255', '::1', '::', 'fd00::1', 'fe80::1', 'ff02::1', '::ffff:10.0.0.1', '2002:7f00:1::', 'x'],
  ])('%s is one', (address) => {
    expect(isInside(address)).toBe(true)
  })

  it.each(['8.8.8.8', '172.32.0.1', '1.1.1.1', '2606:4700:4700::1111', '::ffff:8.8.8.8'])('%s is none', (address) => {
    expect(isInside(address)).toBe(false)
  })

  it.each(['127.0.0.1', 'localhost', '[::1]', '0x7f.1', '2130706433', '017700000001'])('are not reached as %s', async (host) => {
    const before = heard.length
    await expect(guardedFetch(guardOf())(`http://${host}:${port}/`)).rejects.toThrow()
    await expect(guardOf().check(new URL(`http://${host}`).hostname)).rejects.toThrow('inside the house')
    expect(heard).toHaveLength(before)
  })

  it('are reached when the operator named them, and no others', async () => {
    const fetch = guardedFetch(guardOf(['localhost']))
    expect((await fetch(`http://localhost:${port}/a`)).status).toBe(200)
    await expect(fetch(`http://127.0.0.1:${port}/`)).rejects.toThrow('inside the house')
  })

  it('are all there is to reach when the operator says so: nothing outside, either', async () => {
    const { check } = guardOf(['only', 'localhost'])
    expect(await check('localhost')).toBeTruthy()
    await expect(check('8.8.8.8')).rejects.toThrow('TANDEM_REACH')
    expect(await guardOf().check('8.8.8.8')).toBe('8.8.8.8')
  })
})

describe('P3 a guarded fetch', () => {
  const reach = () => guardedFetch(guardOf(['127.0.0.1']))

  it('sends and answers as fetch does', async () => {
    const body = JSON.stringify({ hello: '世界' })
    const answer = await reach()(`http://127.0.0.1:${port}/b?c=d`, { method: 'POST', body, headers: { 'x-y': 'z' } })
    expect(await answer.json()).toEqual({ hello: '世界' })
    expect(answer.headers.getSetCookie()).toEqual(['a=1', 'b=2'])
    expect((await reach()(`http://127.0.0.1:${port}/empty`)).status).toBe(204)
    await expect(reach()(`http://127.0.0.1:${port}/`, { signal: AbortSignal.abort() })).rejects.toThrow()
    await expect(reach()('file:///etc/passwd')).rejects.toThrow('only http and https')
  })

  it('does not follow where it is sent', async () => {
    const answer = await reach()(`http://127.0.0.1:${port}/away`)
    expect([answer.status, answer.headers.get('location')]).toEqual([302, 'http://169.254.169.254/'])
  })
})
