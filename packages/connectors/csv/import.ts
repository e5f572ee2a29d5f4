/** Imports a file of any size: 500 rows a transaction, resumable after a kill, bad rows into a file of their own. */
import { resolve } from 'node:path'
import type { Database, Tx } from '@tandem/db'
import type { QualityBook } from '@tandem/hub'
import { type Context, type Id, ok, RefusedFault, type Result, refuse } from '@tandem/kernel'
import { reasonOf, troubleOf } from '../trouble.ts'
import { importBatch, type RowOutcome } from './batch.ts'
import { type ErrorsFile, openErrorsFile, type RowError, removeErrorsFile } from './errors-file.ts'
import { type ImportMapping, type ImportPlan, planImport } from './mapping.ts'
import { inWords } from './messages.ts'
import { type ImportProgress, importKey, loadProgress, NO_PROGRESS, restartProgress, saveProgress } from './progress.ts'
import type { SourceRow } from './read-csv.ts'
import { rememberMapping } from './remembered.ts'
import { openSource, rowsOf, type SourceFile } from './source.ts'
import type { ImportTarget } from './target.ts'

export interface ImportJob {
  readonly database: Database
  readonly tenant: Id
  /** The context of the commands, asked once a batch: so its clock moves on. */
  readonly context: () => Context
  readonly target: ImportTarget
  readonly file: string
  readonly mapping: ImportMapping
  /** The company's rules of quality for what is imported (`companyRules`); left out: none. */
  readonly quality?: QualityBook
  /** Where rows that were not imported go; made only when there are any. */
  readonly errorsFile?: string
  /** Rows in one transaction, 500 when left out. */
  readonly batch?: number
  /** Forget how far an earlier run came and begin with the first row. */
  readonly restart?: boolean
  readonly onProgress?: (step: ImportStep) => void
}

export interface ImportStep extends ImportProgress {
  readonly bytes: number
  readonly totalBytes: number
  /** Of this step's rows. */
  readonly errors: readonly RowError[]
}

export interface ImportSummary extends ImportProgress {
  /** The row an earlier run had come to, when this one went on from there. */
  readonly resumedAfterRow: number | null
}

interface Run {
  readonly job: ImportJob
  readonly plan: ImportPlan
  readonly file: SourceFile
  readonly key: string
  errors: ErrorsFile | undefined
  progress: ImportProgress
}

/**
 * Imports all rows of a file. Refuses what is wrong with the file or the mapping as a whole (`import/...`); what is wrong
 * with rows is counted and written to the errors file. When the database cannot be reached the fault is thrown, and the
 * same call goes on later where this one stopped.
 */
export async function runImport(job: ImportJob): Promise<Result<ImportSummary>> {
  const opened = await openSource(job.file, job.mapping)
  if (!opened.ok) return opened
  if (job.errorsFile && resolve(job.errorsFile) === resolve(job.file)) {
    return refuse('import/errors-file-is-input', { file: job.file })
  }
  const planned = planImport(job.target, job.mapping, opened.value.header, job.quality)
  if (!planned.ok) return planned
  const key = await importKey(opened.value, job.mapping, `${job.target.context}/${job.target.definition.name}`)
  const progress = await begin(job, key)
  if (job.errorsFile && progress.row === 1) await removeErrorsFile(job.errorsFile)
  const run: Run = { job, plan: planned.value, file: opened.value, key, errors: undefined, progress }
  try {
    await importAll(run)
    return ok({ ...run.progress, resumedAfterRow: progress.row > 1 ? progress.row : null })
  } catch (error) {
    if (error instanceof RefusedFault) return { ok: false, refusal: error.refusal }
    throw error
  } finally {
    await run.errors?.close()
  }
}

function begin(job: ImportJob, key: string): Promise<ImportProgress> {
  return job.database.transaction(job.tenant, async (tx) => {
    const known = job.restart ? NO_PROGRESS : await loadProgress(tx, key)
    if (known.row === 1) await restartProgress(tx, job.context(), key)
    return known
  })
}

async function importAll(run: Run): Promise<void> {
  const size = run.job.batch ?? 500
  let batch: SourceRow[] = []
  for await (const source of rowsOf(run.file, run.progress.row)) {
    batch.push(source)
    if (batch.length === size) {
      await importRows(run, batch)
      batch = []
    }
  }
  if (batch.length > 0) await importRows(run, batch)
  run.progress = await transaction(run, (tx, by) => finish(run, tx, by))
}

