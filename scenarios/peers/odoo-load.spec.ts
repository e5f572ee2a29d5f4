import type { LoadPreview } from '@tandem/hub'
import { must } from '@tandem/kernel'
import { postgresUrl } from '@tandem/testkit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openPeerCompany, type PeerCompany, type Row } from './company.ts'
import { AGREED, disagreements, eventually, killedAt, type Wire, wireTo } from './lossy.ts'
import { mistyped, type Person, person, retyped } from './many-partners.ts'
import { OdooClerk } from './odoo-clerk.ts'
import { type OdooPeer, odooPeer, restart } from './peers.ts'
import { namesOf } from './selling.ts'

const odoo = await odooPeer()
const { run: RUN } = namesOf(Date.now())
const OURS = `C${RUN}`
/** Of 5,000: so many our CRM has, as surely the same or perhaps so, and so many that stand in Odoo itself twice. */
const [MANY, SURE, UNSURE, TWICE] = [5_000, 200, 150, 150] as const
const [FIRST_UNSURE, FIRST_TWICE, FIRST_NEW] = [SURE, SURE + UNSURE, SURE + UNSURE + TWICE] as const

/** What our CRM has before: those whom Odoo has, too, in other words. Only those that are surely the same have tax numbers. */
const known = Array.from({ length: SURE + UNSURE }, (_, i) => ({
  ...person(OURS, 2 * i),
  ...(i < SURE ? {} : { taxNumber: null }),
}))

/** The partners of Odoo: strangers, and a tenth that look like somebody who is there. */
function partners(): Person[] {
  return Array.from({ length: MANY }, (_, i) => {
    const one = known[i]
    if (i < FIRST_UNSURE) return retyped(one as Person, RUN, i)
    if (i < FIRST_TWICE) return mistyped(one as Person, RUN, i)
    if (i < FIRST_NEW) return mistyped(person(RUN, 20_000 + (FIRST_NEW + i)), RUN, i)
    return { ...person(RUN, 20_000 + i), code: `${RUN}-${i}` }
  })
}

