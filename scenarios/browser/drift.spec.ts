/** What somebody changes in a table behind the joint's back: found by the proof, field by field, and settled by a person. */
import { kinds } from '@tandem/hub/definitions'
import { afterAll, expect } from 'vitest'
import { arrived, serverUnderTest } from './server-under-test.ts'
import { PATIENCE_MS, type Person, storyteller, type Told } from './tell.ts'

const tell = storyteller({ once: true })
const server = serverUnderTest()
const FIELDS = kinds.customer.fields

/** Names that look like no other: the joint would ask about them. */
const NAMES = {
  'zh-desk': '夔门铜器',
  'zh-phone': '潼关面塑',
  'en-desk': 'Perpetua Oddfellow',
  'en-phone': 'Cuthbert Lamplough',
} as const

const ERP = { en: 'Tandem ERP', zh: '双骑 ERP' } as const

/** Whatever a story finds, the ERP goes on for others. */
afterAll(async () => {
  const { id, state } = await erpSystem()
  if (state === 'paused') await server.call('POST', `/joint/joined-systems/${id}/resume`)
})

async function erpSystem(): Promise<{ readonly id: string; readonly state: string }> {
  const systems = await server.call<{ id: string; system: string; state: string }[]>('GET', '/joint/systems')
  const found = systems.find(({ system }) => system === 'tandem-erp')
  if (!found) throw new Error('the ERP is not joined')
  return found
}

/** Decides one field of what differs: the way, and why. */
async function settle(
  integrator: Person,
  { say, label }: Told,
  line: ReturnType<Person['main']['locator']>,
  way: 'take-found' | 'write-agreed',
) {
  const { dialog } = integrator
  const how = say(`chain.ways.${way}`, { system: label(ERP) })
  await integrator.press(say('chain.settleOne'), line)
  await dialog.getByText(how, { exact: true }).first().click()
  await integrator.type(say('chain.reason'), `As they said: ${way}`, dialog)
  await integrator.fits()
  await integrator.press(how, dialog)
  await dialog.waitFor({ state: 'detached' })
}

tell('I8 what was changed by SQL is found field by field, settled by a person, and the proof says in sync', async (told) => {
  const { mark, say, like, label, comes } = told
  const code = `DRIFT-${mark}`
  const clerk = await comes('li.na', '/customers')
  const before = { phone: `0571-31${mark.length}`, email: `old@${mark}.example` }
  const terms = { type: 'company', currency: 'CNY', paymentTermDays: 30, onHold: false }
  const made = await clerk.make('/crm/customers', { ...terms, ...before, code, name: NAMES[mark as keyof typeof NAMES] })
  const party = await arrived(server, `/erp/parties?filter[code]=${code}`)

  // The joint may not read the ERP while somebody works in its tables: else it would settle by its rules what it finds.
  const integrator = await comes('yang.fan', '/joint')
  const { main, dialog } = integrator
  const card = main.locator('.systems > .ant-card', { hasText: label(ERP) })
  await integrator.press(say('joint.pause'), card)
  await dialog.getByRole('textbox').fill('Their data is put right')
  await integrator.press(say('joint.pause'), dialog)
  await card.getByText(say('joint.states.paused'), { exact: true }).waitFor()
  const after = { phone: '0571-32999', email: `new@${mark}.example` }
  await server.byHand(`update erp.party set phone = '${after.phone}', email = '${after.email}' where code = '${code}'`)

  await integrator.open('/joint/proof')
  const line = (...texts: readonly string[]) =>
    texts.reduce((found, hasText) => found.filter({ hasText }), main.locator('tbody tr, .ant-card', { hasText: code })).last()
  const phone = line(label(FIELDS.phone.label), before.phone, after.phone, say('joint.whys.drift'))
  const email = line(label(FIELDS.email.label), before.email, after.email, say('joint.whys.drift'))
  await integrator.press(say('chain.proveNow'))
  await phone.waitFor()
  await email.waitFor()
  await integrator.see(like('joint.notInSync'))
  await integrator.fits()
  await settle(integrator, told, phone, 'take-found')
  await settle(integrator, told, email, 'write-agreed')

  await integrator.open('/joint')
  await integrator.press(say('joint.resume'), card)
  await card.getByText(say('joint.states.active'), { exact: true }).waitFor()
  const both = async () => [
    await server.call('GET', `/crm/customers/${made.id}`),
    await server.call('GET', `/erp/parties/${party.id}`),
  ]
  const agreed = { phone: after.phone, email: before.email }
  await expect.poll(both, { timeout: PATIENCE_MS }).toMatchObject([agreed, agreed])

  await integrator.open('/joint/proof')
  const said = async () => {
    await integrator.press(say('chain.proveNow'))
    return main.locator('.ant-alert').first().textContent()
  }
  await expect.poll(said, { timeout: PATIENCE_MS }).toMatch(like('joint.inSync'))
  await phone.waitFor({ state: 'detached' })
  // Who decided what is kept, and the proof has seen both gone.
  for (const [field, way] of [
    [FIELDS.phone, 'take-found'],
    [FIELDS.email, 'write-agreed'],
  ] as const) {
    await line(label(field.label), say('chain.repairStates.gone'), `As they said: ${way}`, 'Yang Fan').waitFor()
  }
  await integrator.fits()
})
