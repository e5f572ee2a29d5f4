/**
 * Lists written as files, what a watched folder is for what comes in: `<files>/<company>/<name>/out` has what is written, under
 * its name once it is whole. Where it goes to another machine, it waits in `sending` until it is there, whole under its name, too.
 * A process that dies on the way leaves no half file: what was due is written anew, under the same name.
 */
import { createHash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { mkdir, readdir, rename, unlink } from 'node:fs/promises'
import { join, posix } from 'node:path'
import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { type ExportJob, exportCsv, exportXlsx, inWords } from '@tandem/connectors'
import { type ListOptions, listDocuments, MOST_ON_A_PAGE, wholeDefinition } from '@tandem/db'
import {
  type FileExport,
  fileExportsAtWork,
  keepExport,
  keepExportTrouble,
  keepSending,
  keepSent,
  stayAtExport,
  takeDueExport,
  takeSending,
} from '@tandem/hub'
import {
  type Context,
  type Definition,
  epochMs,
  Fault,
  type Id,
  type Instant,
  instantOf,
  type Refusal,
  type Stored,
} from '@tandem/kernel'
import { listOf, readExported } from '../desk/exported.ts'
import { contextOf, type Services } from '../http/services.ts'
import { openSftp, type Sftp } from '../outbound/sftp.ts'
import { machineOf, type Reaching, troubleOf } from './machine.ts'

const AGAIN_MS = 300_000
const SEND_AGAIN_MS = 60_000
/** How much of the time that a writer may be silent is used between two signs of life. */
const SIGN_MS = 30_000
const DELIMITERS = { comma: ',', semicolon: ';', tab: '\t' } as const

export interface Exporting {
  readonly services: Services
  readonly reaching: Reaching
  readonly tenant: Id
  /** Where the files of the company lie. */
  readonly root: string
}

export async function exportFolders(
  services: Services,
  reaching: Reaching,
  root: string,
  tenant: Id,
  isStopped: () => boolean = () => false,
): Promise<void> {
  for (const plan of await services.database.read(tenant, fileExportsAtWork)) {
    if (isStopped()) return
    await exportOne({ services, reaching, tenant, root: join(root, tenant) }, plan)
  }
}

/** Writes what is due, and sends what waits. */
export async function exportOne(at: Exporting, plan: FileExport): Promise<void> {
  await writeWhenDue(at, plan)
  if (plan.sftp) await sendWaiting(at, plan)
}

function byOf({ services, tenant }: Exporting, plan: FileExport): Context {
  return contextOf(services, { tenant, actor: { kind: 'system', id: `export ${plan.name}` } })
}

async function writeWhenDue(at: Exporting, plan: FileExport): Promise<void> {
  const { services, tenant } = at
  const { database, now } = services
  const due = await database.transaction(tenant, (tx) => takeDueExport(tx, plan, now()))
  if (due === undefined) return
  try {
    const written = await write(at, plan, due)
    await database.transaction(tenant, (tx) => keepExport(tx, byOf(at, plan), plan, due, written))
  } catch (fault) {
    const reason = fault instanceof Error ? fault.message.slice(0, 200) : String(fault)
    const refusal = fault instanceof Refused ? fault.refusal : { code: 'file-export/not-written', details: { reason } }
    const again = instantOf(epochMs(now()) + AGAIN_MS)
    const trouble = inWords(services.messages, refusal)
    await database.transaction(tenant, (tx) => keepExportTrouble(tx, plan, trouble, again))
  }
}

class Refused extends Fault {
  readonly refusal: Refusal

  constructor(refusal: Refusal) {
    super(refusal.code)
    this.refusal = refusal
  }
}

/** Undefined refusals are for people: the list may have lost a field since it was set up. */
async function write(at: Exporting, plan: FileExport, due: Instant) {
  const found = listOf(plan.target)
  if (!found) throw new Refused({ code: 'file-export/bad-target', details: { target: plan.target } })
  const { services, tenant } = at
  const definition = await services.database.read(tenant, (tx) => wholeDefinition(tx, found.definition))
  const read = readExported(definition, plan)
  if (!read.ok) throw new Refused(read.refusal)
  const count = { documents: 0 }
  const job: ExportJob = {
    ...{ database: services.database, tenant, definition, documents: found.side.documents },
    ...{ headers: plan.headers, delimiter: DELIMITERS[plan.delimiter] },
    ...read.value.job,
    pages: pagesOf(at, plan, found.definition, read.value.options, count),
  }
  const folder = join(at.root, plan.name, plan.sftp ? 'sending' : 'out')
  await mkdir(folder, { recursive: true })
  const file = `${calledAt(services, tenant, plan, found.definition, due)}.${plan.format}`
  const part = join(folder, `.${file}.part`)
  const hash = createHash('sha256')
  const hashing = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk)
      done(null, chunk)
    },
  })
  await pipeline(plan.format === 'csv' ? exportCsv(job) : exportXlsx(job), hashing, createWriteStream(part, { flush: true }))
  await rename(part, join(folder, file))
  return { file, hash: hash.digest('hex'), ...count }
}