describe.runIf(odoo)('I12 the first load of 5,000 partners from Odoo, a tenth of whom look like others', () => {
  let company: PeerCompany
  let wire: Wire
  let before: LoadPreview
  const clerk = new OdooClerk(odoo as OdooPeer)
  const preview = async () => {
    const hub = company.app.tenants.get(company.tenant)?.hub
    if (!hub) throw new Error('the company has no joint')
    return must(await hub.previewLoad({ of: 'odoo', kind: 'customer', most: 100_000 }))
  }
  beforeAll(async () => {
    wire = await wireTo(odoo?.url ?? '')
    company = await openPeerCompany(postgresUrl(), 'USD')
    for (let i = 0; i < known.length; i += 200) {
      const terms = { type: 'company', currency: 'USD', paymentTermDays: 0, onHold: false }
      const inputs = known.slice(i, i + 200).map(({ creditLimit: _, ...one }) => ({ ...one, ...terms }))
      await company.api('POST', 'crm/customers/batch', inputs)
    }
    await company.connect({
      ...{ name: 'odoo', type: 'odoo', side: 'erp' },
      settings: { url: wire.url, key: odoo?.key, everySeconds: 0 },
    })
    before = await preview()
    await clerk.partners(partners())
  })
  afterAll(async () => {
    await company?.close()
    wire?.close()
    await clerk.forget(`${RUN}-%`)
    await clerk.forget(`${OURS}-%`)
  })

  it('I12 the preview counts them, and keeps nothing', async () => {
    const { counts, looked, isWhole } = await preview()
    expect({ looked, isWhole }).toEqual({ looked: before.looked + MANY, isWhole: true })
    expect(counts).toEqual({
      ...before.counts,
      same: before.counts.same + SURE,
      unsure: before.counts.unsure + UNSURE,
      twice: before.counts.twice + TWICE,
      fresh: before.counts.fresh + MANY - SURE - UNSURE - TWICE,
    })
    expect(await company.all('crm/customers')).toHaveLength(known.length)
  })

  it('I6 I8 all of them come in once, though the joint is killed twice on the way and Odoo is restarted; what looks alike is asked about', async () => {
    await killedAt(company, wire, PAGE, 3)
    wire.cut()
    await company.settle()
    await restart('ODOO')
    wire.mend()
    await killedAt(company, wire, PAGE, 3)
    await eventually(async () => {
      await company.settle()
      const loads = await company.api<Load[]>('GET', 'joint/first-loads')
      return loads.every(({ state, system, kind, unwritten }) => {
        return state === 'done' || (system === 'tandem-crm' && kind === 'customer' && unwritten === UNSURE)
      })
    })
    const total = before.looked + MANY
    const questions = await company.all('joint/duplicates?filter[state]=open')
    const asked = (type: string) => questions.filter((one) => one.type === type && belongs(one))
    expect([asked('link').length, asked('merge').length]).toEqual([UNSURE, TWICE])
    // Of those that may be the same each side has its own, and nobody else's, until somebody has said what they are.
    expect(await company.all('crm/customers')).toHaveLength(total)
    expect(await clerk.count('res.partner', clerk.CUSTOMERS)).toBe(total)
  })

  it('C4 people say of all of them what they are, and then both sides have the same, to the last field and cent', async () => {
    const questions = await company.all('joint/duplicates?filter[state]=open')
    await decide(
      questions.filter(({ type }) => type === 'link'),
      'link',
    )
    await decide(
      questions.filter(({ type }) => type === 'merge'),
      'keep-apart',
    )
    await eventually(async () => {
      await company.settle()
      return (await company.all('joint/duplicates?filter[state]=open')).length === 0
    })
    await company.settle()
    const customers = await company.all('crm/customers')
    const fields = ['ref', 'name', 'vat', 'email', 'phone', 'credit_limit', 'is_company']
    const theirs = await clerk.all('res.partner', [...clerk.CUSTOMERS, ['ref', '!=', false]], fields)
    expect(await clerk.count('res.partner', clerk.CUSTOMERS)).toBe(before.looked + MANY)
    expect(customers).toHaveLength(before.looked + MANY)
    const mine = new Map(customers.map((one) => [one.code, one]))
    const different = theirs.filter((one) => {
      const our = mine.get(String(one.ref))
      const said = [one.name, one.vat || null, one.email || null, one.phone || null, cents(one.credit_limit)]
      return JSON.stringify(said) !== JSON.stringify([our?.name, our?.taxNumber, our?.email, our?.phone, cents(our?.creditLimit)])
    })
    expect(different).toEqual([])
    const limits = theirs.reduce((sum, one) => sum + cents(one.credit_limit), 0)
    expect(customers.reduce((sum, one) => sum + cents(one.creditLimit), 0)).toBe(limits)
    // Codes are the CRM's word, tax numbers the ERP's: of one who was there twice each side has given what is its own.
    const [first] = known
    expect(mine.get(first?.code ?? '')).toMatchObject({ taxNumber: partners()[0]?.taxNumber, email: expect.any(String) })
    expect(await disagreements(company)).toEqual(AGREED)
  })

  async function decide(questions: readonly Row[], command: 'link' | 'keep-apart'): Promise<void> {
    for (let i = 0; i < questions.length; i += 100) {
      const inputs = questions.slice(i, i + 100).map(({ id }) => ({ id }))
      await company.api('POST', `joint/duplicates/batch/${command}`, inputs)
    }
  }
})

interface Load {
  readonly system: string
  readonly kind: string
  readonly state: string
  /** Of our customers those of whom nobody has said yet who they are remain to be written to Odoo. */
  readonly unwritten: number
}

/** The pages of the first reading of partners. */
const PAGE = /res\.partner\/search_read.*"limit": ?500/

/** Questions about partners of this run. */
function belongs({ document }: Row): boolean {
  return String((document as { code?: string } | null)?.code).startsWith(`${RUN}-`)
}

function cents(amount: unknown): number {
  return Math.round(Number(amount ?? 0) * 100)
}
