/** What an import would do, shown on the first rows: they really run, and are rolled back. */
import type { Database } from '@tandem/db'
import type { QualityBook } from '@tandem/hub'
import { type Context, Fault, type Id, type Json, ok, type Result } from '@tandem/kernel'
import { importBatch, type RowOutcome } from './batch.ts'
import type { RowError } from './errors-file.ts'
import { guessFields } from './guess.ts'
import { type Delimiter, type Encoding, ERROR_COLUMN, type ImportMapping, planImport } from './mapping.ts'
import { inWords } from './messages.ts'
import type { SourceRow } from './read-csv.ts'
import { recallMapping } from './remembered.ts'
import { type CellProblem, type Cleaned, mapRow } from './row.ts'
import { openSource, rowsOf } from './source.ts'
import type { ImportTarget } from './target.ts'

export interface PreviewJob {
  readonly database: Database
  readonly tenant: Id
  readonly context: () => Context
  readonly target: ImportTarget
  readonly file: string
  /** Left out: guessed from the header. */
  readonly mapping?: ImportMapping
  /** The company's rules of quality, as for the import. */
  readonly quality?: QualityBook
  /** How many rows to show, 10 when left out. */
  readonly rows?: number
}

export interface Preview {
  readonly encoding: Encoding
  readonly delimiter: Delimiter
  /** The mapping that was used: the given one, or the guess, ready to be saved and corrected. */
  readonly mapping: ImportMapping
  readonly origin: 'given' | 'remembered' | 'guessed'
  readonly columns: readonly {
    readonly column: string
    readonly field: string | null
    /** How sure a guess is, 0 to 1; null for what was given or remembered. */
    readonly score: number | null
    readonly samples: readonly string[]
  }[]
  /** Fields a new document needs that no column or constant fills. */
  readonly missing: readonly string[]
  readonly rows: readonly PreviewRow[]
}

export interface PreviewRow {
  readonly row: number
  readonly does: 'create' | 'change' | 'nothing' | 'refused'
  readonly input: Readonly<Record<string, Json>>
  readonly errors: readonly RowError[]
  /** What is not as the rules of quality want it, and comes in all the same. */
  readonly warnings: readonly RowError[]
  /** What the rules of quality put into its standard form. */
  readonly cleaned: readonly Cleaned[]
}

/** Reads the first rows and tries them. Refuses what `runImport` would refuse as a whole. Changes nothing. */
export async function previewImport(job: PreviewJob): Promise<Result<Preview>> {
  const opened = await openSource(job.file, job.mapping)
  if (!opened.ok) return opened
  const file = opened.value
  const own = file.header.filter((column) => !column.startsWith(ERROR_COLUMN))
  const { mapping, origin, scores } = await mappingFor(job, own)
  const planned = planImport(job.target, mapping, file.header, job.quality)
  if (!planned.ok) return planned
  const sources: SourceRow[] = []
  for await (const source of rowsOf(file)) {
    if (sources.push(source) >= (job.rows ?? 10)) break
  }
  const outcomes = await tried(job, (tx) => importBatch(tx, job.context(), planned.value, sources))
  const filled = new Map(planned.value.columns.map(({ column, name }) => [column, name]))
  return ok({
    encoding: file.encoding,
    delimiter: file.delimiter,
    mapping,
    origin,
    columns: own.map((column) => ({
      column,
      field: filled.get(column) ?? null,
      score: scores.get(column) ?? null,
      samples: sources.slice(0, 3).map(({ cells }) => cells[file.header.indexOf(column)] ?? ''),
    })),
    missing: missingFields(
      job.target,
      planned.value.columns.map(({ name }) => name),
    ),
    rows: outcomes.map((outcome) => ({
      ...shown(job, outcome),
      input: mapRow(planned.value, outcome.source).input,
    })),
  })
}

interface Chosen {
  readonly mapping: ImportMapping
  readonly origin: Preview['origin']
  readonly scores: ReadonlyMap<string, number>
}

/** The given one; else the one used last for a file with these columns; else what the headers say. */
async function mappingFor(job: PreviewJob, columns: readonly string[]): Promise<Chosen> {
  if (job.mapping) return { mapping: job.mapping, origin: 'given', scores: new Map() }
  const known = await job.database.read(job.tenant, (tx) => recallMapping(tx, job.target, columns))
  if (known) return { mapping: known, origin: 'remembered', scores: new Map() }
  const guesses = guessFields(columns, job.target.fields)
  return {
    mapping: { columns: Object.fromEntries(guesses.map(({ column, field }) => [column, field])) },
    origin: 'guessed',
    scores: new Map(guesses.map(({ column, score }) => [column, score])),
  }
}

class RolledBack extends Fault {}

async function tried<T>(job: PreviewJob, work: Parameters<typeof job.database.transaction<T>>[1]): Promise<T> {
  let result: { value: T } | undefined
  await job.database
    .transaction(job.tenant, async (tx) => {
      result = { value: await work(tx) }
      throw new RolledBack('a preview changes nothing')
    })
    .catch((fault) => {
      if (!(fault instanceof RolledBack)) throw fault
    })
  return (result as { value: T }).value
}

function missingFields(target: ImportTarget, filled: readonly string[]): string[] {
  const needed = Object.entries(target.create?.input ?? {}).filter(([, field]) => !field.optional)
  return needed.flatMap(([name]) => (filled.includes(name) ? [] : [name]))
}

const DOES = { created: 'create', changed: 'change', unchanged: 'nothing', refused: 'refused' } as const

function shown(job: PreviewJob, outcome: RowOutcome): Omit<PreviewRow, 'input'> {
  const { row } = outcome.source
  const said = ({ column, value, refusal }: CellProblem): RowError => {
    return { file: job.file, row, column, value, code: refusal.code, ...inWords(job.target.messages, refusal, job.target.words) }
  }
  const problems = outcome.did === 'refused' ? outcome.problems : []
  const { cleaned, warnings } = outcome
  return { row, does: DOES[outcome.did], errors: problems.map(said), warnings: warnings.map(said), cleaned }
}
