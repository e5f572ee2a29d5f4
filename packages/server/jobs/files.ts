/**
 * Watched folders. `<files>/<company>/<name>/in` is looked through now and then; a file that rests comes in, then lies in
 * `done`, its refused rows in `errors`. A file whose content came in before is only put aside: a crash between keeping what
 * came of it and moving it away brings nothing in twice, one in the middle of an import goes on where it stopped.
 */
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { copyFile, mkdir, readdir, rename, stat } from 'node:fs/promises'
import { extname, join } from 'node:path'
import {
  companyRules,
  type ImportMapping,
  type ImportTarget,
  importTarget,
  inWords,
  parseMapping,
  previewImport,
  runImport,
  withCustomFields,
} from '@tandem/connectors'
import { crm, crmMessages } from '@tandem/crm'
import { erp, erpMessages } from '@tandem/erp'
import { activeFileSources, type FileSource, isKnownFile, keepFileRun } from '@tandem/hub'
import { epochMs, type Id, ok, type Result, refuse } from '@tandem/kernel'
import { choices } from '@tandem/web/choices'
import { contextOf, type Services } from '../http/services.ts'
import { fetchFiles, TAKEN } from './fetch-files.ts'
import type { Reaching } from './machine.ts'

/** Somebody may still be writing a file that was touched less than this ago. */
const RESTS_MS = 2_000

export async function importFolders(
  services: Services,
  reaching: Reaching,
  root: string,
  tenant: Id,
  isStopped: () => boolean = () => false,
): Promise<void> {
  const { database } = services
  const sources = await database.read(tenant, activeFileSources)
  for (const source of sources) {
    const folder = join(root, tenant, source.name)
    await Promise.all(['in', 'done', 'errors'].map((name) => mkdir(join(folder, name), { recursive: true })))
    await fetchFiles(services, reaching, tenant, source, folder)
    for (const file of await restingFiles(services, join(folder, 'in'))) {
      if (isStopped()) return
      await takeFile(services, tenant, source, folder, file)
    }
  }
}

/** By name, so that what is numbered comes in its order. */
async function restingFiles({ now }: Services, folder: string): Promise<string[]> {
  const names = (await readdir(folder)).filter((name) => TAKEN.has(extname(name).toLowerCase()) && !name.startsWith('.')).sort()
  const resting: string[] = []
  for (const name of names) {
    const about = await stat(join(folder, name)).catch(() => undefined)
    if (about?.isFile() && epochMs(now()) - about.mtimeMs >= RESTS_MS) resting.push(name)
  }
  return resting
}

async function takeFile(services: Services, tenant: Id, source: FileSource, folder: string, name: string): Promise<void> {
  const { database } = services
  const path = join(folder, 'in', name)
  const hash = await hashOf(path)
  const by = () => contextOf(services, { tenant, actor: { kind: 'system', id: `folder ${source.name}` } })
  const nothing = {
    source: source.id,
    file: name,
    hash,
    created: 0,
    changed: 0,
    unchanged: 0,
    refused: 0,
    errorsFile: null,
    troubleEn: null,
    troubleZh: null,
  }
  const aside = async (to: string) => rename(path, join(folder, to, `${by().now.replace(/[:.]/g, '-')} ${name}`))
  if (await database.read(tenant, (tx) => isKnownFile(tx, source.id, hash))) {
    await database.transaction(tenant, (tx) => keepFileRun(tx, by(), { ...nothing, state: 'repeated' }))
    return aside('done')
  }
  const errorsName = `${name}.errors.csv`
  const result = await imported(services, tenant, source, path, join(folder, 'errors', errorsName), by)
  if (!result.ok) {
    const { en, zh } = inWords({ ...crmMessages, ...erpMessages, ...services.messages }, result.refusal)
    await database.transaction(tenant, (tx) =>
      keepFileRun(tx, by(), { ...nothing, troubleEn: en, troubleZh: zh, state: 'failed' }),
    )
    return aside('errors')
  }
  const { created, changed, unchanged, refused } = result.value
  const counts = { created, changed, unchanged, refused, errorsFile: refused > 0 ? errorsName : null }
  await database.transaction(tenant, (tx) =>
    keepFileRun(tx, by(), { ...nothing, ...counts, state: refused > 0 ? 'partly' : 'done' }),
  )
  // Whoever sent the file is told, too.
  if (refused > 0 && source.sftp) {
    await mkdir(join(folder, 'back'), { recursive: true })
    await copyFile(join(folder, 'errors', errorsName), join(folder, 'back', errorsName))
  }
  return aside('done')
}

async function hashOf(path: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer)
  return hash.digest('hex')
}

async function imported(
  services: Services,
  tenant: Id,
  source: FileSource,
  file: string,
  errorsFile: string,
  context: () => ReturnType<typeof contextOf>,
) {
  const { database } = services
  const found = targetOf(source)
  if (!found.ok) return found
  const target = await withCustomFields(database, tenant, found.value)
  const quality = await companyRules(database, tenant, target)
  const job = { database, tenant, context, target, file, quality }
  const mapping = await mappingOf(source, job)
  return mapping.ok ? runImport({ ...job, mapping: mapping.value, errorsFile }) : mapping
}

function targetOf({ target }: FileSource): Result<ImportTarget> {
  const [side, document = ''] = target.split('/')
  return side === 'crm' ? importTarget(crm, document, crmMessages, choices) : importTarget(erp, document, erpMessages, choices)
}

/** Without one of its own: the one remembered, or a guess that fills all a new document needs. */
async function mappingOf({ mapping }: FileSource, job: Parameters<typeof previewImport>[0]): Promise<Result<ImportMapping>> {
  if (mapping !== null) return parseMapping(JSON.stringify(mapping))
  const preview = await previewImport({ ...job, rows: 1 })
  if (!preview.ok) return preview
  const { missing, origin, mapping: found } = preview.value
  return origin === 'guessed' && missing.length > 0
    ? refuse('file-source/needs-mapping', { missing: missing.join(', ') })
    : ok(found)
}
