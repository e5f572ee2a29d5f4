/**
 * Calls that come at the same time run as one: while some are under way, the next gather. A transaction costs a begin, a
 * commit that waits for the disk and a round of statements, whether it does one thing or fifty. A call that comes alone
 * runs at once.
 */
export interface Gathering<C, A> {
  /** Runs some calls of one group, and answers each in order; an answer of its own may still be under way or fail. */
  run(calls: readonly C[]): Promise<readonly (A | Promise<A>)[]>
  /** Only calls of one group run together. */
  groupOf(call: C): string
  /** Two calls with one of these in common never run together, the later waits for the next turn. */
  aloneOf(call: C): readonly string[]
  /** Calls that run as one, at most. */
  readonly most: number
  /** Runs of a group under way at once; one that takes longer than `slowMs` (it may wait for a lock) is not counted. */
  readonly lanes: number
  readonly slowMs: number
}

/** How the API gathers: one run at a time, which a slow one does not hold up. */
export const TOGETHER = { most: 64, lanes: 1, slowMs: 40 } as const

interface Waiting<C, A> {
  readonly call: C
  resolve(answer: A | Promise<A>): void
  reject(reason: unknown): void
}

interface Group<C, A> {
  waiting: Waiting<C, A>[]
  busy: number
  isDue: boolean
}

/** Answers a function that makes a call and answers what became of it. */
export function gathered<C, A>(gathering: Gathering<C, A>): (call: C) => Promise<A> {
  const groups = new Map<string, Group<C, A>>()

  const start = async (name: string, group: Group<C, A>): Promise<void> => {
    const turn = takeTurn(group, gathering)
    const leave = enter(group, gathering.slowMs, () => next(name, group))
    try {
      const answers = await gathering.run(turn.map(({ call }) => call))
      for (const [i, { resolve }] of turn.entries()) resolve(answers[i] as A)
    } catch (error) {
      for (const { reject } of turn) reject(error)
    } finally {
      leave()
    }
  }
  const next = (name: string, group: Group<C, A>): void => {
    if (group.waiting.length === 0 && group.busy === 0 && !group.isDue) groups.delete(name)
    if (group.isDue || group.waiting.length === 0 || group.busy >= gathering.lanes) return
    group.isDue = true
    // What else was received in this turn of the event loop comes along.
    setImmediate(() => {
      group.isDue = false
      if (group.waiting.length > 0) void start(name, group)
      next(name, group)
    })
  }
  return (call) => {
    const name = gathering.groupOf(call)
    const group = groups.get(name) ?? { waiting: [], busy: 0, isDue: false }
    groups.set(name, group)
    return new Promise((resolve, reject) => {
      group.waiting.push({ call, resolve, reject })
      next(name, group)
    })
  }
}

function takeTurn<C, A>(group: Group<C, A>, { most, aloneOf }: Gathering<C, A>): Waiting<C, A>[] {
  const seen = new Set<string>()
  const [turn, rest]: [Waiting<C, A>[], Waiting<C, A>[]] = [[], []]
  for (const one of group.waiting) {
    const own = aloneOf(one.call)
    const fits = turn.length < most && own.every((name) => !seen.has(name))
    // A call that has to wait holds back later ones with the same name, too: order is kept.
    for (const name of own) seen.add(name)
    ;(fits ? turn : rest).push(one)
  }
  group.waiting = rest
  return turn
}

/** Counts a run as under way until it leaves or has been slow for too long. */
function enter(group: { busy: number }, slowMs: number, freed: () => void): () => void {
  group.busy++
  let isCounted = true
  const uncount = (): void => {
    if (!isCounted) return
    isCounted = false
    group.busy--
    freed()
  }
  const timer = setTimeout(uncount, slowMs)
  return () => {
    clearTimeout(timer)
    uncount()
  }
}
