import { createWriteStream } from 'node:fs'
import { rename } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { exportCsv, exportXlsx } from '@tandem/connectors'
import { crm } from '@tandem/crm'
import { type ListOptions, listDocuments, MOST_ON_A_PAGE, wholeDefinition } from '@tandem/db'
import { erp } from '@tandem/erp'
import type { Definition, Id } from '@tandem/kernel'
import { must } from '@tandem/kernel'
import { type Desk, UsageError } from './desk.ts'

export interface ExportOptions {
  readonly side?: string | undefined
  readonly filter?: readonly string[] | undefined
  readonly to?: string | undefined
}

/** `export <kind> --to file.csv`, or `.xlsx`; without `--to` the rows go to the terminal. */
export async function exportCommand(desk: Desk, [kind]: readonly string[], options: ExportOptions): Promise<number> {
  if (!kind) throw new UsageError('export needs a kind', 'export 需要单据种类')
  const surface = [crm, erp]
    .filter(({ name }) => options.side === undefined || name === options.side)
    .find(({ documents }) => find(documents, kind))
  const definition = find(surface?.documents ?? [], kind)
  if (!surface || !definition) {
    const known = [crm, erp].map(({ name, documents }) => `${name}: ${documents.map((one) => one.plural).join(', ')}`)
    throw new UsageError(
      `there are no ${kind} to export. Known: ${known.join('; ')}`,
      `没有可导出的 ${kind}。可选：${known.join('；')}`,
    )
  }
  const job = {
    database: desk.database,
    tenant: desk.tenant.id,
    definition: await desk.database.read(desk.tenant.id, (tx) => wholeDefinition(tx, definition)),
    documents: surface.documents,
    headers: 'names' as const,
  }
  const asked = options.filter ? { ...job, pages: pages(desk, definition, filterOf(options.filter)) } : job
  if (options.to === undefined) {
    for await (const piece of exportCsv(asked)) desk.terminal.say(piece.replace(/^\uFEFF/, '').trimEnd())
    return 0
  }
  // Under its name once it is whole: who looks for it meanwhile finds the one before, or none.
  const part = join(dirname(options.to), `.${basename(options.to)}.part`)
  await pipeline(options.to.endsWith('.xlsx') ? exportXlsx(asked) : exportCsv(asked), createWriteStream(part))
  await rename(part, options.to)
  desk.terminal.tell(`Written to ${options.to}.`, `已写入 ${options.to}。`)
  return 0
}

function find(documents: readonly Definition[], kind: string): Definition | undefined {
  return documents.find(({ name, plural }) => name === kind || plural === kind)
}

function filterOf(pairs: readonly string[]): ListOptions['filter'] {
  return Object.fromEntries(
    pairs.map((pair) => {
      const [field, ...value] = pair.split('=')
      if (!field || value.length === 0) {
        throw new UsageError(`--filter is field=value, not ${pair}`, `--filter 须为 字段=值，而不是 ${pair}`)
      }
      return [field, { in: [value.join('=')] }]
    }),
  )
}

async function* pages(desk: Desk, definition: Definition, filter: ListOptions['filter']): AsyncGenerator<Id[]> {
  let cursor: string | null | undefined
  do {
    const options: ListOptions = {
      ...(filter ? { filter } : {}),
      sort: 'id',
      limit: MOST_ON_A_PAGE,
      ...(cursor ? { cursor } : {}),
    }
    const page = must(await desk.run((tx) => listDocuments<{ id: Id }>(tx, definition, options)))
    yield page.items.map(({ id }) => id)
    cursor = page.next
  } while (cursor)
}