/** In the time zone of the company. */
function calledAt(services: Services, tenant: Id, plan: FileExport, definition: Definition, due: Instant): string {
  const timeZone = services.tenants.get(tenant)?.tenant.timeZone ?? 'UTC'
  const local = new Date(epochMs(due)).toLocaleString('sv-SE', { timeZone })
  const [date = '', time = ''] = local.split(' ')
  const parts = { list: definition.plural, date, time: time.replaceAll(':', '') }
  return (plan.file ?? '{list}-{date}-{time}').replace(/\{(list|date|time)\}/g, (_, name: keyof typeof parts) => parts[name])
}

async function* pagesOf(
  { services, tenant }: Exporting,
  plan: FileExport,
  definition: Definition,
  options: ListOptions,
  count: { documents: number },
): AsyncGenerator<Id[]> {
  const { database, now } = services
  let signed = epochMs(now())
  let cursor: string | null | undefined
  do {
    const asked = { sort: 'id', ...options, limit: MOST_ON_A_PAGE, ...(cursor ? { cursor } : {}) }
    const page = await database.read(tenant, (tx) => listDocuments<Stored>(tx, definition, asked))
    if (!page.ok) throw new Refused(page.refusal)
    const ids = page.value.items.map(({ id }) => id)
    count.documents += ids.length
    yield ids
    cursor = page.value.next
    if (epochMs(now()) - signed < SIGN_MS) continue
    signed = epochMs(now())
    await database.transaction(tenant, (tx) => stayAtExport(tx, plan, now()))
  } while (cursor)
}

async function sendWaiting(at: Exporting, plan: FileExport): Promise<void> {
  const { services, reaching, tenant } = at
  const { database, now } = services
  const folder = join(at.root, plan.name, 'sending')
  const waiting = (await readdir(folder).catch(() => [])).filter((name) => !name.startsWith('.')).sort()
  if (waiting.length === 0) return
  const secret = await database.transaction(tenant, (tx) => takeSending(tx, plan, now(), reaching.sealing))
  if (!secret) return
  const { machine, path } = machineOf(plan, secret)
  const trouble = await send(reaching, machine, path, folder, waiting, async (file) => {
    await database.transaction(tenant, (tx) => keepSent(tx, byOf(at, plan), plan.id, file))
  }).then(
    () => undefined,
    (fault) => troubleOf(services.messages, fault, machine.host),
  )
  const again = instantOf(epochMs(now()) + SEND_AGAIN_MS)
  await database.transaction(tenant, (tx) => keepSending(tx, plan, again, trouble))
}

async function send(
  { guard }: Reaching,
  machine: Parameters<typeof openSftp>[1],
  path: string,
  folder: string,
  files: readonly string[],
  onSent: (file: string) => Promise<void>,
): Promise<void> {
  const there: Sftp = await openSftp(guard, machine)
  try {
    await there.makeFolder(path)
    for (const file of files) {
      const to = posix.join(path, file)
      await there.send(join(folder, file), `${to}.part`)
      await there.replace(`${to}.part`, to)
      await onSent(file)
      await unlink(join(folder, file))
    }
  } finally {
    there.close()
  }
}
