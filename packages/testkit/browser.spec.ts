import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openBrowser, type TestBrowser } from './browser.ts'

const HTML = `<!doctype html><title>Test</title><h1>你好</h1>
<script>console.error('trouble'); fetch('/none'); setTimeout(() => { throw new RangeError('thrown') })</script>`

const server = createServer(({ url }, response) => {
  response.writeHead(url === '/' ? 200 : 404, { 'content-type': 'text/html; charset=utf-8' }).end(url === '/' ? HTML : '')
})
let browser: TestBrowser
let url: string

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  browser = await openBrowser()
})
afterAll(async () => {
  await browser?.close()
  server.close()
})

describe('P5 the browser of the specs', () => {
  it('shows a page at the size of a phone, and tells what a person would not see', async () => {
    const visitor = await browser.visit({ url, locale: 'zh-CN', screen: 'phone' })
    expect(await visitor.page.textContent('h1')).toBe('你好')
    expect(await visitor.page.evaluate('[innerWidth, navigator.language]')).toEqual([390, 'zh-CN'])
    await expect.poll(() => visitor.problems.join('\n')).toMatch(/404 GET .*\/none/)
    await expect.poll(() => visitor.problems).toContain('console: trouble')
    await expect.poll(() => visitor.problems).toContain('script: thrown')
    await visitor.leave()
  })
})
