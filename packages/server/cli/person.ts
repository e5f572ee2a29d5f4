/**
 * `person <email> password | no-second-factor`: how the operator helps somebody whom no administrator can, because they work
 * for several companies here and signing in is one for all of them.
 */
import type { Tx } from '@tandem/db'
import { hashPassword } from '../auth/password.ts'
import { endSessions, membershipsOf, note, type Person, personByEmail, setPassword } from '../auth/people.ts'
import { withoutSecondFactor } from '../auth/second-factor.ts'
import { about } from '../auth/sign-in.ts'
import { type Desk, UsageError } from './desk.ts'

const PASSWORD_BYTES = 15

type Needs = Pick<Desk, 'database' | 'terminal' | 'context' | 'randomBytes'>

export async function personCommand(desk: Needs, [email = '', what]: readonly string[]): Promise<number> {
  const { terminal } = desk
  if (what !== 'password' && what !== 'no-second-factor') {
    throw new UsageError('person is followed by an e-mail, and by password or no-second-factor')
  }
  const password = Buffer.from(desk.randomBytes(PASSWORD_BYTES)).toString('base64url')
  const hash = what === 'password' ? await hashPassword(password, desk.randomBytes) : undefined
  const found = await desk.database.asOwner((tx) => help(desk, tx, email, hash))
  if (!found) {
    terminal.tell(`Nobody here signs in as ${email}.`, `没有使用 ${email} 登录的人员。`)
    return 1
  }
  if (hash === undefined) terminal.tell('Signs in without a second factor now.', '现在登录无需二次验证。')
  else {
    terminal.tell(
      'A new password, shown once; hand it over by a safe way, and have it changed:',
      '新密码只显示这一次，请安全转交并要求修改：',
    )
    terminal.say(password)
  }
  return 0
}

/** With a hash another password, else no second factor; all sessions end, and every company's trail tells it. */
async function help(desk: Needs, tx: Tx, email: string, hash: string | undefined): Promise<Person | undefined> {
  const person = await personByEmail(tx, email)
  if (!person) return undefined
  const by = desk.context()
  if (hash === undefined) await withoutSecondFactor(tx, person.id)
  else await setPassword(tx, person.id, hash, by.now)
  await endSessions(tx, { person: person.id })
  const type = hash === undefined ? 'user-second-factor-reset' : 'user-password-changed'
  for (const { tenantId, userId } of await membershipsOf(tx, person.id)) {
    await note(tx, { ...by, tenant: tenantId }, { ...about(userId, type), payload: { way: 'operator' } })
  }
  return person
}
