/** What follows a password where a second factor is set or needed: half a session becomes a whole one. */
import type { Tx } from '@tandem/db'
import { epochMs, ok, type Result, refuse } from '@tandem/kernel'
import type { Self } from './directory.ts'
import { limitOf } from './limits.ts'
import { note, personById, type SessionRow, setFailures } from './people.ts'
import type { Enrolment, Next } from './second-factor.ts'
import type { Client } from './sessions.ts'
import { about, countFailure, type SignedIn, type SignInParts, selfOf } from './sign-in.ts'

export interface SecondStep {
  /** What half a session waits for; undefined where the cookie holds none. */
  awaited(secret: string | undefined): Promise<Exclude<Next, 'done'> | undefined>
  pass(secret: string | undefined, code: string, client: Client): Promise<Result<SignedIn>>
  /** For who must have a second factor and has none yet. */
  begin(secret: string | undefined): Promise<Result<Enrolment>>
  confirm(secret: string | undefined, code: string, client: Client): Promise<Result<SignedIn & { recovery: readonly string[] }>>
  /** Somebody signed in proves anew who they are, with a code where they have a second factor. */
  prove(session: Pick<SessionRow, 'person'>, code: string | undefined, client: Client): Promise<Result<void>>
}

const MINUTE_MS = 60_000

type Whose = Pick<SessionRow, 'person'>

export function secondStepOn(parts: SignInParts): SecondStep {
  const { database, sessions, secondFactor, now } = parts
  const tries = limitOf(10, 5 * MINUTE_MS)
  const slow = ({ person }: Whose): Result<void> => {
    const seconds = tries.take(person, epochMs(now()))
    return seconds === undefined ? ok(undefined) : refuse('sign-in/too-often', { seconds })
  }
  const half = async (secret: string | undefined): Promise<Result<SessionRow>> => {
    const row = await sessions.find(secret)
    return row?.awaitsSecondFactor ? ok(row) : refuse('http/not-signed-in')
  }
  const isOn = ({ person }: Whose) => database.asOwner((tx) => secondFactor.isOn(tx, person))
  const bare = async (secret: string | undefined): Promise<Result<SessionRow>> => {
    const row = await half(secret)
    // Who has one already shows it, and does not get another by the password alone.
    return row.ok && (await isOn(row.value)) ? refuse('http/second-factor') : row
  }
  const take = async (whose: Whose, code: string, client: Client): Promise<Result<Factor>> => {
    const may = slow(whose)
    return may.ok ? database.asOwner((tx) => takeCode(parts, tx, whose, code, client)) : may
  }
  return {
    async awaited(secret) {
      const row = await half(secret)
      if (!row.ok) return undefined
      return (await isOn(row.value)) ? 'second-factor' : 'enrol'
    },
    async pass(secret, code, client) {
      const row = await half(secret)
      const taken = row.ok ? await take(row.value, code, client) : row
      return row.ok && taken.ok ? comeIn(parts, row.value, taken.value, client) : (taken as Result<never>)
    },
    async begin(secret) {
      const row = await bare(secret)
      return row.ok ? ok(await database.asOwner((tx) => secondFactor.begin(tx, row.value.person))) : row
    },
    async confirm(secret, code, client) {
      const row = await bare(secret)
      const may = row.ok ? slow(row.value) : row
      if (!row.ok || !may.ok) return may as Result<never>
      const recovery = await database.asOwner((tx) => secondFactor.confirm(tx, row.value.person, code))
      if (!recovery.ok) return recovery
      const entered = await comeIn(parts, row.value, 'totp', client, 'user-second-factor-set')
      return entered.ok ? ok({ ...entered.value, recovery: recovery.value }) : entered
    },
    async prove(session, code, client) {
      if (!(await isOn(session))) return ok(undefined)
      if (code === undefined) return refuse('second-factor/wrong')
      const taken = await take(session, code, client)
      return taken.ok ? ok(undefined) : taken
    },
  }
}

type Factor = 'totp' | 'recovery-code'

/** Failures count as those of the password do, and lock alike. */
async function takeCode(parts: SignInParts, tx: Tx, { person }: Whose, code: string, client: Client): Promise<Result<Factor>> {
  const who = await personById(tx, person)
  const locked = who?.lockedUntil ? epochMs(who.lockedUntil) - epochMs(parts.now()) : 0
  if (!who || locked > 0) return refuse('sign-in/too-often', { seconds: Math.ceil(locked / 1000) })
  const taken = await parts.secondFactor.take(tx, person, code)
  if (taken.ok) await setFailures(tx, person, 0, null)
  else await countFailure(parts, tx, who, client)
  return taken
}

/** Half a session becomes a whole one, with another secret. */
async function comeIn(
  parts: SignInParts,
  row: SessionRow,
  factor: Factor,
  client: Client,
  before?: string,
): Promise<Result<SignedIn>> {
  const self = await selfOf(parts.directory, row)
  if (!self) return refuse('sign-in/no-company')
  return ok(
    await parts.database.asOwner(async (tx) => {
      const by = parts.contextFor(row.tenantId, self.name)
      if (before !== undefined) await note(tx, by, { ...about(self.user, before), payload: {} })
      return whole(parts, tx, row, self, factor, client)
    }),
  )
}

async function whole(
  { sessions, contextFor }: SignInParts,
  tx: Tx,
  { id, person, tenantId, userId }: SessionRow,
  self: Self,
  factor: Factor,
  client: Client,
): Promise<SignedIn> {
  await sessions.end(tx, { id })
  const { cookie } = await sessions.begin(tx, { person, tenantId, userId, awaitsSecondFactor: false }, client)
  await note(tx, contextFor(tenantId, self.name), {
    ...about(userId, 'user-signed-in'),
    payload: { way: 'second-factor', factor, address: client.address, device: client.device.slice(0, 300) },
  })
  return { cookie, next: 'done' }
}
