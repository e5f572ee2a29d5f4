/** A second factor beside the password: codes of an app, and recovery codes for who lost it. */
import { first, run, sql, type Tx, textArray } from '@tandem/db'
import type { Sealing } from '@tandem/hub'
import { epochMs, type Id, type Instant, ok, type Result, refuse } from '@tandem/kernel'
import { readSetting } from '../settings.ts'
import { hashOf } from './sessions.ts'
import { base32, otpauthUri, stepOf } from './totp.ts'

const SECRET_BYTES = 20
const RECOVERY_CODES = 10
/** 120 bits: enough for a plain hash. */
const RECOVERY_BYTES = 15

/** The setting that names the roles which need a second factor. */
export const NEEDING_ROLES = 'second-factor-roles'

/** What stands before somebody who proved who they are by a password or a link. */
export type Next = 'done' | 'second-factor' | 'enrol'

export interface Enrolment {
  /** To type in where no code can be scanned. */
  readonly secret: string
  readonly uri: string
}

interface Row {
  readonly email: string
  readonly totp: string | null
  readonly totpStep: string | null
  readonly totpPending: string | null
  readonly recovery: readonly string[]
}

interface Parts {
  readonly now: () => Instant
  readonly randomBytes: (count: number) => Uint8Array
  readonly sealing: Sealing
  /** Only the running code counts. */
  readonly strictCodes?: boolean | undefined
  /** Everybody needs one, whatever companies say. */
  readonly byEverybody?: boolean | undefined
}

/** Within an owner's transaction, as all about persons. */
export interface SecondFactor {
  readonly byEverybody: boolean
  /** Within a tenant's transaction: whether somebody with these roles needs one here. */
  isNeeded(tx: Tx, roles: readonly string[]): Promise<boolean>
  isOn(tx: Tx, person: Id): Promise<boolean>
  /** How many recovery codes are left. */
  left(tx: Tx, person: Id): Promise<number>
  /** Makes a secret that counts when `confirm` saw a code of it. */
  begin(tx: Tx, person: Id): Promise<Enrolment>
  /** Answers the recovery codes, which are shown this once. */
  confirm(tx: Tx, person: Id, code: string): Promise<Result<readonly string[]>>
  /** Takes a code of the app or a recovery code, each once; says which it was. */
  take(tx: Tx, person: Id, code: string): Promise<Result<'totp' | 'recovery-code'>>
  remove(tx: Tx, person: Id): Promise<void>
}

export function secondFactorOn({ now, randomBytes, sealing, strictCodes = false, byEverybody = false }: Parts): SecondFactor {
  const bytesOf = (sealed: string) => Buffer.from(sealing.open(sealed), 'base64url')
  const drift = strictCodes ? 0 : undefined
  const random = (count: number) => Buffer.from(randomBytes(count))
  return {
    byEverybody,
    isNeeded: async (tx, roles) => byEverybody || (await isNeededBy(tx, roles)),
    isOn: async (tx, person) => Boolean((await rowOf(tx, person))?.totp),
    left: async (tx, person) => (await rowOf(tx, person))?.recovery.length ?? 0,
    async begin(tx, person) {
      const secret = random(SECRET_BYTES)
      const row = await rowOf(tx, person)
      await run(
        tx,
        sql`update platform.person set totp_pending = ${sealing.seal(secret.toString('base64url'))} where id = ${person}::uuid`,
      )
      return { secret: base32(secret), uri: otpauthUri(secret, row?.email ?? '') }
    },
    async confirm(tx, person, code) {
      const row = await rowOf(tx, person)
      if (!row?.totpPending) return refuse('second-factor/not-begun')
      const step = stepOf(bytesOf(row.totpPending), code, epochMs(now()), null, drift)
      if (step === undefined) return refuse('second-factor/wrong')
      const codes = Array.from({ length: RECOVERY_CODES }, () => inGroups(base32(random(RECOVERY_BYTES))))
      await run(
        tx,
        sql`update platform.person set totp = totp_pending, totp_pending = null, totp_step = ${step}::bigint,
              recovery = ${textArray(codes.map(recoveryHash))}::text[] where id = ${person}::uuid`,
      )
      return ok(codes)
    },
    async take(tx, person, code) {
      const row = await rowOf(tx, person)
      if (!row?.totp) return refuse('second-factor/not-begun')
      const last = row.totpStep === null ? null : Number(row.totpStep)
      const step = stepOf(bytesOf(row.totp), code, epochMs(now()), last, drift)
      if (step !== undefined) return (await takeStep(tx, person, step)) ? ok('totp') : refuse('second-factor/wrong')
      return (await takeRecovery(tx, person, recoveryHash(code))) ? ok('recovery-code') : refuse('second-factor/wrong')
    },
    remove: withoutSecondFactor,
  }
}

export async function withoutSecondFactor(tx: Tx, person: Id): Promise<void> {
  await run(
    tx,
    sql`update platform.person set totp = null, totp_pending = null, totp_step = null, recovery = '{}' where id = ${person}::uuid`,
  )
}

function rowOf(tx: Tx, person: Id): Promise<Row | undefined> {
  return first(
    tx,
    sql<Row>`select email, totp, totp_step, totp_pending, recovery from platform.person where id = ${person}::uuid for update`,
  )
}

async function takeStep(tx: Tx, person: Id, step: number): Promise<boolean> {
  const taken = sql`update platform.person set totp_step = ${step}::bigint
                    where id = ${person}::uuid and totp_step is distinct from ${step}::bigint`
  return (await run(tx, taken)) === 1
}

async function takeRecovery(tx: Tx, person: Id, hash: string): Promise<boolean> {
  const taken = sql`update platform.person set recovery = array_remove(recovery, ${hash})
                    where id = ${person}::uuid and ${hash} = any(recovery)`
  return (await run(tx, taken)) === 1
}

/** A plain hash is enough for so many random bits: nobody guesses them. */
function recoveryHash(code: string): string {
  return hashOf(code.toUpperCase().replace(/[^A-Z2-7]/g, ''))
}

function inGroups(code: string): string {
  return (code.match(/.{1,4}/g) ?? []).join('-')
}

async function isNeededBy(tx: Tx, roles: readonly string[]): Promise<boolean> {
  const needing = await needingRoles(tx)
  return roles.some((role) => needing.includes(role))
}

export async function needingRoles(tx: Tx): Promise<readonly string[]> {
  const kept = await readSetting(tx, NEEDING_ROLES)
  return Array.isArray(kept) ? kept.map(String) : []
}
