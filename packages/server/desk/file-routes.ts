/** Files at documents, and files on their way to be imported: upload, list, download, take away and bring back. */

import type { Tx } from '@tandem/db'
import { ok, type Result, refuse } from '@tandem/kernel'
import { z } from 'zod'
import { answer } from '../http/answers.ts'
import type { Answer, ApiRequest, Principal, Route } from '../http/route.ts'
import type { Services } from '../http/services.ts'
import { write } from '../http/write.ts'
import { type KnownDocuments, may, mustExist } from './documents.ts'
import { filesAt, findFile, keepFile, readContent, type StoredFile, setRemoved } from './file-store.ts'
import { checkFile } from './file-types.ts'

const common = { area: 'desk', tag: 'desk', needs: null } as const
export const MOST_FILE_BYTES = 20 * 1024 * 1024

const fileSchema = z.looseObject({
  id: z.string(),
  name: z.string(),
  mediaType: z.string(),
  size: z.int32(),
  sha256: z.string(),
  document: z.string().nullable(),
  documentId: z.string().nullable(),
  createdAt: z.string(),
  createdBy: z.string(),
  removedAt: z.string().nullable(),
})
const text = { type: 'string' }
const AT = [
  { name: 'document', description: 'Side and document, `crm/customer`', schema: text },
  { name: 'documentId', description: 'Which one', schema: text },
]

export function fileRoutes(services: Services, known: KnownDocuments): Route[] {
  return [
    listRoute(services, known),
    uploadRoute(services, known),
    downloadRoute(services, known),
    removeRoute(services, known, 'remove'),
    removeRoute(services, known, 'restore'),
  ]
}

function listRoute(services: Services, known: KnownDocuments): Route {
  return {
    ...common,
    method: 'GET',
    path: '/api/v1/desk/files',
    id: 'desk.file.list',
    label: { en: 'Files of a document', zh: '单据的附件' },
    access: 'read',
    query: AT.map((one) => ({ ...one, required: true })),
    answers: { 200: { description: 'Oldest first', body: z.strictObject({ items: z.array(fileSchema) }) } },
    handle(request) {
      const at = placeIn(request)
      return services.database.read(request.tenant, async (tx): Promise<Result<Answer>> => {
        const found = await mustExist(tx, known, request, at)
        return found.ok ? answer({ items: await filesAt(tx, at.document, at.id) }) : found
      })
    },
  }
}

function uploadRoute(services: Services, known: KnownDocuments): Route {
  return {
    ...common,
    method: 'POST',
    path: '/api/v1/desk/files',
    id: 'desk.file.upload',
    label: { en: 'Upload a file', zh: '上传文件' },
    access: 'write',
    query: [{ name: 'name', description: 'Its name with its ending', schema: text, required: true }, ...AT],
    takesFile: true,
    bodyLimit: MOST_FILE_BYTES,
    answers: { 201: { description: 'Kept', body: fileSchema } },
    async handle(request: ApiRequest<never>) {
      const content = request.body as Buffer
      const checked = checkFile(String(request.query.name ?? ''), content)
      if (!checked.ok) return checked
      const clean = await scanned(services, checked.value.name, content)
      if (!clean.ok) return clean
      const at = request.query.document === undefined ? undefined : placeIn(request)
      // What a repeat must have in common with this request is its content, too: too much to be compared as JSON.
      return write(services.database, services.random, { ...request, idempotencyKey: undefined }, async (tx) => {
        const allowed = at ? await mayAttach(tx, known, request, at) : ok(undefined)
        return allowed.ok ? answer(await keepFile(tx, request.context(), { ...checked.value, content, at }), 201) : allowed
      })
    },
  }
}

/** Where the operator has a scanner, nothing is kept that it has not looked at. */
async function scanned({ scan }: Services, name: string, content: Buffer): Promise<Result<void>> {
  if (!scan) return ok(undefined)
  const found = await scan(content).catch((fault: unknown) => fault as Error)
  if (found instanceof Error) return refuse('file/not-scanned', { name })
  return found === null ? ok(undefined) : refuse('file/infected', { name, found })
}

async function mayAttach(tx: Tx, known: KnownDocuments, by: Principal, at: Place): Promise<Result<unknown>> {
  const found = await mustExist(tx, known, by, at)
  if (!found.ok || may(by, at.document, 'write')) return found
  return refuse('http/not-allowed', { permission: `${at.document.replace('/', '.')}.change` })
}

function downloadRoute(services: Services, known: KnownDocuments): Route {
  return {
    ...common,
    method: 'GET',
    path: '/api/v1/desk/files/{id}',
    id: 'desk.file.download',
    label: { en: 'Download a file', zh: '下载文件' },
    access: 'read',
    media: 'application/octet-stream',
    answers: { 200: { description: 'Its content', body: { schema: {} } } },
    handle(request) {
      return services.database.read(request.tenant, async (tx): Promise<Result<Answer>> => {
        const file = await visibleFile(tx, known, request, 'read')
        if (!file.ok || file.value.removedAt !== null) return file.ok ? refuse('file/not-found') : file
        return ok({ status: 200, headers: downloadHeaders(file.value), body: await readContent(tx, file.value.id) })
      })
    },
  }
}

/** Whatever it is, it is saved and never shown as a page of ours; `nosniff` and the policy stand on every answer. */
function downloadHeaders({ name, sha256 }: StoredFile): Record<string, string> {
  const plain = name.replace(/[^\x20-\x7e]|["\\%]/g, '_')
  return {
    'content-disposition': `attachment; filename="${plain}"; filename*=UTF-8''${encodeURIComponent(name)}`,
    'content-security-policy': "default-src 'none'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; sandbox",
    etag: `"${sha256}"`,
  }
}

function removeRoute(services: Services, known: KnownDocuments, verb: 'remove' | 'restore'): Route {
  return {
    ...common,
    method: 'POST',
    path: `/api/v1/desk/files/{id}/${verb}`,
    id: `desk.file.${verb}`,
    label: verb === 'remove' ? { en: 'Take a file away', zh: '移除附件' } : { en: 'Bring a file back', zh: '恢复附件' },
    access: 'write',
    answers: { 200: { description: 'Done; the content is kept', body: fileSchema } },
    handle(request) {
      return write(services.database, services.random, request, async (tx) => {
        const file = await visibleFile(tx, known, request, 'write')
        return file.ok ? answer(await setRemoved(tx, request.context(), file.value.id, verb === 'remove')) : file
      })
    },
  }
}

/** A file at a document is seen with the document, any other by whom it came from. */
async function visibleFile(
  tx: Tx,
  known: KnownDocuments,
  request: ApiRequest<never>,
  access: 'read' | 'write',
): Promise<Result<StoredFile>> {
  const file = await findFile(tx, request.params.id ?? '')
  if (!file) return refuse('file/not-found')
  if (file.document === null) return file.createdBy === request.actor.id ? ok(file) : refuse('file/not-found')
  const at = { document: file.document, id: file.documentId ?? '' }
  const found = may(request, at.document, access) && (await mustExist(tx, known, request, at)).ok
  return found ? ok(file) : refuse('file/not-found')
}

interface Place {
  readonly document: string
  readonly id: string
}

function placeIn({ query }: ApiRequest<never>): Place {
  return { document: String(query.document ?? ''), id: String(query.documentId ?? '') }
}
