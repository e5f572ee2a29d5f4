/** Exports to folders and other machines from the command line: set up, written now, paused, resumed, removed. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { first, sql } from '@tandem/db'
import { type FileExport, type FileExportRun, fileExport, fileExportsAtWork, hubSurface } from '@tandem/hub'
import { type Json, type Messages, type Refusal, type Result, refuse } from '@tandem/kernel'
import { checkEveryList } from '../desk/exported.ts'
import { inWords } from '../http/words.ts'
import { type Exporting, exportOne } from '../jobs/export-files.ts'
import { type Desk, UsageError } from './desk.ts'
import { table } from './terminal.ts'

export interface ExportsDesk extends Desk {
  /** Undefined: nothing is kept on this disk. */
  readonly exporting: Exporting | undefined
  readonly messages: Messages
}

const STEPS: readonly string[] = ['pause', 'resume', 'remove']

/** `exports list | add <name> | run <name> | pause <name> | resume <name> | remove <name>`. Exit code 1: it did not go. */
export async function exportsCommand(
  desk: ExportsDesk,
  [what = 'list', name]: readonly string[],
  { set = [] }: { readonly set?: readonly string[] | undefined },
): Promise<number> {
  if (what === 'list') return list(desk)
  if (!name || !['add', 'run', ...STEPS].includes(what)) {
    throw new UsageError(
      'exports is followed by list, or add, run, pause, resume or remove and a name',
      'exports 之后为 list，或 add、run、pause、resume、remove 加名称',
    )
  }
  if (what === 'add') return add(desk, name, set)
  const plan = (await desk.run(fileExportsAtWork)).find((one) => one.name === name)
  if (!plan) return refused(desk, { code: 'file-export/not-found', details: { id: name } })
  if (what === 'run') return runNow(desk, plan)
  const done = await command(desk, what, { id: plan.id, input: {} })
  return done.ok ? list(desk) : refused(desk, done.refusal)
}

async function list({ run, terminal }: ExportsDesk): Promise<number> {
  const { language } = terminal
  const found = await run(fileExportsAtWork)
  const { target, format, everyMinutes, nextAt, writtenAt, sftp, troubleEn } = fileExport.fields
  const head = [target, format, everyMinutes, nextAt, writtenAt, sftp, troubleEn].map(({ label }) => label[language])
  const lines = found.map((one) => [
    ...[one.name, one.target, one.format, String(one.everyMinutes ?? '-'), one.nextAt ?? '-', one.writtenAt ?? '-'],
    ...[one.sftp ?? '-', (language === 'zh' ? one.troubleZh : one.troubleEn) ?? '-'],
  ])
  terminal.say(table([[fileExport.fields.name.label[language], ...head], ...lines]))
  return 0
}

async function add(desk: ExportsDesk, name: string, set: readonly string[]): Promise<number> {
  const made = await command(desk, 'create', { ...Object.fromEntries(set.map(setting)), name })
  if (!made.ok) return refused(desk, made.refusal)
  desk.terminal.tell(`${name} is kept. Next: exports run ${name}`, `已保存 ${name}。下一步：exports run ${name}`)
  return 0
}

/** `name=value`; a value that begins with @ is a file's content. */
function setting(text: string): [string, Json] {
  const at = text.indexOf('=')
  if (at < 1) throw new UsageError('--set is followed by name=value, or name=@file', '--set 之后为 名称=值，或 名称=@文件')
  const [name, written] = [text.slice(0, at), text.slice(at + 1)]
  const value = written.startsWith('@') ? readFileSync(written.slice(1), 'utf8').trim() : written
  return [name, name === 'everyMinutes' ? Number(value) : value]
}

/** Here and now, whether or not a server runs. */
async function runNow(desk: ExportsDesk, plan: FileExport): Promise<number> {
  const { exporting, run, terminal } = desk
  if (!exporting) return refused(desk, { code: 'file-export/no-folder', details: {} })
  const asked = await command(desk, 'ask', { id: plan.id, input: {} })
  if (!asked.ok) return refused(desk, asked.refusal)
  await exportOne(exporting, asked.value)
  const [after, written] = await run(async (tx) => [
    (await fileExportsAtWork(tx)).find(({ id }) => id === plan.id),
    await first(
      tx,
      sql<FileExportRun>`select * from hub.file_export_run where export = ${plan.id} order by created_at desc, id desc limit 1`,
    ),
  ])
  const trouble = terminal.language === 'zh' ? after?.troubleZh : after?.troubleEn
  if (trouble) terminal.say(trouble)
  else if (after?.askedAt) terminal.tell('Another process is at it.', '另一进程正在导出。')
  else if (written) {
    const where = plan.sftp ? `${plan.sftp}/${written.file}` : join(exporting.root, plan.name, 'out', written.file)
    terminal.tell(`${written.documents} documents: ${where}`, `${written.documents} 条：${where}`)
  }
  return trouble ? 1 : 0
}

async function command({ run, context, exporting }: ExportsDesk, name: string, input: object): Promise<Result<FileExport>> {
  const sealing = exporting?.reaching.sealing
  if (!sealing) return refuse('file-export/no-folder', {})
  const surface = hubSurface({}, { types: [], sealing, lists: checkEveryList })
  const found = surface.commands.find((one) => one.document === fileExport.name && one.name === name)
  if (!found) throw new RangeError(`exports have no command ${name}`)
  const results = await run(async (tx) => found.run(tx, context(), [input] as never))
  return results[0] as unknown as Result<FileExport>
}

function refused({ terminal, messages }: ExportsDesk, refusal: Refusal): number {
  terminal.tell(inWords(messages, refusal, 'en'), inWords(messages, refusal, 'zh'))
  return 1
}
