/** The days of a story: people in both systems, people who run the joint, and the hubs at work. */
import { runTheJoint } from './office.ts'
import { act, openShop } from './people.ts'
import type { Place } from './place.ts'
import { change, employ, guarded, type Story, type Worker } from './story.ts'
import { type Climate, drawWeather } from './weather.ts'

/** Some days of bad weather. */
export async function live(story: Story): Promise<void> {
  if (story.climate === 'money') openShop(placeOf(story))
  const days = 3 + Math.floor(story.random() * 3)
  for (let day = 1; day <= days; day++) {
    change(story, drawWeather(story.random, story.weather, story.climate))
    story.note(`day ${day} ${JSON.stringify(story.weather)}`)
    employ(story)
    if (story.living.length > 1) story.happened('several hubs work')
    await story.scheduler.run([goAbout(story), runTheJoint(story), ...story.living.map((worker) => workADay(story, worker))])
    story.pass(Math.floor(story.random() * 3_000))
  }
}

async function goAbout(story: Story): Promise<void> {
  const { random, scheduler } = story
  const place = placeOf(story)
  const [most, rest] = PACE[story.climate]
  for (let acts = 1 + Math.floor(random() * most); acts > 0; acts--) {
    await scheduler.sleep(Math.floor(random() * rest))
    act(place)
  }
}

/** The two systems as people see them. */
export function placeOf(story: Story): Place {
  return {
    crm: story.systems.crm.system,
    erp: story.systems.erp.system,
    random: story.random,
    ledger: story.ledger,
    removes: story.removes,
    merges: story.merges,
    refusedNames: story.climate === 'usual' ? 0.06 : 0.15,
    climate: story.climate,
    happened: story.happened,
    note: story.note,
    count: () => ++story.counted,
  }
}

/** The most that people do on a day, and the longest they rest between, in ms. */
const PACE: Readonly<Record<Climate, readonly [most: number, restMs: number]>> = {
  usual: [6, 300],
  rough: [16, 300],
  lively: [24, 900],
  crowded: [14, 900],
  money: [30, 600],
}

async function workADay(story: Story, worker: Worker): Promise<void> {
  const { random, scheduler } = story
  if (STEP_BY_STEP.has(story.climate)) return stepByStep(story, worker)
  for (let rounds = 1 + Math.floor(random() * 3); rounds > 0 && !worker.process.dead(); rounds--) {
    await scheduler.sleep(Math.floor(random() * 700))
    const isPoll = random() < 0.3
    const { hub } = worker
    if (random() < 0.5) await guarded(story, () => hub.runUntilIdle())
    else {
      const pulls = worker.isWoken || isPoll
      worker.isWoken = false
      await Promise.all([
        pulls && guarded(story, () => hub.pull()),
        guarded(story, () => hub.plan()),
        guarded(story, () => hub.push()),
      ])
    }
  }
}

const STEP_BY_STEP: ReadonlySet<Climate> = new Set(['lively', 'crowded', 'money'])

/** Its steps in any order, as when the loops of several hubs go at their own pace. */
async function stepByStep(story: Story, { process, hub }: Worker): Promise<void> {
  const { random, scheduler } = story
  const steps = [
    () => hub.pull(),
    () => hub.plan(),
    () => hub.push(),
    () => hub.pull(),
    () => hub.push(),
    () => hub.runUntilIdle(),
  ]
  for (let rounds = 4 + Math.floor(random() * 8); rounds > 0 && !process.dead(); rounds--) {
    await scheduler.sleep(Math.floor(random() * 500))
    const step = steps[Math.floor(random() * steps.length)]
    if (step) await guarded(story, step)
  }
}
