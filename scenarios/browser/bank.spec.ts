/** An accountant and the bank: a statement comes in once, somebody's money is matched and let go again, charges are left aside. */
import { ignoreFields, matchFields } from '@tandem/erp/definitions'
import { expect } from 'vitest'
import { arrived, makeGoods } from './server-under-test.ts'
import { type Person, storyteller, type Told } from './tell.ts'

const tell = storyteller({ once: true })

interface Found {
  readonly items: readonly { readonly id: string; readonly state: string }[]
}

async function readFile({ open, press, dialog }: Person, { say }: Told, text: string): Promise<void> {
  await open('/erp/bank-statements')
  await press(say('bank.import'))
  const file = { name: 'bank.csv', mimeType: 'text/csv', buffer: Buffer.from(text) }
  await dialog.getByLabel(say('bank.chooseFile')).setInputFiles(file)
  await press(say('bank.import'), dialog)
}

tell('E14 P3 an accountant reads what the bank says, once', async (told) => {
  const { server, mark, say, label, choice, money, comes } = told
  const account = { code: `BANK-${mark}`, name: `Bank ${mark}`, accountNumber: mark, currency: 'CNY' }
  const { id: bank } = await server.call<{ id: string }>('POST', '/erp/bank-accounts', account)
  await makeGoods(server, `BANK-${mark}`)
  const customer = `C-BANK-${mark}`
  await arrived(server, `/erp/parties?filter[code]=${customer}`)
  const rows = [
    'Account,Date,Amount,Counterparty,Reference',
    `${mark},2026-01-05,77.31,Somebody,thanks`,
    `${mark},2026-01-06,-8,Bank,charges`,
  ]
  const accountant = await comes('xu.li')
  const { dialog, page } = accountant
  const read = () => readFile(accountant, told, rows.join('\n'))
  await read()
  await dialog.waitFor({ state: 'detached' })
  await accountant.see('Somebody')
  await accountant.fits()

  await accountant.press(say('bank.match'), accountant.main)
  await dialog.getByText(say('bank.matchTitle', { amount: money('77.31') })).waitFor()
  const other = dialog.getByRole('radio', { name: say('bank.otherwise') })
  await other.check()
  await accountant.pick(label(matchFields.party.label), customer, dialog)
  await accountant.press(say('bank.match'), dialog)
  await dialog.waitFor({ state: 'detached' })
  await accountant.see(choice('matched'))
  await accountant.fits()
  // It was somebody else's: nothing of it stays in the books.
  await accountant.press(say('bank.unmatch'), accountant.main)
  await accountant.press(say('bank.unmatch'), dialog)
  await dialog.waitFor({ state: 'detached' })
  await accountant.main.getByText(choice('matched'), { exact: true }).waitFor({ state: 'detached' })

  await accountant.main
    .getByRole('button', { name: say('bank.ignore'), exact: true })
    .last()
    .click()
  await accountant.type(label(ignoreFields.reason.label), 'charges', dialog)
  await accountant.press(say('bank.ignore'), dialog)
  await dialog.waitFor({ state: 'detached' })
  await accountant.see(choice('ignored'))

  const lines = await server.call<Found>('GET', `/erp/bank-lines?filter[bankAccount]=${bank}&sort=lineNumber`)
  expect(lines.items.map(({ state }) => state)).toEqual(['open', 'ignored'])

  // A colleague who imports it again is told that all of it is known.
  const refused = page.waitForResponse((answer) => answer.url().endsWith('/read-file'))
  await read()
  expect((await refused).status()).toBe(422)
  await dialog.getByRole('alert').first().waitFor()
  // That is what was to be refused.
  accountant.problems.length = 0
  expect(await server.call('GET', `/erp/bank-statements?filter[bankAccount]=${bank}`)).toMatchObject({
    items: [{ lineCount: 2 }],
  })
})
