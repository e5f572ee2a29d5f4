/** The first start of an empty company, as its administrator meets it: the link, a password, three questions. */
import type { AddressInfo } from 'node:net'
import { PAGE_FOLDER } from '@tandem/server/build-page'
import { openApp } from '@tandem/server/compose'
import { makeEmptyCompany } from '@tandem/server/first-start'
import { freshDatabaseUrl, postgresUrl } from '@tandem/testkit'
import { afterAll, beforeAll, expect } from 'vitest'
import { spokenIn } from './spoken.ts'
import { type Person, storyteller, type Told } from './tell.ts'

const PASSWORD = 'the copper kettle sings'
const COMPANY = 'Nordwind GmbH'
/** Found by its name in the reader's language. */
const GERMANY = { en: 'Germany', zh: '德国' } as const

let app: Awaited<ReturnType<typeof openApp>>
let url: string

beforeAll(async () => {
  const databaseUrl = await freshDatabaseUrl(postgresUrl())
  app = await openApp({ databaseUrl, demo: false, pageFolder: PAGE_FOLDER, logLevel: 'silent' })
  await app.http.listen({ host: '127.0.0.1', port: 0 })
  url = `http://127.0.0.1:${(app.http.server.address() as AddressInfo).port}`
})
afterAll(() => app.stop())

const tell = storyteller({ elsewhere: () => url, once: true })

/** The dialog asks for what is missing, in the language chosen, also when that changes. */
async function answerThree({ page, dialog, press, type }: Person, { say, label, language }: Told): Promise<void> {
  const other = spokenIn(language === 'en' ? 'zh' : 'en')
  await press(say('firstRun.begin'), dialog)
  await dialog.getByText(say('firstRun.nameNeeded')).waitFor()
  await dialog.getByText(language === 'en' ? '中文' : 'English', { exact: true }).click()
  await dialog.getByText(other.say('firstRun.nameNeeded')).waitFor()
  await dialog.getByText(language === 'en' ? 'English' : '中文', { exact: true }).click()
  await type(say('firstRun.name'), COMPANY, dialog)
  const country = dialog.getByLabel(say('firstRun.country'))
  await country.click()
  await country.fill(label(GERMANY))
  await page.locator('.ant-select-item-option', { hasText: label(GERMANY) }).click()
  await dialog.getByText('EUR', { exact: true }).waitFor()
  await dialog.getByText(say('firstRun.files')).click()
  await press(say('firstRun.begin'), dialog)
}

/** A second company, whose administrator one is at once; and back to the first. */
async function makeAnother({ page, main, dialog, press, type }: Person, { say, mark }: Told): Promise<void> {
  const name = `Südwind ${mark}`
  await press('Administrator')
  await page.getByRole('menuitem', { name: say('people.newCompany') }).click()
  await type(say('firstRun.name'), name, dialog)
  await press(say('people.makeCompany'), dialog)
  await main.getByText(name).first().waitFor()
  await press('Administrator')
  await page.getByRole('menuitem', { name: say('people.switchTo', { company: COMPANY }) }).click()
  await main.getByText(COMPANY).first().waitFor()
}

tell('P3 P6 the first run asks three questions, sets the company up and asks no more', async (told) => {
  const { say, mark, comes } = told
  const { path } = await makeEmptyCompany(app, `${mark}@nordwind.example`)
  const administrator = await comes(null, path)
  const { page, dialog } = administrator
  await page.getByLabel(say('people.again')).waitFor()
  await administrator.fits()
  await administrator.type(say('people.choose'), PASSWORD)
  await administrator.type(say('people.again'), PASSWORD)
  await administrator.press(say('people.begin'))
  await dialog.getByLabel(say('firstRun.name')).waitFor()
  await administrator.fits()
  await answerThree(administrator, told)
  // There are files: it leads to where they come in.
  await page.getByRole('heading', { level: 1, name: say('files.title') }).waitFor()
  await administrator.open('/')
  await page.getByRole('heading', { level: 1, name: say('home.title') }).waitFor()
  await page.getByText(COMPANY).first().waitFor()
  await administrator.settled()
  expect(await page.getByRole('dialog').count()).toBe(0)
  await makeAnother(administrator, told)
})
