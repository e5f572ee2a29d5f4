/**
 * Directed small stories: what happens is written down, the seed decides only who goes on when. For what befalls a joint so
 * seldom that days drawn from a seed would have to be told by the hundred.
 */
import { contactOf, customerOf, invoiceOf, paymentOf } from '../documents.ts'
import { placeOf } from './days.ts'
import { bringBack, merge, unmerge } from './people.ts'
import { add, edit, type Place, removeOne } from './place.ts'
import { GOOD_LUCK, type Luck } from './process.ts'
import { change, guarded, hire, runQuietly, type Story, type Telling, type Worker } from './story.ts'
import { clearWeather, type Weather } from './weather.ts'

export interface Scene extends Pick<Telling, 'climate' | 'traits' | 'habits'> {
  readonly name: string
  play(stage: Stage): Promise<void>
  /** What people put right when all has come to rest and been looked at. */
  afterwards?(place: Place): void
}

interface Stage {
  readonly story: Story
  readonly place: Place
  /** Hubs at work, as many as a scene names. */
  worker(): Worker
  weather(luck: Partial<Luck>, more?: { readonly erp?: Weather['erp']['faults']; readonly haste?: number }): void
  /** All of it at once; each begins after so many ms. */
  together(...tasks: readonly (readonly [afterMs: number, work: () => Promise<unknown>])[]): Promise<void>
  /** Until nothing is left to do, on a clear day. */
  settle(): Promise<void>
}

const NOBODY = { removes: false, merges: false, reusesIds: false, operates: false, asks: false } as const
const PLAIN = { isIdempotent: true, checksVersion: true, reportsCause: true, versions: 'counter' } as const
const LEASE_MS = 1_000

/** Tells a scene up to where its people and hubs go home. */
export async function play(story: Story, scene: Scene): Promise<void> {
  const place = placeOf(story)
  const weather: Stage['weather'] = (luck, { erp = {}, haste = 0 } = {}) => {
    const clear = clearWeather()
    change(story, { ...clear, haste, luck: { ...GOOD_LUCK, ...luck }, erp: { ...clear.erp, faults: erp } })
  }
  await scene.play({
    story,
    place,
    weather,
    worker() {
      const worker = hire(story, Number.POSITIVE_INFINITY)
      story.living.push(worker)
      return worker
    },
    together: (...tasks) =>
      story.scheduler.run(
        tasks.map(async ([afterMs, work]) => {
          await story.scheduler.sleep(afterMs)
          await guarded(story, work)
        }),
      ),
    async settle() {
      weather({})
      const staying = [...story.living]
      await runQuietly(story)
      story.living.push(...staying)
    },
  })
}

/** One reads what somebody has changed, and hears it late; meanwhile another writes to the same document. */
const readBeforeWritten: Scene = {
  name: 'read before a write, kept after it',
  habits: NOBODY,
  traits: { ...PLAIN, checksVersion: false },
  async play({ place, worker, weather, together, settle }) {
    const here = add(place, place.crm, 'customer', customerOf('C1', 'Before', null))
    await settle()
    const there = idOfCode(place.erp, 'C1')
    const [writing, reading] = [worker(), worker()]
    edit(place, place.erp, 'customer', there, { name: 'After' })
    await together([0, () => writing.hub.pull()])
    edit(place, place.crm, 'customer', here, { phone: 'P1' })
    weather({ lateReading: 1, lateMs: 600, leastLateMs: 590 })
    // The items are read first, then the customers; what follows from it is written before anything is read again.
    const push = () => writing.hub.push()
    await together([0, () => reading.hub.pull()], [900, push], [900 + 2 * LEASE_MS, push])
  },
}

/** What the joint has just written is set back to what it was. */
const setBackAtOnce: Scene = {
  name: 'a written value is set back',
  habits: NOBODY,
  traits: PLAIN,
  async play({ place, worker, together, settle }) {
    const here = add(place, place.crm, 'customer', customerOf('C1', 'Before', null))
    await settle()
    const one = worker()
    edit(place, place.erp, 'customer', idOfCode(place.erp, 'C1'), { name: 'After' })
    await together([0, () => one.hub.runUntilIdle()])
    edit(place, place.crm, 'customer', here, { name: 'Before' })
    await together([0, () => one.hub.runUntilIdle()])
  },
}

/** What the joint writes is kept in other words there, once it has been answered; that is how it is kept, and nobody's word. */
const keptOtherwise: Scene = {
  name: 'a system keeps otherwise what it gets',
  habits: NOBODY,
  traits: { ...PLAIN, erpLikesCapitals: true },
  async play({ place, settle }) {
    const here = add(place, place.crm, 'customer', customerOf('C1', 'Before', null))
    await settle()
    edit(place, place.crm, 'customer', here, { name: 'After' })
    await settle()
    // Somebody's word on another field of the same document counts all the same.
    edit(place, place.erp, 'customer', idOfCode(place.erp, 'C1'), { phone: 'P1' })
    await settle()
    edit(place, place.crm, 'customer', here, { phone: 'P2' })
    await settle()
  },
}

