/**
 * Guards of the joint, each taken out on purpose: its source is changed in one place, and the stories are told again. A
 * guard that no story misses would be one that nothing shows the need of.
 */
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the patches are pieces of source
import type { How } from './run.ts'

export interface Patch {
  readonly file: string
  /** Must be there exactly once. */
  readonly find: string
  readonly replace: string
}

export interface Mutation {
  readonly name: string
  readonly patches: readonly Patch[]
  /** What shows it: the days or the scene, and the first seed that does. */
  readonly noticedBy: How & { readonly seed: number }
}

function mutation(name: string, ...patches: readonly (readonly [file: string, find: string, replace: string])[]): Mutation {
  const noticedBy = NOTICED_BY[name]
  if (!noticedBy) throw new Error(`nobody knows what shows that ${name}`)
  return {
    name,
    patches: patches.map(([file, find, replace]) => ({
      file: file.includes('/') ? `${file}.ts` : `engine/${file}.ts`,
      find,
      replace,
    })),
    noticedBy,
  }
}

/** What `npm run simulate -- --mutations` has found, with each of its climates and scenes. */
const NOTICED_BY: Readonly<Record<string, Mutation['noticedBy']>> = {
  'a repeated write gets a new key': { climate: 'lively', seed: 1 },
  'all writes of a record have the same key': { climate: 'usual', seed: 5 },
  'nobody asks what became of a write that timed out': { climate: 'rough', seed: 4 },
  'the cursor is saved before what was read': { climate: 'usual', seed: 15 },
  'several plan at once': { climate: 'rough', seed: 58 },
  'outcomes count whoever has the lease': { scene: 'answeredTooLate', seed: 1 },
  'a write is sent though its lease has run out': { climate: 'rough', seed: 1 },
  'an unknown outcome counts as done': { climate: 'rough', seed: 1 },
  '"later" counts as refused': { climate: 'rough', seed: 1 },
  'what was written is not what was agreed': { scene: 'setBackAtOnce', seed: 1 },
  'a record is written again while it is being written': { climate: 'lively', seed: 12 },
  'a document is news though it may be what we are creating': { scene: 'changedBeforeKnown', seed: 1 },
  'what was read before a write counts after it': { scene: 'readBeforeWritten', seed: 1 },
  'what is set back during a write is no news': { scene: 'setBackUnheard', seed: 1 },
  'an echo is not known as ours': { scene: 'keptOtherwise', seed: 1 },
  'an older report stays when a newer one has come': { climate: 'rough', seed: 1 },
  'an older report of the same batch stays': { scene: 'putRightAtOnce', seed: 1 },
  'nobody wakes what waits for a document': { climate: 'rough', seed: 2 },
  'nobody wakes what waits for the end of a creation': { climate: 'rough', seed: 1 },
  'a document is written before what it names': { climate: 'rough', seed: 3 },
  'a value that is overruled is forgotten': { climate: 'rough', seed: 1 },
  'a step that lost a race is not done again': { scene: 'bothLink', seed: 2 },
  'a refused write is shown to nobody': { climate: 'rough', seed: 3 },
  'what is invoiced does not go along with a customer': { scene: 'invoicedTwice', seed: 2 },
  'a deletion is taken for nothing': { scene: 'removedThere', seed: 1 },
}

