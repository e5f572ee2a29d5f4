import { appendFileSync, existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { moneyText } from '@tandem/hub'
import { loadAdventureWorks } from '../load/adventureworks.ts'
import type { RowError } from '../load/rows.ts'
import { type Desk, UsageError } from './desk.ts'
import { checkBooks, proofCommand } from './joint.ts'

export interface LoadOptions {
  readonly limit?: string | undefined
  readonly errors?: string | undefined
}

/** `load adventureworks <folder>`: exit code 1 when rows were refused or the proof finds a difference. */
export async function loadCommand(desk: Desk, [what, folder]: readonly string[], options: LoadOptions): Promise<number> {
  if (what !== 'adventureworks' || !folder) {
    throw new UsageError('load is followed by adventureworks and its folder', 'load 之后为 adventureworks 及其目录')
  }
  if (!existsSync(join(folder, 'sales')) || !existsSync(join(folder, 'master'))) {
    throw new UsageError(
      `${folder} has no folders "sales" and "master": name the folder that holds both`,
      `${folder} 中没有 “sales” 和 “master” 目录：请指定同时包含二者的目录`,
    )
  }
  const limit = options.limit === undefined ? undefined : Number(options.limit)
  if (limit !== undefined && !(Number.isInteger(limit) && limit >= 0)) {
    throw new UsageError('--limit is a number of orders', '--limit 为订单数')
  }
  const { terminal } = desk
  const shop = {
    database: desk.database,
    tenant: desk.tenant.id,
    context: () => desk.context(),
    settle: () => desk.hub.runUntilIdle(),
    progress: terminal.progress,
  }
  const loaded = await loadAdventureWorks(shop, folder, limit === undefined ? {} : { limit })
  terminal.endProgress()
  for (const note of loaded.notes) terminal.say(note)
  if (loaded.errors.length > 0) tellErrors(desk, loaded.errors, loaded.refused, options.errors ?? 'adventureworks.errors.csv')
  terminal.tell(`\n${loaded.orders} orders of the files are in. The proof:`, `\n文件中的 ${loaded.orders} 个订单已导入。核对：`)
  const proved = await proofCommand(desk)
  const open = (await checkBooks(desk)).checks.filter(({ name }) => name === 'receivable')
  terminal.tell(
    `Receivables: ${open.map(({ ledger, currency }) => moneyText(ledger, currency)).join(', ') || '0'}.`,
    `应收余额：${open.map(({ ledger, currency }) => moneyText(ledger, currency)).join('，') || '0'}。`,
  )
  return proved === 0 && loaded.errors.length === 0 ? 0 : 1
}

function tellErrors({ terminal }: Desk, errors: readonly RowError[], refused: readonly string[], file: string): void {
  rmSync(file, { force: true })
  const cell = (value: string | number | null) => `"${String(value ?? '').replaceAll('"', '""')}"`
  const lines = errors.map((error) => [error.file, error.row, error.column, error.value, error.en, error.zh].map(cell).join(','))
  appendFileSync(file, ['file,row,column,value,what to do,怎么办', ...lines, ''].join('\n'))
  terminal.tell(
    `${refused.length} orders were left out whole; ${errors.length} values are wrong. ${file} says which, where and what to do.`,
    `有 ${refused.length} 个订单整单未导入；${errors.length} 处数据有误，位置及处理办法见 ${file}。`,
  )
}