/** What was said is written over, and said again before anybody knows what became of that write. */
const setBackUnheard: Scene = {
  name: 'a value is set back while the outcome of the write is not known',
  habits: NOBODY,
  // Versions are contents: what is set back is told by a version that was told before.
  traits: { ...PLAIN, versions: 'content', reportsCause: false },
  async play({ place, worker, weather, together, settle }) {
    const here = add(place, place.crm, 'customer', customerOf('C1', 'Before', null))
    await settle()
    const there = idOfCode(place.erp, 'C1')
    edit(place, place.erp, 'customer', there, { phone: 'P1' })
    await settle()
    const [writing, reading] = [worker(), worker()]
    edit(place, place.crm, 'customer', here, { phone: 'P2' })
    await together([0, () => writing.hub.pull()])
    weather({ late: 1, lateMs: 600, leastLateMs: 590 })
    const setBack = async () => {
      edit(place, place.erp, 'customer', there, { phone: 'P1' })
      await reading.hub.pull()
      await reading.hub.plan()
    }
    // It arrives after 600, and what became of it is heard after 1200.
    await together([0, () => writing.hub.push()], [900, setBack])
  },
}

/** A hub hears "later" when its write is another's long since, which has sent it and waits for the answer. */
const answeredTooLate: Scene = {
  name: 'an answer comes when the write is another hub’s',
  habits: NOBODY,
  traits: { ...PLAIN, isIdempotent: false },
  async play({ place, worker, weather, together, settle }) {
    await settle()
    const [first, second, third] = [worker(), worker(), worker()]
    add(place, place.crm, 'customer', customerOf('C1', 'New', null))
    await together([0, () => first.hub.pull()])
    weather({ late: 1, lateMs: 2 * LEASE_MS, leastLateMs: 2 * LEASE_MS - 100 }, { erp: { rateLimit: 1 } })
    await together(
      [0, () => first.hub.push()],
      [
        LEASE_MS + 100,
        () => {
          weather({ late: 1, lateProbing: 0, lateMs: 3 * LEASE_MS, leastLateMs: 3 * LEASE_MS - 100 })
          return second.hub.push()
        },
      ],
      [
        3 * LEASE_MS,
        () => {
          weather({})
          return third.hub.push()
        },
      ],
    )
  },
}

/** A contact is entered for a customer that nobody can read, and put right, before either report has been planned. */
const putRightAtOnce: Scene = {
  name: 'what waits is put right before it is planned',
  habits: NOBODY,
  traits: PLAIN,
  async play({ place, worker, together, settle }) {
    const here = add(place, place.crm, 'customer', customerOf('C1', 'Known', null))
    await settle()
    const there = idOfCode(place.erp, 'C1')
    const one = worker()
    // Of another version than the joint has seen: that write is stale, and the document is read again, but not planned yet.
    edit(place, place.crm, 'customer', here, { name: 'Renamed' })
    await together([0, () => one.hub.pull()])
    edit(place, place.erp, 'customer', there, { phone: 'P1' })
    await together([0, () => one.hub.push()])
    for (const work of [one.hub.pull, one.hub.pull]) await together([0, work])
    const unread = add(place, place.erp, 'customer', { ...customerOf('C2', 'Unread', null), creditLimit: 5 })
    const contact = add(place, place.erp, 'contact', { ...contactOf(unread, 'Ann'), phone: 'P2' })
    await together([0, () => one.hub.pull()])
    edit(place, place.erp, 'contact', contact, { customer: there, phone: 'P3' })
    await together([0, () => one.hub.pull()])
    await together([0, () => one.hub.plan()])
  },
  afterwards: (place) => edit(place, place.erp, 'customer', idOfCode(place.erp, 'C2'), { creditLimit: '5' }),
}

/** A hub records what came of a creation while another plans its echo: both know whose document it is. */
const bothLink: Scene = {
  name: 'an outcome is recorded while its echo is planned',
  habits: NOBODY,
  traits: { ...PLAIN, isIdempotent: false },
  async play({ place, worker, weather, together, settle }) {
    await settle()
    const [writing, reading] = [worker(), worker()]
    for (let round = 1; round <= ROUNDS; round++) {
      add(place, place.crm, 'customer', customerOf(`C${round}`, `New ${round}`, null))
      weather({})
      await together([0, () => writing.hub.pull()])
      weather({ late: 1, lateReading: 1, lateMs: 20, leastLateMs: 10 }, { haste: 0.4 })
      await together([0, () => reading.hub.pull()], [round * 8, () => writing.hub.push()])
    }
  },
}