export const MUTATIONS: readonly Mutation[] = [
  mutation('a repeated write gets a new key', [
    'write-key',
    'export function writeKey(key: WriteKey): string {',
    'let made = 0\nexport function writeKey(given: WriteKey): string {\n  made += 1\n  const key = { ...given, round: made }',
  ]),
  mutation('all writes of a record have the same key', ['write-key', ':${key.version}`', ':1`']),
  mutation('nobody asks what became of a write that timed out', [
    'push',
    'const answers = await probe(engine, joined, kind, group)',
    'const answers: (Outcome | undefined)[] = []',
  ]),
  mutation(
    'the cursor is saved before what was read',
    [
      'pull',
      '  const kept = await step(engine, async (tx) => {',
      '  await step(engine, (tx) => moveCursor(tx, engine, system, kind, cursor, page))\n  const kept = await step(engine, async (tx) => {',
    ],
    ['pull', '    if (moved === 0) return { count: 0, again: 0, isBehind }\n', ''],
  ),
  mutation('several plan at once', ['plan-load', 'select 1 from hub.planner for update', 'select 1 from hub.planner']),
  mutation('outcomes count whoever has the lease', [
    'outcome-now',
    '\n          and worker = ${engine.worker} order by id',
    '\n          order by id',
  ]),
  mutation('a write is sent though its lease has run out', [
    'push',
    'return leased.filter(({ until }) => epochMs(until) > now)',
    'return leased.filter(() => now > 0)',
  ]),
  mutation('an unknown outcome counts as done', [
    'outcome',
    "state: isKnown ? 'pending' : 'sending', dueAt, reason",
    "state: isKnown ? 'pending' : 'done', dueAt, reason",
  ]),
  mutation('"later" counts as refused', [
    'outcome',
    "state: isKnown ? 'pending' : 'sending', dueAt, reason",
    "state: isKnown ? 'parked' : 'sending', dueAt, reason",
  ]),
  mutation('what was written is not what was agreed', [
    'outcome',
    'set seen = given.seen, base = given.base, wrote = given.wrote,\n                   wrote_version',
    'set seen = given.seen, wrote = given.wrote,\n                   wrote_version',
  ]),
  mutation('a record is written again while it is being written', [
    'lease',
    `
          and not exists (
            select from hub.delivery o
            where o.record_id = d.record_id and o.system = d.system and o.state = 'sending' offset 0)`,
    '',
  ]),
  mutation('a document is news though it may be what we are creating', [
    'plan-batch',
    'return creatingSince !== undefined && creatingSince <= change.keptMark',
    'return creatingSince !== undefined && creatingSince < 0',
  ]),
  mutation('what was read before a write counts after it', [
    'plan-batch',
    'if (!ours && change.readMark < link.writeMark)',
    'if (!ours && change.readMark < 0)',
  ]),
  mutation('what is set back during a write is no news', [
    'outcome',
    'if (now.toldSince.get(leased.id)?.some((told) => told !== done.version)) {',
    'if (now.toldSince.get(leased.id)?.some((told) => told === leased.kind)) {',
  ]),
  mutation('an echo is not known as ours', [
    'write-key',
    'if (cause?.system !== JOINT || !cause.change) return undefined',
    "if (cause?.system !== 'nobody' || !cause.change) return undefined",
  ]),
  mutation('an older report stays when a newer one has come', [
    'plan-write',
    'const held = supersedeHeld(tx, batch, by)',
    'const held = supersedeHeld === undefined ? undefined : Promise.resolve()',
  ]),
  mutation('an older report of the same batch stays', [
    'plan-batch',
    'fate: isNewest || !HELD.has(fate.state) ?',
    'fate: isNewest || HELD.size > 0 ?',
  ]),
  mutation(
    'nobody wakes what waits for a document',
    ['plan-write', '  return wakeWaiting(tx, made)\n', '  return made.length < 0 ? wakeWaiting(tx, made) : Promise.resolve(0)\n'],
    ['outcome', '    wakeWaiting(tx, created),\n', '    0,\n'],
    [
      'sweep',
      'exists (select from hub.link l where l.system = c.system and',
      'exists (select from hub.link l where false and l.system = c.system and',
    ],
  ),
  mutation(
    'nobody wakes what waits for the end of a creation',
    [
      'outcome',
      'wakeAfterWrites(tx, system, ended(true), CREATING)',
      'ended(true).length < 0 ? wakeAfterWrites(tx, system, [], CREATING) : 0',
    ],
    ['sweep', 'or (c.waits_for = ${CREATING} and not exists', 'or (false and c.waits_for = ${CREATING} and not exists'],
  ),
  mutation('a document is written before what it names', ['lease', '  if (missing) {\n', '  if (missing && version < 0) {\n']),
  mutation('a value that is overruled is forgotten', ['merge', '  if (!onlyOurs) {\n', '  if (!onlyOurs && !field) {\n']),
  mutation('a step that lost a race is not done again', [
    'engine',
    'if (attempt >= TRIES || !isRace(error)) throw error',
    'if (attempt > 0 || !isRace(error)) throw error',
  ]),
  mutation('a refused write is shown to nobody', [
    'outcome',
    '  result.troubles.push(troubleOf(system, leased, refused.code, refused.details))\n',
    '',
  ]),
  mutation('what is invoiced does not go along with a customer', [
    'merges/carry-out',
    'where customer = ${from}',
    "where customer = ${from} and kind not in ('invoice', 'payment')",
  ]),
  mutation('a deletion is taken for nothing', [
    'plan-batch',
    '  if (change.deleted) return deletedThere(batch, change, link)\n',
    "  if (change.deleted) return { state: 'planned' }\n",
  ]),
]
