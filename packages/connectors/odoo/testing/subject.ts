/** A fake Odoo as a subject of the conformance suite, and for what is special about Odoo. */
import type { Connector, Given, Side, Values } from '@tandem/hub'
import { type Id, type Instant, idSource, instantOf, type Json } from '@tandem/kernel'
import { idNumber } from '../../kit/ids.ts'
import { odoo } from '../type.ts'
import { FAKE_KEY, type FakeOdoo, fakeOdoo } from './fake-odoo.ts'

export interface FakeWorld {
  readonly fake: FakeOdoo
  readonly given: Given
  connect(): Connector
  now(): Instant
}

export const FAKE_START = Date.parse('2026-03-02T08:00:00Z')

/** `skewMs`: how far ahead of ours the clock of the system is. */
export function fakeWorld(settings: Readonly<Record<string, Json>> = {}, side: Side = 'erp', skewMs = 0): FakeWorld {
  const fake = fakeOdoo(FAKE_START)
  const now = () => instantOf(fake.store.now - skewMs)
  const newId = idSource(
    () => fake.store.now,
    (count) => new Uint8Array(count).map((_, i) => (fake.store.now + i) % 256),
  ) as () => Id
  const given: Given = {
    ...{ id: '019a0000-0000-7000-8000-00000000abcd', system: 'odoo', side, label: { en: 'Odoo', zh: 'Odoo' }, facts: null },
    settings: { url: 'http://odoo.test', key: FAKE_KEY, everySeconds: 0, ...settings },
    outside: { now, newId, random: () => 0.5, fetch: fake.fetch, mayReach: async () => {}, wait: async () => {} },
  }
  return { fake, given, now, connect: () => odoo.connect(given) }
}

/** Another connector to the same Odoo, with other settings. */
export function fakeWorldOf(fake: FakeOdoo, settings: Readonly<Record<string, Json>>): Connector {
  const { given } = fakeWorld(settings)
  return odoo.connect({ ...given, outside: { ...given.outside, fetch: fake.fetch } })
}

export function partner(n: number): Values {
  return {
    ...{
      code: `C-${n}`,
      name: `公司 "${n}" Ünïcode & Söhne`,
      type: 'company',
      taxNumber: null,
      phone: '+49 30 1234',
      currency: 'USD',
    },
    ...{ email: `c${n}@example.com`, paymentTermDays: 30, creditLimit: '1234.56', onHold: false, status: 'active' },
  }
}

/** What the conformance suite does to the documents of one model, whichever it is. */
export function handsOn({ fake, connect }: FakeWorld, model: string) {
  const numbers = (ids: readonly string[]) => ids.map(idNumber)
  return {
    connect,
    edit: async (ids: readonly string[], name: string) => fake.store.write(model, numbers(ids), { name }),
    remove: async (id: string) => fake.store.unlink(model, numbers([id])),
    limit: () => fake.limit(1),
    pass: (ms: number) => {
      fake.store.now += ms
    },
    untilFarLook: async () => {
      fake.store.now += 30_000
    },
  }
}
