/** A file into a side's commands, from the page: looked at first, then imported; refused rows come back as a file. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  companyRules,
  type ImportMapping,
  type ImportTarget,
  parseMapping,
  previewImport,
  runImport,
  withCustomFields,
} from '@tandem/connectors'
import type { Tx } from '@tandem/db'
import { type Context, ok, type Refusal, type Result, refuse } from '@tandem/kernel'
import { z } from 'zod'
import type { Door } from '../auth/door.ts'
import { answer } from '../http/answers.ts'
import type { AnyCommand, Side } from '../http/document.ts'
import type { Answer, ApiRequest, Route } from '../http/route.ts'
import type { Services } from '../http/services.ts'
import { findFile, keepFile, readContent } from './file-store.ts'
import { targetOf } from './import-target.ts'

const input = z.strictObject({
  file: z.string().meta({ description: 'The id of an uploaded file' }),
  mapping: z
    .looseObject({ columns: z.record(z.string(), z.unknown()) })
    .optional()
    .meta({ description: 'As `tandem import` takes it; left out: guessed from the header' }),
})
type Input = z.infer<typeof input>

const rowError = z.looseObject({ row: z.int32(), column: z.string().nullable(), value: z.string().nullable(), code: z.string() })
const preview = z.looseObject({
  encoding: z.string(),
  delimiter: z.string(),
  mapping: z.looseObject({}),
  columns: z.array(z.looseObject({ column: z.string(), field: z.string().nullable(), samples: z.array(z.string()) })),
  fields: z.array(z.looseObject({ name: z.string(), needed: z.boolean() })),
  missing: z.array(z.string()),
  rows: z.array(z.looseObject({ row: z.int32(), does: z.string(), errors: z.array(rowError) })),
})
const summary = z.looseObject({
  created: z.int32(),
  changed: z.int32(),
  unchanged: z.int32(),
  refused: z.int32(),
  errors: z.array(rowError).meta({ description: 'Of the first refused rows' }),
  errorsFile: z.string().nullable().meta({ description: 'A file of all refused rows, each with what to do' }),
})

/** Enough to see what is wrong; the file holds all. */
const MOST_ERRORS = 100

/** Routes for every document that can be imported. */
export function importRoutes(side: Side, services: Services, door: Door): Route[] {
  return side.surface.documents.flatMap((definition) => {
    const target = targetOf(side, definition.name)
    return target ? [previewRoute(side, target, services, door), runRoute(side, target, services, door)] : []
  })
}

function commonOf({ surface }: Side, { definition }: ImportTarget) {
  return {
    method: 'POST',
    area: surface.name,
    tag: `${surface.name}.${definition.name}`,
    access: 'write',
    needs: `${surface.name}.${definition.name}.create`,
    body: input,
  } as const
}

function previewRoute(side: Side, target: ImportTarget, services: Services, door: Door): Route {
  const { label, plural, name } = target.definition
  return {
    ...commonOf(side, target),
    path: `/api/v1/${side.surface.name}/${plural}/import/preview`,
    id: `${side.surface.name}.${name}.import-preview`,
    label: { en: `${label.en}: what an import would do`, zh: `${label.zh}：导入预览` },
    answers: { 200: { description: 'The first rows, tried and rolled back', body: preview } },
    handle: (request) =>
      withFile(services, request, async (file, mapping) => {
        const { database } = services
        const through = await targetFor(services, door, request, target)
        const quality = await companyRules(database, request.tenant, target)
        const job = { database, tenant: request.tenant, context: request.context, target: through, file, quality }
        const looked = await previewImport({ ...job, rows: 20, ...(mapping ? { mapping } : {}) })
        if (!looked.ok) return looked
        const needed = target.create?.input ?? {}
        const fields = Object.entries(through.fields).map(([field, { label: words, optional }]) => ({
          ...{ name: field, label: words },
          needed: field in needed ? needed[field]?.optional !== true : field in target.fields ? false : optional !== true,
        }))
        return answer({ ...looked.value, fields, rows: looked.value.rows.map((row) => ({ ...row, errors: worded(row.errors) })) })
      }),
  }
}

