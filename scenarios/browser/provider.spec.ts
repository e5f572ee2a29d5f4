/** A company's own provider: an administrator enters it, is told of a slip at once, and a colleague signs in through it. */
import { ISSUER_CLIENT, startIssuer } from '@tandem/testkit'
import { expect } from 'vitest'
import { PATIENCE_MS, storyteller } from './tell.ts'

const tell = storyteller({ once: true })

interface Providers {
  readonly items: readonly { readonly id: string; readonly name: string }[]
}

tell('P3 an administrator connects a provider, and somebody who was invited signs in through it', async (told) => {
  const { server, mark, say, comes } = told
  const issuer = await startIssuer(Date.now)
  const [name, email] = [`Login ${mark}`, `oidc.${mark}@tandem.example`]
  await server.call('POST', '/platform/users', { name: `oidc.${mark}`, fullName: `Oda ${mark}`, email, roles: ['sales'] })
  const admin = await comes('admin', '/admin/sign-in')
  const { page, main, dialog } = admin
  await admin.press(say('factor.addProvider'))
  await admin.press(say('factor.addProvider'), dialog)
  // What is missing is said in the reader's words, at its field.
  await expect.poll(() => dialog.locator('.ant-form-item-explain-error').count(), { timeout: PATIENCE_MS }).toBe(4)
  await admin.type(say('factor.providerName'), name, dialog)
  await admin.type(say('factor.issuer'), `${issuer.url}/nowhere`, dialog)
  await admin.type(say('factor.clientId'), ISSUER_CLIENT.clientId, dialog)
  await admin.type(say('factor.clientSecret'), ISSUER_CLIENT.secret, dialog)
  await admin.press(say('factor.addProvider'), dialog)
  await dialog.waitFor({ state: 'detached' })
  await page.locator('.ant-message-error', { hasText: name }).waitFor()
  // Exactly that was refused, and told.
  expect(admin.problems.splice(0).filter((problem) => !/502/.test(problem))).toEqual([])

  const mine = main
    .locator('.ant-flex', { hasText: name })
    .filter({ has: page.getByRole('button') })
    .last()
  await admin.press(say('admin.change'), mine)
  await admin.type(say('factor.issuer'), issuer.url, dialog)
  await admin.type(say('factor.clientSecret'), ISSUER_CLIENT.secret, dialog)
  await admin.press(say('admin.save'), dialog)
  await dialog.waitFor({ state: 'detached' })
  await page.getByText(say('factor.answers')).waitFor()
  await admin.fits()

  issuer.signedInAs(email)
  const newcomer = await comes(null)
  await newcomer.press(say('factor.through', { provider: name }))
  await newcomer.page.getByRole('button', { name: `Oda ${mark}` }).waitFor()
  await newcomer.page.getByRole('heading', { level: 1, name: say('home.title') }).waitFor()
  await newcomer.fits()

  const { items } = await server.call<Providers>('GET', '/platform/providers')
  for (const { id } of items.filter((one) => one.name === name)) await server.call('POST', `/platform/providers/${id}/remove`)
  await issuer.close()
})