/** At one of so many offsets the two meet. */
const ROUNDS = 16

/** What the joint has just made is changed by somebody, and that is read before the outcome is known. */
const changedBeforeKnown: Scene = {
  name: 'a creation is changed before its outcome is known',
  habits: NOBODY,
  traits: { ...PLAIN, isIdempotent: false, reportsCause: false },
  async play({ place, worker, weather, together, settle }) {
    await settle()
    const [writing, reading] = [worker(), worker()]
    add(place, place.crm, 'customer', customerOf('C1', 'New', null))
    await together([0, () => writing.hub.pull()])
    weather({ late: 1, lateMs: 800, leastLateMs: 700 })
    await together(
      [0, () => writing.hub.push()],
      [
        100,
        () => {
          edit(place, place.erp, 'customer', idOfCode(place.erp, 'C1'), { code: 'C2', name: 'Renamed' })
          return reading.hub.pull()
        },
      ],
      [300, () => reading.hub.plan()],
    )
  },
}

/** Somebody removes what both sides have. */
const removedThere: Scene = {
  name: 'a document is removed',
  habits: { ...NOBODY, removes: true },
  traits: PLAIN,
  async play({ place, worker, together, settle }) {
    const here = add(place, place.crm, 'customer', customerOf('C1', 'Known', null))
    await settle()
    removeOne(place, place.crm, 'customer', here)
    await together([0, () => worker().hub.runUntilIdle()])
  },
}

/** Somebody removes what both sides have, and it is there again once the other side has been told; then it is edited. */
const broughtBack: Scene = {
  name: 'a document that was removed is there again',
  habits: { ...NOBODY, removes: true },
  traits: PLAIN,
  async play({ place, settle }) {
    const here = add(place, place.crm, 'customer', customerOf('C1', 'Known', null))
    await settle()
    removeOne(place, place.crm, 'customer', here)
    await settle()
    while (place.crm.removed('customer').size > 0) bringBack(place, place.crm)
    await settle()
    edit(place, place.erp, 'customer', idOfCode(place.erp, 'C1'), { phone: 'P1' })
    await settle()
  },
}

/** A system makes one of two customers and takes it back, with a contact of theirs on the other side, too. */
const takenBack: Scene = {
  name: 'a merge is taken back',
  habits: { ...NOBODY, merges: true },
  traits: { ...PLAIN, merges: true },
  async play({ place, worker, together, settle }) {
    const first = add(place, place.crm, 'customer', customerOf('C1', 'First', null))
    add(place, place.crm, 'customer', customerOf('C2', 'Second', null))
    add(place, place.crm, 'contact', contactOf(first, 'Ann'))
    await settle()
    const one = worker()
    const work = () => one.hub.runUntilIdle()
    for (const merging of [merge, unmerge]) {
      while (place.crm.merged('customer').size === (merging === merge ? 0 : 1)) merging(place, place.crm)
      await together([0, work])
    }
  },
}

/** Two customers of the ERP, each with an invoice that is paid, look the same; no system merges by itself. */
const invoicedTwice: Scene = {
  name: 'two who have been invoiced may be one',
  climate: 'money',
  habits: NOBODY,
  traits: { ...PLAIN, merges: false },
  async play({ place, settle }) {
    for (const number of [1, 2]) {
      const customer = add(place, place.erp, 'customer', customerOf(`C${number}`, number === 1 ? 'Acme' : 'Acme Ltd.', null))
      const invoice = add(place, place.erp, 'invoice', invoiceOf('invoice', `INV${number}`, customer, null, `${number}.5`))
      const allocations = [{ invoice, amount: `${number}.5` }]
      add(place, place.erp, 'payment', paymentOf(`PAY${number}`, customer, `${number}.5`, allocations))
      await settle()
    }
  },
}

function idOfCode(at: Place['crm'], code: string): string {
  const [id] = [...at.documents('customer')].find(([, values]) => values.code === code) ?? []
  if (id === undefined) throw new Error(`${at.system} has no customer ${code}`)
  return id
}

export const SCENES = {
  readBeforeWritten,
  setBackAtOnce,
  setBackUnheard,
  keptOtherwise,
  answeredTooLate,
  putRightAtOnce,
  bothLink,
  changedBeforeKnown,
  removedThere,
  broughtBack,
  takenBack,
  invoicedTwice,
} as const satisfies Readonly<Record<string, Scene>>

export type SceneName = keyof typeof SCENES

export const SCENE_NAMES = Object.keys(SCENES) as readonly SceneName[]
