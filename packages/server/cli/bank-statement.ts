/** `bank-statement <file>`: what a bank sends, camt.053 or CSV. */
import { readFileSync } from 'node:fs'
import { rows, sql } from '@tandem/db'
import { readBankFile } from '@tandem/erp'
import type { Id } from '@tandem/kernel'
import { fileText } from '@tandem/web/file-text'
import { type Desk, UsageError, unreadable } from './desk.ts'
import { refused } from './import.ts'

/** Answers the exit code: 1 when it was refused, and so when nothing in it is new. `account` is a code of ours. */
export async function bankStatementCommand(desk: Desk, [file]: readonly string[], account: string | undefined): Promise<number> {
  if (!file) throw new UsageError('bank-statement needs a file', 'bank-statement 需要文件')
  const content = contentOf(file)
  const [result] = await desk.database.transaction(desk.tenant.id, async (tx) => {
    const bankAccount = account === undefined ? null : await accountOf(tx, account)
    return readBankFile.run(tx, desk.context(), [{ bankAccount, content }])
  })
  if (!result) throw new Error('a file without an outcome')
  if (!result.ok) return refused(desk, result.refusal)
  const { number, lineCount, knownCount } = result.value
  const fresh = lineCount - knownCount
  desk.terminal.tell(
    `Statement ${number}: ${fresh} new movements, ${knownCount} known before.`,
    `对账单 ${number}：新流水 ${fresh} 笔，此前已有 ${knownCount} 笔。`,
  )
  return 0
}

/** An unknown code is passed on, for the refusal to name it. */
async function accountOf(tx: Parameters<typeof rows>[0], code: string): Promise<Id> {
  const [found] = await rows(tx, sql<{ id: Id }>`select id from erp.bank_account where code = ${code}`)
  return found?.id ?? (code as Id)
}

function contentOf(file: string): string {
  try {
    return fileText(readFileSync(file))
  } catch (error) {
    throw unreadable(file, error)
  }
}
