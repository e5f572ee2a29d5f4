/** Files that people take out of the page in their own words, and bring back. */
import { crmMigrations } from '@tandem/crm'
import { hubMigrations } from '@tandem/hub'
import { testDatabase } from '@tandem/testkit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { deskMessages } from '../desk/messages.ts'
import { deskRoutes } from '../desk/routes.ts'
import { crmSide, startTestServer, type TestServer } from './test-server.ts'

const database = testDatabase([crmMigrations, hubMigrations])
const sides = [{ ...crmSide, messages: { ...crmSide.messages, ...deskMessages } }]
let server: TestServer

beforeAll(async () => {
  server = await startTestServer(database.current, { sides, more: (services, door) => deskRoutes(sides, services, door) })
})
afterAll(() => server.close())

const CUSTOMERS = '/api/v1/crm/customers'
const CUSTOMER = { name: 'Round trip', type: 'company', currency: 'CNY', paymentTermDays: 30, onHold: false }

async function upload(name: string, content: string | Uint8Array): Promise<string> {
  const headers = { authorization: `Bearer ${server.key}`, 'content-type': 'application/octet-stream' }
  const response = await fetch(`${server.url}/api/v1/desk/files?name=${name}`, {
    method: 'POST',
    headers,
    body: content as never,
  })
  return ((await response.json()) as { id: string }).id
}

async function download(path: string): Promise<Buffer> {
  const response = await fetch(server.url + path, { headers: { authorization: `Bearer ${server.key}` } })
  return Buffer.from(await response.arrayBuffer())
}

describe('P7 a list as a file', () => {
  it.each([
    ['zh', ['企业', '否', '有效']],
    ['en', ['Company', 'No', 'Active']],
  ] as const)('in words of %s is imported again: nothing changes but what was changed in it', async (language, words) => {
    const code = `RT-${language}`
    await server.call('POST', CUSTOMERS, { body: { ...CUSTOMER, code } })
    const path = `${CUSTOMERS}/export?filter[code]=${code}&columns=code,name,type,onHold,status,currency&headers=${language}&choices=${language}`
    const text = (await download(path)).toString().slice(1)
    expect(text.split('\r\n')[1]?.split(',')).toEqual([code, 'Round trip', words[0], words[1], words[2], 'CNY'])
    const send = async (content: string | Buffer, name: string) => {
      const file = await upload(name, content)
      return (await server.call('POST', `${CUSTOMERS}/import`, { body: { file } })).body
    }
    expect(await send(text, 'same.csv')).toMatchObject({ unchanged: 1, refused: 0 })
    const workbook = await download(`${path}&format=xlsx`)
    expect(await send(workbook, 'same.xlsx')).toMatchObject({ unchanged: 1, refused: 0 })
    // By the codes, too, and by the words of the other language.
    const person = { zh: 'Person', en: '个人' }[language]
    expect(await send(text.replace(words[0], person), 'changed.csv')).toMatchObject({ changed: 1, refused: 0 })
    expect(await send(text.replace(words[0], 'company'), 'codes.csv')).toMatchObject({ changed: 1, refused: 0 })
    const wrong = await send(text.replace(words[0], 'Unicorn'), 'wrong.csv')
    expect(wrong).toMatchObject({ refused: 1, errors: [{ code: 'import/not-a-choice' }] })
    expect(wrong.errors[0].zh).toContain('企业, 个人')
    expect(wrong.errors[0].en).toContain('Company, Person')
  })
})