function runRoute(side: Side, target: ImportTarget, services: Services, door: Door): Route {
  const { label, plural, name } = target.definition
  return {
    ...commonOf(side, target),
    path: `/api/v1/${side.surface.name}/${plural}/import`,
    id: `${side.surface.name}.${name}.import`,
    label: { en: `${label.en}: import a file`, zh: `${label.zh}：导入文件` },
    answers: { 200: { description: 'Imported; sent again it goes on where it stopped', body: summary } },
    handle: (request) =>
      withFile(services, request, async (file, mapping) =>
        importFile(services, request, await targetFor(services, door, request, target), file, mapping),
      ),
  }
}

/** The commands of an import run as whoever imports may run them. */
async function targetFor({ database }: Services, door: Door, by: ApiRequest<never>, target: ImportTarget): Promise<ImportTarget> {
  const at = { area: target.context, definition: target.definition }
  const through = <C extends AnyCommand>(command: C | undefined): C | undefined =>
    command && { ...command, run: (tx: Tx, context: Context, inputs: never) => door.run(tx, by, at, command, context, inputs) }
  const whole = await withCustomFields(database, by.tenant, target)
  return { ...whole, create: through(target.create), change: through(target.change) }
}

async function importFile(
  services: Services,
  request: ApiRequest<never>,
  target: ImportTarget,
  file: string,
  given: ImportMapping | undefined,
): Promise<Result<Answer>> {
  const quality = await companyRules(services.database, request.tenant, target)
  const job = { database: services.database, tenant: request.tenant, context: request.context, target, file, quality }
  const looked = given ? undefined : await previewImport(job)
  if (looked && !looked.ok) return looked
  const mapping = given ?? looked?.value.mapping
  if (!mapping || Object.keys(mapping.columns).length === 0) return refuse('import/no-columns')
  const errors: object[] = []
  const errorsFile = `${file}.errors.csv`
  const result = await runImport({
    ...job,
    ...{ mapping, errorsFile },
    onProgress: (step) => errors.push(...worded(step.errors).slice(0, MOST_ERRORS - errors.length)),
  })
  if (!result.ok) return result
  const { created, changed, unchanged, refused } = result.value
  const kept = refused > 0 ? await keepErrors(services, request, errorsFile) : null
  return answer({ created, changed, unchanged, refused, errors, errorsFile: kept })
}

/** The refused rows, as a file that can be corrected and imported again. */
async function keepErrors({ database }: Services, request: ApiRequest<never>, path: string): Promise<string | null> {
  const content = await readFile(path).catch(() => undefined)
  if (!content) return null
  const by = request.context()
  const file = { name: `refused-rows-${by.today}.csv`, mediaType: 'text/csv', content }
  return (await database.transaction(request.tenant, (tx) => keepFile(tx, by, file))).id
}

/** The reader of a row's error knows the file: what counts is where in it, and what to do. */
function worded<E extends { readonly file: string; readonly en: string; readonly zh: string }>(errors: readonly E[]) {
  return errors.map(({ file: _, ...error }) => error)
}

/** The import reads files from a folder: the uploaded one is laid there for as long as it takes. */
async function withFile(
  { database }: Services,
  request: ApiRequest<never>,
  work: (path: string, mapping: ImportMapping | undefined) => Promise<Result<Answer>>,
): Promise<Result<Answer>> {
  const { file: id, mapping } = request.body as Input
  const parsed = mapping === undefined ? ok(undefined) : parseMapping(JSON.stringify(mapping))
  if (!parsed.ok) return parsed
  const content = await database.read(request.tenant, async (tx) => {
    const file = await findFile(tx, id)
    return file?.createdBy === request.actor.id ? readContent(tx, file.id) : undefined
  })
  if (!content) return refuse('file/not-found')
  const folder = await mkdtemp(join(tmpdir(), 'tandem-import-'))
  try {
    const path = join(folder, 'import.csv')
    await writeFile(path, content)
    const result = await work(path, parsed.value)
    return result.ok ? result : { ok: false, refusal: named(result.refusal) }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** Nobody needs to know where it was laid. */
function named(refusal: Refusal): Refusal {
  return 'file' in refusal.details ? { ...refusal, details: { ...refusal.details, file: 'import.csv' } } : refusal
}
