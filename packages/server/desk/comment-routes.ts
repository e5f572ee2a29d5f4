/** Comments at documents with mentions, and what somebody was named in. */
import { type Result, refuse } from '@tandem/kernel'
import { z } from 'zod'
import { answer } from '../http/answers.ts'
import type { Answer, ApiRequest, Route } from '../http/route.ts'
import type { Services } from '../http/services.ts'
import { write } from '../http/write.ts'
import { addComment, commentsAt, knownPeople, seeMentions, setCommentRemoved, unseenMentions } from './comments.ts'
import { type KnownDocuments, may, mustExist } from './documents.ts'

const common = { area: 'desk', tag: 'desk', needs: null } as const

const comment = z.looseObject({
  id: z.string(),
  document: z.string(),
  documentId: z.string(),
  text: z.string(),
  createdAt: z.string(),
  createdBy: z.string(),
  removedAt: z.string().nullable(),
})
const items = z.strictObject({ items: z.array(comment) })

const newComment = z.strictObject({
  document: z.string().max(100).meta({ description: 'Side and document, `crm/customer`' }),
  documentId: z.string().max(100),
  text: z
    .string()
    .trim()
    .min(1)
    .max(4000)
    .refine((text) => !text.includes('\0') && text.isWellFormed(), { params: { code: 'input/bad-text', details: {} } }),
  mentions: z.array(z.string().min(1).max(200)).max(20).default([]).meta({ description: 'Who shall see it on the start page' }),
})
const seen = z.strictObject({ comments: z.array(z.string().max(100)).max(100) })

export function commentRoutes(services: Services, known: KnownDocuments): Route[] {
  return [
    listRoute(services, known),
    addRoute(services, known),
    removeRoute(services, 'remove'),
    removeRoute(services, 'restore'),
    mentionsRoute(services),
    seenRoute(services),
    peopleRoute(services),
  ]
}

function listRoute(services: Services, known: KnownDocuments): Route {
  const text = { type: 'string' }
  return {
    ...common,
    method: 'GET',
    path: '/api/v1/desk/comments',
    id: 'desk.comment.list',
    label: { en: 'Comments at a document', zh: '单据的评论' },
    access: 'read',
    query: [
      { name: 'document', description: 'Side and document, `crm/customer`', schema: text, required: true },
      { name: 'documentId', description: 'Which one', schema: text, required: true },
    ],
    answers: { 200: { description: 'Oldest first', body: items } },
    handle(request) {
      const at = { document: String(request.query.document ?? ''), id: String(request.query.documentId ?? '') }
      return services.database.read(request.tenant, async (tx): Promise<Result<Answer>> => {
        const found = await mustExist(tx, known, request, at)
        return found.ok ? answer({ items: await commentsAt(tx, at.document, at.id) }) : found
      })
    },
  }
}

function addRoute(services: Services, known: KnownDocuments): Route {
  return {
    ...common,
    method: 'POST',
    path: '/api/v1/desk/comments',
    id: 'desk.comment.add',
    label: { en: 'Comment on a document', zh: '评论单据' },
    access: 'write',
    body: newComment,
    answers: { 201: { description: 'Said', body: comment } },
    handle(request) {
      const given = request.body as z.infer<typeof newComment>
      return write(services.database, services.random, request, async (tx) => {
        const found = await mustExist(tx, known, request, { document: given.document, id: given.documentId })
        return found.ok ? answer(await addComment(tx, request.context(), given), 201) : found
      })
    },
  }
}

function removeRoute(services: Services, verb: 'remove' | 'restore'): Route {
  return {
    ...common,
    method: 'POST',
    path: `/api/v1/desk/comments/{id}/${verb}`,
    id: `desk.comment.${verb}`,
    label: verb === 'remove' ? { en: 'Take a comment back', zh: '撤回评论' } : { en: 'Bring a comment back', zh: '恢复评论' },
    access: 'write',
    answers: { 200: { description: 'Done', body: comment } },
    handle: (request) =>
      write(services.database, services.random, request, async (tx) => {
        const changed = await setCommentRemoved(tx, request.context(), request.params.id ?? '', verb === 'remove')
        return changed ? answer(changed) : refuse('comment/not-found')
      }),
  }
}

function mentionsRoute(services: Services): Route {
  return {
    ...common,
    method: 'GET',
    path: '/api/v1/desk/mentions',
    id: 'desk.mention.list',
    label: { en: 'Comments that name me', zh: '提到我的评论' },
    access: 'read',
    answers: { 200: { description: 'Not seen yet, newest first', body: items } },
    async handle(request) {
      const found = await services.database.read(request.tenant, (tx) => unseenMentions(tx, request.actor.id))
      return answer({ items: found.filter(({ document }) => may(request, document, 'read')) })
    },
  }
}

function seenRoute(services: Services): Route {
  return {
    ...common,
    method: 'POST',
    path: '/api/v1/desk/mentions/seen',
    id: 'desk.mention.seen',
    label: { en: 'I have seen them', zh: '标为已读' },
    access: 'write',
    body: seen,
    answers: { 200: { description: 'How many', body: z.strictObject({ seen: z.int32() }) } },
    handle: (request: ApiRequest<never>) =>
      write(services.database, services.random, request, async (tx) => {
        const { comments } = request.body as z.infer<typeof seen>
        return answer({ seen: await seeMentions(tx, request.context(), comments) })
      }),
  }
}

const person = z.strictObject({ id: z.string(), fullName: z.string() })

function peopleRoute(services: Services): Route {
  return {
    ...common,
    method: 'GET',
    path: '/api/v1/desk/people',
    id: 'desk.people',
    label: { en: 'Who can be mentioned', zh: '可提及的人' },
    access: 'read',
    answers: { 200: { description: 'By name', body: z.strictObject({ items: z.array(person) }) } },
    async handle({ tenant, actor, self }) {
      // Who works here is not told to customers.
      const known = self?.customer ? [] : await services.database.read(tenant, knownPeople)
      const own = known.some(({ id }) => id === actor.id) ? [] : [{ id: actor.id, fullName: self?.fullName ?? actor.id }]
      return answer({ items: [...known, ...own] })
    },
  }
}
