/** Companies: another one is made by an administrator, who is its first. */
import { insertRows } from '@tandem/db'
import { type Id, ok, type Result, refuse } from '@tandem/kernel'
import { z } from 'zod'
import { answer } from '../http/answers.ts'
import type { ApiRequest, Route } from '../http/route.ts'
import type { Services } from '../http/services.ts'
import type { Auth, AuthOptions } from './auth.ts'
import { addMembership, inTenant, note, personById } from './people.ts'
import { ADMINISTRATOR } from './roles.ts'
import { about } from './sign-in.ts'

const body = z.strictObject({
  name: z.string().trim().min(1).max(200),
  baseCurrency: z.string().regex(/^[A-Z]{3}$/),
  timeZone: z.string().max(100),
})

export function companyRoutes(services: Services, auth: Auth, { addCompany }: AuthOptions): Route[] {
  return [
    {
      area: 'platform',
      tag: 'platform.company',
      method: 'POST',
      path: '/api/v1/platform/companies',
      id: 'platform.company.create',
      needs: 'platform.company.create',
      label: { en: 'New company', zh: '新建公司' },
      access: 'write',
      body,
      answers: {
        201: {
          description: 'Made, empty; you are its administrator and may switch to it',
          body: z.strictObject({ id: z.string(), name: z.string() }),
        },
      },
      async handle(request: ApiRequest<never>) {
        const { self, session } = request
        if (!self || !session) return refuse('http/no-session')
        const given = request.body as z.infer<typeof body>
        const checked = knownTimeZone(given.timeZone)
        if (!checked.ok) return checked
        if (!addCompany) return refuse('company/closed')
        const tenant = await addCompany(given)
        await beginAs(services, auth, tenant, { name: self.name, fullName: self.fullName, person: session.person })
        return answer({ id: tenant, name: given.name }, 201)
      },
    },
  ]
}

function knownTimeZone(timeZone: string): Result<void> {
  try {
    new Intl.DateTimeFormat('en', { timeZone })
    return ok(undefined)
  } catch {
    return refuse('company/no-such-time-zone', { timeZone })
  }
}

interface First {
  readonly name: string
  readonly fullName: string
  readonly person: Id
}

async function beginAs(
  { database }: Services,
  { contextFor }: Auth,
  tenant: Id,
  { name, fullName, person }: First,
): Promise<void> {
  const by = contextFor(tenant, name)
  const stamp = { version: 1, createdAt: by.now, createdBy: name, updatedAt: by.now, updatedBy: name }
  await database.asOwner(async (tx) => {
    await inTenant(tx, tenant)
    const email = (await personById(tx, person))?.email ?? ''
    const row = {
      id: by.newId(),
      ...stamp,
      state: 'active',
      name,
      fullName,
      email,
      roles: [ADMINISTRATOR],
      team: null,
      customer: null,
    }
    // In the demo its people are there already.
    await insertRows(tx, 'platform.user', [row], { onConflict: 'nothing' })
    await addMembership(tx, { person, tenantId: tenant, userId: row.id })
    await note(tx, by, { ...about(row.id, 'company-created'), payload: { by: name } })
  })
}
