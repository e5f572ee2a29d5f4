/** What every server answers besides its sides: is it well, API keys. */
import { appendEvents, first, sql, type Tx } from '@tandem/db'
import { type Id, type Instant, isId, type Json, type Result, refuse } from '@tandem/kernel'
import { z } from 'zod'
import { answer } from './answers.ts'
import { type ApiKeys, createApiKey, listApiKeys, revokeApiKey } from './api-keys.ts'
import type { Answer, ApiRequest, Route } from './route.ts'
import type { Services } from './services.ts'
import { write } from './write.ts'

const common = { area: 'platform', tag: 'platform' } as const

const shownKey = z.looseObject({
  id: z.string(),
  name: z.string(),
  scopes: z.array(z.string()),
  createdAt: z.string(),
  createdBy: z.string(),
  lastUsedAt: z.string().nullable(),
  revokedAt: z.string().nullable(),
  owner: z.string().nullable(),
  expiresAt: z.string().nullable(),
})

const SCOPE = /^(\*|[a-z]+:(read|write)|(\*|[a-z0-9-]+)\.(\*|[a-z0-9-]+)\.(\*|[a-z0-9-]+)(:(own|team))?)$/

const newKey = z.strictObject({
  name: z.string().min(1).max(100).meta({ description: 'Who will use it; its changes are signed with this name' }),
  scopes: z
    .array(z.string().max(200).regex(SCOPE))
    .min(1)
    .max(20)
    .meta({ description: '`*`, or `crm:read`, `erp:write`, ..., or permissions such as `crm.quote.read`' }),
  expiresAt: z.iso.datetime().optional().meta({ description: 'When it stops by itself' }),
})

export function platformRoutes(services: Services, keys: ApiKeys): Route[] {
  return [
    healthRoute(services),
    listKeysRoute(services),
    createKeyRoute(services),
    revokeKeyRoute(services, keys),
    ownKeysRoute(services),
    revokeOwnKeyRoute(services, keys),
  ]
}

function healthRoute(services: Services): Route {
  return {
    ...common,
    method: 'GET',
    path: '/api/health',
    id: 'platform.health',
    label: { en: 'Is it well', zh: '健康检查' },
    access: 'open',
    answers: { 200: { description: 'Well: the database answers', body: z.strictObject({ status: z.literal('ok') }) } },
    async handle() {
      await services.database.asOwner((tx) => first(tx, sql`select 1`))
      return answer({ status: 'ok' })
    },
  }
}

function listKeysRoute(services: Services): Route {
  return {
    ...common,
    method: 'GET',
    path: '/api/v1/platform/api-keys',
    id: 'platform.api-key.list',
    needs: 'platform.api-key.read',
    label: { en: 'API keys', zh: 'API 密钥' },
    access: 'read',
    answers: { 200: { description: 'All keys, without their texts', body: z.strictObject({ items: z.array(shownKey) }) } },
    handle: async ({ tenant }) => answer({ items: await services.database.transaction(tenant, listApiKeys) }),
  }
}

function createKeyRoute(services: Services): Route {
  return {
    ...common,
    method: 'POST',
    path: '/api/v1/platform/api-keys',
    id: 'platform.api-key.create',
    needs: 'platform.api-key.create',
    label: { en: 'New API key', zh: '新建 API 密钥' },
    access: 'write',
    body: newKey,
    answers: { 201: { description: 'The key: its text is shown this once', body: shownKey.extend({ key: z.string() }) } },
    handle: (request: ApiRequest<never>) => {
      // A kept answer would keep the key's text.
      const { idempotencyKey: _, ...once } = request
      return write(services.database, services.random, { ...once, idempotencyKey: undefined }, async (tx) =>
        makeKey(tx, services, request),
      )
    },
  }
}

/** It is whoever's who makes it; one made with a key is its owner's. Into the trail goes everything but its text. */
async function makeKey(tx: Tx, services: Services, request: ApiRequest<never>): Promise<Result<Answer>> {
  const { name, scopes, expiresAt } = request.body as z.infer<typeof newKey>
  const by = request.context()
  const given = { name, scopes, owner: request.self?.user, expiresAt: expiresAt as Instant | undefined }
  const made = await createApiKey(tx, by, services.randomBytes, given)
  await appendEvents(tx, 'platform', by, [keyEvent(made.id, 'api-key-created', { name, scopes, expiresAt: expiresAt ?? null })])
  return answer(made, 201)
}

function keyEvent(id: Id, type: string, payload: Json) {
  return { document: 'api-key', documentId: id, documentVersion: 0, type, payload }
}

function revokeKeyRoute(services: Services, keys: ApiKeys): Route {
  return {
    ...common,
    method: 'POST',
    path: '/api/v1/platform/api-keys/{id}/revoke',
    id: 'platform.api-key.revoke',
    needs: 'platform.api-key.revoke',
    label: { en: 'Revoke an API key', zh: '撤销 API 密钥' },
    access: 'write',
    answers: { 200: { description: 'Revoked', body: shownKey } },
    handle: (request) => revoke(services, keys, request),
  }
}

/** Keys act in somebody's name: whose they are sees them and takes them back, whatever rights they have. */
function ownKeysRoute(services: Services): Route {
  return {
    ...common,
    needs: null,
    method: 'GET',
    path: '/api/v1/me/api-keys',
    id: 'platform.me.api-keys',
    label: { en: 'My API keys', zh: '我的 API 密钥' },
    access: 'read',
    answers: { 200: { description: 'Without their texts', body: z.strictObject({ items: z.array(shownKey) }) } },
    async handle({ tenant, self, session }) {
      if (!self || !session) return refuse('http/no-session')
      const all = await services.database.transaction(tenant, listApiKeys)
      return answer({ items: all.filter(({ owner }) => owner === self.user) })
    },
  }
}

function revokeOwnKeyRoute(services: Services, keys: ApiKeys): Route {
  return {
    ...common,
    needs: null,
    method: 'POST',
    path: '/api/v1/me/api-keys/{id}/revoke',
    id: 'platform.me.revoke-api-key',
    label: { en: 'Revoke one of my API keys', zh: '撤销我的 API 密钥' },
    access: 'write',
    answers: { 200: { description: 'Revoked', body: shownKey } },
    async handle(request) {
      // A key with few rights is not to take back others of its owner's.
      if (!request.session) return refuse('http/no-session')
      const all = await services.database.transaction(request.tenant, listApiKeys)
      const own = all.find(({ id, owner }) => id === request.params.id && owner !== null && owner === request.self?.user)
      return own ? revoke(services, keys, request) : refuse('document/not-found', { id: request.params.id ?? '' })
    },
  }
}

function revoke(services: Services, keys: ApiKeys, request: ApiRequest<never>): Promise<Result<Answer>> {
  const id = request.params.id ?? ''
  return write(services.database, services.random, request, async (tx) => {
    const by = request.context()
    const key = isId(id) ? await revokeApiKey(tx, by, id) : undefined
    if (key) await appendEvents(tx, 'platform', by, [keyEvent(key.id, 'api-key-revoked', { name: key.name })])
    keys.forget()
    return key ? answer(key) : refuse('document/not-found', { id })
  })
}
