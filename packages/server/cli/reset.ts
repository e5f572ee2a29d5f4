import { existsSync, rmSync } from 'node:fs'
import { lockFolder } from '@tandem/db'
import { UsageError } from './desk.ts'
import type { Opened } from './open-desk.ts'

/** `reset`: removes the embedded data folder. A PostgreSQL database is its owner's to drop: says how instead. */
export async function resetCommand({ place, terminal }: Opened, yes: boolean): Promise<number> {
  if (place.url !== undefined) {
    throw new UsageError(
      'DATABASE_URL is set. To reset it, drop the schemas crm, erp, hub and platform there: drop schema crm, erp, hub, platform cascade',
      '已设置 DATABASE_URL。如需清除，请在该数据库中删除 crm、erp、hub、platform 四个模式：drop schema crm, erp, hub, platform cascade',
    )
  }
  const { folder } = place
  if (!existsSync(folder)) {
    terminal.tell(`There is no data in ${folder}.`, `${folder} 中没有数据。`)
    return 0
  }
  const question =
    terminal.language === 'zh' ? `删除 ${folder} 中的全部数据？输入 yes 确认：` : `Remove all data in ${folder}? Type yes: `
  if (!yes && (await terminal.ask(question)).trim() !== 'yes') {
    terminal.tell('Nothing was removed.', '未删除任何内容。')
    return 1
  }
  // Not under the feet of a running server.
  const unlock = lockFolder(folder)
  rmSync(folder, { recursive: true, force: true })
  unlock()
  terminal.tell(`Removed. npm start makes a new company.`, `已删除。npm start 会建立新的公司。`)
  return 0
}
