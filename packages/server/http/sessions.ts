/** Sessions of the page: a signed cookie says who somebody is until when. Nothing is stored, so any process can check it. */
import { createHmac, timingSafeEqual } from 'node:crypto'
import { type Actor, epochMs, type Id, type Instant, isId } from '@tandem/kernel'
import type { Principal } from './route.ts'

export const SESSION_COOKIE = 'tandem_session'
const DAYS = 30

export interface Sessions {
  /** The value of Set-Cookie for a new session. */
  begin(tenant: Id, actor: Actor): string
  read(cookie: string | undefined): Principal | undefined
}

/** `secret` signs the cookies; who knows it can sign in as anybody. */
export function sessionsSignedBy(secret: Uint8Array, now: () => Instant): Sessions {
  const sign = (text: string) => createHmac('sha256', secret).update(text).digest()
  return {
    begin(tenant, actor) {
      const until = epochMs(now()) + DAYS * 86_400_000
      const text = Buffer.from(JSON.stringify([tenant, actor.kind, actor.id, until])).toString('base64url')
      const value = `${text}.${sign(text).toString('base64url')}`
      return `${SESSION_COOKIE}=${value}; Path=/; Max-Age=${DAYS * 86_400}; HttpOnly; SameSite=Strict`
    },
    read(cookie) {
      const [text = '', signature = ''] = cookie?.split('.') ?? []
      const [given, right] = [Buffer.from(signature, 'base64url'), sign(text)]
      if (given.length !== right.length || !timingSafeEqual(given, right)) return undefined
      const [tenant, kind, id, until] = JSON.parse(Buffer.from(text, 'base64url').toString()) as [
        Id,
        Actor['kind'],
        string,
        number,
      ]
      return isId(tenant) && until > epochMs(now()) ? { tenant, actor: { kind, id }, scopes: ['*'] } : undefined
    },
  }
}
