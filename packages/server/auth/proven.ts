/** Proving anew who one is, before something about one's signing in is changed. */
import { type Id, ok, type Result, refuse } from '@tandem/kernel'
import { z } from 'zod'
import type { ApiRequest } from '../http/route.ts'
import type { Services } from '../http/services.ts'
import type { Auth } from './auth.ts'
import type { Self } from './directory.ts'
import { isPassword } from './password.ts'
import { personById } from './people.ts'

export interface Signed {
  readonly self: Self
  readonly session: { readonly id: Id; readonly person: Id; readonly onlyHere: boolean }
}

/** People on the page, no keys. */
export function signed({ self, session }: ApiRequest<never>): Result<Signed> {
  return self && session ? ok({ self, session }) : refuse('http/no-session')
}

export const proof = z.strictObject({
  password: z.string().max(1000).optional().meta({ description: 'Where one has a password' }),
  code: z.string().max(40).optional().meta({ description: 'Where a second factor is set: a code of it' }),
})

export interface Proven {
  readonly user: Id
  readonly person: Id
  readonly session: Id
}

/** A page left open is not enough to change how somebody signs in. */
export async function proven(
  { database }: Pick<Services, 'database'>,
  auth: Auth,
  request: ApiRequest<never>,
): Promise<Result<Proven>> {
  const by = signed(request)
  if (!by.ok) return by
  const { self, session } = by.value
  if (session.onlyHere) return refuse('provider/only-here')
  const given = request.body as z.infer<typeof proof>
  const person = await database.asOwner((tx) => personById(tx, session.person))
  const wait = auth.signIn.wait(session.person)
  if (wait !== undefined) return refuse('sign-in/too-often', { seconds: wait })
  if (person?.password && !(await isPassword(given.password ?? '', person.password))) return refuse('password/wrong')
  const shown = await auth.secondStep.prove(session, given.code, request.from)
  return shown.ok ? ok({ user: self.user, person: session.person, session: session.id }) : shown
}