async function finish(run: Run, tx: Tx, by: Context): Promise<ImportProgress> {
  const to = { ...run.progress, finished: true }
  // A mapping that brought nothing in is not worth remembering.
  if (to.created + to.changed + to.unchanged > 0) await rememberMapping(tx, by, run.job.target, run.file.header, run.job.mapping)
  await saveProgress(tx, by, run.key, run.progress.row, to)
  return to
}

/** One row that the database itself does not take would fail the whole batch: the batch is halved until it stands alone. */
async function importRows(run: Run, rows: readonly SourceRow[]): Promise<void> {
  try {
    await commitBatch(run, rows, (tx, by) => importBatch(tx, by, run.plan, rows))
  } catch (fault) {
    if (troubleOf(fault) !== 'lasting' || fault instanceof RefusedFault) throw fault
    if (rows.length > 1) {
      const half = Math.ceil(rows.length / 2)
      await importRows(run, rows.slice(0, half))
      await importRows(run, rows.slice(half))
      return
    }
    const refusal = { code: 'import/not-accepted', details: { reason: reasonOf(fault) } }
    const problems = [{ column: null, value: null, refusal }]
    await commitBatch(run, rows, async () =>
      rows.map((source) => ({ source, did: 'refused', problems, warnings: [], cleaned: [] }) as const),
    )
  }
}

async function commitBatch(
  run: Run,
  rows: readonly SourceRow[],
  work: (tx: Tx, by: Context) => Promise<RowOutcome[]>,
): Promise<void> {
  let errors: RowError[] = []
  run.progress = await transaction(run, async (tx, by) => {
    const outcomes = await work(tx, by)
    const bad = outcomes.flatMap((outcome) => (outcome.did === 'refused' ? [{ ...outcome, errors: errorsOf(run, outcome) }] : []))
    errors = bad.flatMap((one) => one.errors)
    const errorBytes = bad.length > 0 ? await writeErrors(run, bad) : run.progress.errorBytes
    const to = { ...counted(run.progress, outcomes), row: (rows.at(-1) as SourceRow).row, errorBytes }
    await saveProgress(tx, by, run.key, run.progress.row, to)
    return to
  })
  const bytes = (rows.at(-1) as SourceRow).bytes
  run.job.onProgress?.({ ...run.progress, bytes, totalBytes: run.file.bytes, errors })
}

const TRIES = 5

/** Tries again when somebody else was faster; the work must be the same when it runs twice. */
async function transaction<T>(run: Run, work: (tx: Tx, by: Context) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await run.job.database.transaction(run.job.tenant, (tx) => work(tx, run.job.context()))
    } catch (fault) {
      if (attempt === TRIES || troubleOf(fault) !== 'busy') throw fault
    }
  }
}

async function writeErrors(run: Run, bad: readonly { source: SourceRow; errors: readonly RowError[] }[]): Promise<number> {
  const { errorsFile } = run.job
  if (!errorsFile) return run.progress.errorBytes
  // Opened anew, it is cut to what the committed batches wrote: a batch that is tried again writes its rows again.
  await run.errors?.close()
  run.errors = await openErrorsFile(errorsFile, run.file, run.progress.errorBytes)
  return run.errors.append(bad)
}

function errorsOf(run: Run, outcome: Extract<RowOutcome, { did: 'refused' }>): RowError[] {
  return outcome.problems.map(({ column, value, refusal }) => ({
    file: run.job.file,
    row: outcome.source.row,
    column,
    value,
    code: refusal.code,
    ...inWords(run.job.target.messages, refusal, run.job.target.words),
  }))
}

function counted(progress: ImportProgress, outcomes: readonly RowOutcome[]): ImportProgress {
  const count = (did: RowOutcome['did']) => progress[did] + outcomes.filter((outcome) => outcome.did === did).length
  return {
    ...progress,
    created: count('created'),
    changed: count('changed'),
    unchanged: count('unchanged'),
    refused: count('refused'),
    cleaned: (progress.cleaned ?? 0) + outcomes.reduce((sum, { cleaned }) => sum + cleaned.length, 0),
    warned: (progress.warned ?? 0) + outcomes.reduce((sum, { warnings }) => sum + warnings.length, 0),
  }
}
