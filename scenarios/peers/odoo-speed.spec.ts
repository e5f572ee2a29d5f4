import { postgresUrl } from '@tandem/testkit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { callAgain } from './bare.ts'
import { openPeerCompany, type PeerCompany, type Row } from './company.ts'
import { cpuBetween, cpuNow } from './cpu.ts'
import { AGREED, type Call, disagreements, type Wire, wireTo } from './lossy.ts'
import { person } from './many-partners.ts'
import { OdooClerk } from './odoo-clerk.ts'
import { type OdooPeer, odooPeer } from './peers.ts'
import { namesOf } from './selling.ts'

const odoo = await odooPeer()
const { run: RUN } = namesOf(Date.now())
const MANY = 5_000
const EDITED = 1_000
/** People who edit at the same time: Odoo is what is waited for, not they. */
const EDITORS = 8
/** Telephone numbers begin so; a bare client says others first, so that Odoo has something to change each time. */
const [OURS, THEIRS] = ['+49 40 ', '+49 41 ']
/** Of all kinds, with what is to be found out first; a page of partners has 500. */
const MOST_CALLS_OF_A_LOAD = 120
/** Reading, writing and reading back a batch, and reading what was written as news: of all but the first few, many at once. */
const MOST_CALLS_A_CHANGE = 0.25

/**
 * Figures are told, not judged: they depend on who else uses the machine (docs/connectors.md has some). What is judged is how many
 * calls there are, which does not.
 */
describe.runIf(odoo)('I12 the joint beside a bare client of Odoo, in the same run', () => {
  let company: PeerCompany
  let wire: Wire
  const clerk = new OdooClerk(odoo as OdooPeer)
  const hub = () => {
    const found = company.app.tenants.get(company.tenant)?.hub
    if (!found) throw new Error('the company has no joint')
    return found
  }
  beforeAll(async () => {
    await clerk.partners(Array.from({ length: MANY }, (_, i) => person(RUN, 30_000 + i)))
    wire = await wireTo(odoo?.url ?? '')
    company = await openPeerCompany(postgresUrl(), 'USD')
    await company.connect({
      ...{ name: 'odoo', type: 'odoo', side: 'erp' },
      settings: { url: wire.url, key: odoo?.key, everySeconds: 0 },
    })
  })
  afterAll(async () => {
    await company?.close()
    wire?.close()
    await clerk.forget(`${RUN}-%`)
    // Odoo takes longer for deleting partners than for anything else.
  }, 1_200_000)

  it('I12 reads all partners for the first time', async () => {
    const total = await clerk.count('res.partner', clerk.CUSTOMERS)
    const figures = await beside(`first load of ${total} partners`, total, async () => {
      const done = delivered('tandem-crm', total)
      await hub().start()
      await done
    })
    await company.settle()
    expect(await disagreements(company)).toEqual(AGREED)
    expect(await company.all('crm/customers')).toHaveLength(total)
    expect(figures.calls).toBeLessThanOrEqual(MOST_CALLS_OF_A_LOAD)
  })

  it('I6 writes what people change in our CRM', async () => {
    const mine = (await company.all('crm/customers'))
      .filter(({ code }) => String(code).startsWith(`${RUN}-`))
      .slice(0, 2 * EDITED)
    const [first, second] = [mine.slice(0, EDITED), mine.slice(EDITED)]
    const together = await beside(`${EDITED} changed customers that wait`, EDITED, async () => {
      await edit(first)
      const done = delivered('odoo', EDITED)
      await hub().start()
      await done
    })
    const coming = await beside(`${EDITED} customers changed by ${EDITORS} people`, EDITED, async () => {
      const done = delivered('odoo', EDITED)
      await hub().start()
      const edited = edit(second).then(() => performance.now())
      await done
      process.stderr.write(
        `the last edit came ${Math.round(performance.now() - (await edited))} ms before the last was in Odoo\n`,
      )
    })
    await company.settle()
    const changed = [
      ['phone', '=like', `${OURS}100%`],
      ['ref', '=like', `${RUN}-%`],
    ]
    expect(await clerk.count('res.partner', changed)).toBe(2 * EDITED)
    expect(await disagreements(company)).toEqual(AGREED)
    for (const { calls } of [together, coming]) expect(calls).toBeLessThanOrEqual(MOST_CALLS_A_CHANGE * EDITED)
  })

  /** Each gets a telephone number of its own, `EDITORS` at a time. */
  async function edit(customers: readonly Row[]): Promise<void> {
    const waiting = [...customers]
    const editor = async () => {
      for (let next = waiting.pop(); next; next = waiting.pop()) {
        await company.api('PATCH', `crm/customers/${next.id}`, { phone: `${OURS}${String(10_000_000 + waiting.length)}` })
      }
    }
    await Promise.all(Array.from({ length: EDITORS }, editor))
  }

  /** Until so many customers have been written to a system. */
  function delivered(system: string, count: number): Promise<void> {
    let sofar = 0
    return new Promise((resolve) => {
      hub().onProgress((progress) => {
        if (progress.step === 'delivered' && progress.system === system && progress.kind === 'customer') sofar += progress.count
        if (sofar >= count) resolve()
      })
    })
  }

  /** What the joint takes from its first call until all is done, and a bare client for the same calls, the better of two times. */
  async function beside(what: string, documents: number, work: () => Promise<void>) {
    const from = wire.calls.length
    const [before, begun] = [cpuNow(), performance.now()]
    await work()
    const [ended, after] = [performance.now(), cpuNow()]
    await hub().stop()
    const calls = wire.calls.slice(from).filter(({ answeredAt }) => answeredAt <= ended)
    const ours = ended - Math.min(...calls.map(({ sentAt }) => sentAt))
    const others = await callAgain(wire.url, calls, (body) => body.replaceAll(OURS, THEIRS))
    const between = cpuNow()
    // Then what the joint has written is there again.
    const again = await callAgain(wire.url, calls)
    const [bare, last] = [Math.min(others, again), cpuNow()]
    const told = (ms: number) => `${Math.round(ms)} ms (${Math.round((documents * 1_000) / ms)}/s)`
    const share = (bare / ours).toFixed(2)
    process.stderr.write(`${what}: ${calls.length} calls; the joint ${told(ours)}, a bare client ${told(bare)}: ${share}\n`)
    const perCent = (ms: number) => `${Math.round((100 * ms) / ours)} %`
    process.stderr.write(
      `of that time Odoo had a call to answer in ${perCent(busyMs(calls))}; of one processor: ${cpuBetween(before, after, ended - begun)}\n` +
        `beside the bare client: ${cpuBetween(between, last, again)}\n`,
    )
    return { calls: calls.length }
  }
})

/** How long at least one of the calls was under way. */
function busyMs(calls: readonly Call[]): number {
  let [busy, until] = [0, 0]
  for (const { sentAt, answeredAt } of calls.toSorted((a, b) => a.sentAt - b.sentAt)) {
    busy += Math.max(0, answeredAt - Math.max(sentAt, until))
    until = Math.max(until, answeredAt)
  }
  return busy
}
