/**
 * `person <email> password | no-second-factor`: how the operator helps somebody whom no administrator can, because they work
 * for several companies here and signing in is one for all of them.
 */
import { run, sql, type Tx } from '@tandem/db'
import { epochMs, instantOf } from '@tandem/kernel'
import { WORKS_MS } from '../auth/links.ts'
import { addLink, endSessions, membershipsOf, note, type Person, personByEmail } from '../auth/people.ts'
import { withoutSecondFactor } from '../auth/second-factor.ts'
import { hashOf } from '../auth/sessions.ts'
import { about } from '../auth/sign-in.ts'
import { type Desk, UsageError } from './desk.ts'

const SECRET_BYTES = 32

type Needs = Pick<Desk, 'database' | 'terminal' | 'context' | 'randomBytes'>

export async function personCommand(desk: Needs, [email = '', what]: readonly string[]): Promise<number> {
  const { terminal } = desk
  if (what !== 'password' && what !== 'no-second-factor') {
    throw new UsageError(
      'person is followed by an e-mail, and by password or no-second-factor',
      'person 之后为邮箱，再加 password 或 no-second-factor',
    )
  }
  const secret = what === 'password' ? Buffer.from(desk.randomBytes(SECRET_BYTES)).toString('base64url') : undefined
  const found = await desk.database.asOwner((tx) => help(desk, tx, email, secret))
  if (!found) {
    terminal.tell(`Nobody here signs in as ${email}.`, `没有使用 ${email} 登录的人员。`)
    return 1
  }
  if (secret === undefined) terminal.tell('Signs in without a second factor now.', '现在登录无需二次验证。')
  else {
    terminal.tell(
      'The old password opens nothing any more. With this link, once and within three days, another is chosen; it goes behind the address of the page, by a safe way:',
      '旧密码已失效。请将此链接（接在页面地址之后）安全转交，三天内可使用一次，用于设置新密码：',
    )
    terminal.say(`/welcome#${secret}`)
  }
  return 0
}

/** With a secret a link takes the place of the password, else there is no second factor; sessions end, and every trail tells it. */
async function help(desk: Needs, tx: Tx, email: string, secret: string | undefined): Promise<Person | undefined> {
  const person = await personByEmail(tx, email)
  const all = person ? await membershipsOf(tx, person.id) : []
  const [first] = all
  if (!person || !first) return undefined
  const by = desk.context()
  const expiresAt = instantOf(epochMs(by.now) + WORKS_MS)
  if (secret === undefined) await withoutSecondFactor(tx, person.id)
  else {
    await run(
      tx,
      sql`update platform.person set password = null, failures = 0, locked_until = null where id = ${person.id}::uuid`,
    )
    await addLink(
      tx,
      hashOf(secret),
      { tenantId: first.tenantId, userId: first.userId, expiresAt, byOperator: true },
      by.actor.id,
    )
  }
  await endSessions(tx, { person: person.id })
  const told =
    secret === undefined
      ? { type: 'user-second-factor-reset', payload: { way: 'operator' } }
      : { type: 'user-link-made', payload: { way: 'operator', expiresAt } }
  for (const { tenantId, userId } of all) {
    await note(tx, { ...by, tenant: tenantId }, { ...about(userId, told.type), payload: told.payload })
  }
  return person
}
