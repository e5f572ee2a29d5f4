import type { BooksCheck } from '@tandem/erp'
import { erp } from '@tandem/erp'
import { type Difference, hub as hubSurface, moneyText, type Proof, type SystemStatus } from '@tandem/hub'
import { must, type Result } from '@tandem/kernel'
import { type Desk, UsageError } from './desk.ts'
import { previewCommand, showLoads } from './first-load.ts'
import { type Language, type Terminal, table } from './terminal.ts'
import { fieldLabel, kindLabel, WHY } from './words.ts'

/**
 * `sync status`: the joined systems, how far they are, what waits. `sync run`: works until nothing is left to do. `sync load`:
 * how the first loads go on. `sync preview <system> [kind]`: what the first load would do.
 */
export async function syncCommand(desk: Desk, [what, ...words]: readonly string[]): Promise<number> {
  if (what === 'load') return showLoads(desk)
  if (what === 'preview') return previewCommand(desk, words)
  if (what === 'run') {
    await desk.hub.runUntilIdle()
    desk.terminal.tell('Nothing is left to do now.', '目前没有待处理事项。')
  } else if (what !== 'status') {
    throw new UsageError('sync is followed by status, run, load or preview', 'sync 之后为 status、run、load 或 preview')
  }
  return showStatus(desk)
}

/** `proof`: compares both sides, the books with themselves and with stock. Exit code 1 unless everything agrees. */
export async function proofCommand(desk: Desk): Promise<number> {
  const proof = await desk.hub.proof()
  const books = await checkBooks(desk)
  showProof(desk.terminal, proof)
  showBooks(desk.terminal, books)
  if (proof.inSync && books.agrees) {
    desk.terminal.tell('\nIn sync, and the books agree to the cent.', '\n两侧一致，账目分毫不差。')
    return 0
  }
  desk.terminal.tell('\nNOT in sync: see the differences above.', '\n尚未一致：请见上列差异。')
  return 1
}

/** The ERP's own proof of its books, through its query. */
export async function checkBooks(desk: Pick<Desk, 'run' | 'context'>): Promise<BooksCheck> {
  return must(await ask<BooksCheck>(desk, 'books-check', erp.queries))
}

export function showProof(terminal: Terminal, proof: Proof): void {
  const systems = [...new Set(proof.kinds.flatMap(({ counts }) => Object.keys(counts)))]
  const { language } = terminal
  const zh = language === 'zh'
  const rows = proof.kinds.map((kind) => [
    kindLabel(kind.kind, language),
    ...systems.map((system) => String(kind.counts[system] ?? '-')),
    ...systems.map((system) => moneyOf(kind.sums[system])),
    String(kind.differenceCount),
  ])
  const sums = systems.map((system) => (zh ? `${system}（金额）` : `${system} (sum)`))
  terminal.say(table([[zh ? '单据' : 'kind', ...systems, ...sums, zh ? '差异' : 'differences'], ...rows]))
  for (const { kind, differences } of proof.kinds) {
    for (const difference of differences.slice(0, SHOWN)) terminal.say(`  ${differenceText(kind, difference, language)}`)
    const more = differences.length - SHOWN
    if (more > 0) terminal.tell(`  ... and ${more} more`, `  ……另有 ${more} 项`)
  }
}
const SHOWN = 5

function moneyOf(sums: Readonly<Record<string, string>> | undefined): string {
  const parts = Object.entries(sums ?? {}).map(([currency, sum]) => moneyText(sum, currency))
  return parts.join(' + ') || '-'
}

/** `Customer: changed behind the joint's back: tandem-crm C-1 Payment term: 30 / 99`, what was agreed first. */
function differenceText(kind: string, { system, subject, field, agreed, found, why }: Difference, language: Language): string {
  const colon = language === 'zh' ? '：' : ': '
  const what =
    field === null ? '' : ` ${fieldLabel(kind, field, language)}${colon}${JSON.stringify(agreed)} / ${JSON.stringify(found)}`
  return `${kindLabel(kind, language)}${colon}${WHY[why][language]}${colon}${system} ${subject}${what}`
}

export function showBooks(terminal: Terminal, books: BooksCheck): void {
  const zh = terminal.language === 'zh'
  const rows = books.checks.map(({ label, currency, ledger, documents, difference }) => [
    zh ? label.zh : label.en,
    moneyText(ledger, currency),
    moneyText(documents, currency),
    difference,
  ])
  terminal.say(
    `\n${table([zh ? ['账务核对', '一方', '另一方', '差异'] : ['books', 'one side', 'other side', 'difference'], ...rows])}`,
  )
  for (const { currency, lines, exact, rounded, difference } of books.rounding) {
    terminal.tell(
      `Order lines: ${lines}; exact sum ${moneyText(exact, currency)}, rounded line by line ${moneyText(rounded, currency)}, rounding difference ${difference}.`,
      `订单行 ${lines}；精确合计 ${moneyText(exact, currency)}，逐行舍入后 ${moneyText(rounded, currency)}，舍入差 ${difference}。`,
    )
  }
}

async function showStatus(desk: Desk): Promise<number> {
  const { terminal } = desk
  const systems = must(await ask<SystemStatus[]>(desk, 'systems', hubSurface.queries))
  const rows = systems.flatMap(({ system, kinds }) =>
    kinds.map(({ kind, linked, changes, deliveries, trouble }) => [
      system,
      kindLabel(kind, terminal.language),
      String(linked),
      String(changes.unplanned + changes.waiting),
      String(deliveries.pending + deliveries.waiting + deliveries.sending),
      String(changes.parked + changes.duplicates + deliveries.parked),
      trouble ?? '',
    ]),
  )
  const header =
    terminal.language === 'zh'
      ? ['系统', '类型', '已对接', '待处理', '待写入', '收件箱', '故障']
      : ['system', 'kind', 'linked', 'to plan', 'to write', 'inbox', 'trouble']
  terminal.say(table([header, ...rows]))
  for (const { system, state, pauseReason, lagMs, openInbox } of systems) {
    terminal.tell(
      `${system}: ${state}${pauseReason ? ` (${pauseReason})` : ''}, oldest unsettled ${lagMs} ms, ${openInbox} in the error inbox.`,
      `${system}：${state === 'paused' ? '已暂停' : '运行中'}${pauseReason ? `（${pauseReason}）` : ''}，最早未完成 ${lagMs} 毫秒，错误收件箱 ${openInbox} 项。`,
    )
  }
  return 0
}

type Queries = (typeof erp)['queries']

/** Runs a side's query that takes no input. */
async function ask<T>(desk: Pick<Desk, 'run' | 'context'>, name: string, queries: Queries): Promise<Result<T>> {
  const query = queries.find((one) => one.name === name)
  if (!query) throw new RangeError(`there is no query ${name}`)
  return (await desk.run((tx) => query.run(tx, desk.context(), {}))) as Result<T>
}
