import { FolderInUse } from '@tandem/db'
import { RefusedFault } from '@tandem/kernel'
import { UsageError } from './desk.ts'
import { refused } from './import.ts'
import type { Terminal } from './terminal.ts'

/** What is wrong, in words; a fault nobody foresaw is shown whole. Answers the exit code: 2 when the command was called wrongly. */
export function explain(terminal: Terminal, error: unknown): number {
  terminal.endProgress()
  if (error instanceof RefusedFault) return refused({ terminal }, error.refusal)
  if (error instanceof FolderInUse) {
    const { folder, pid, message } = error
    terminal.tell(message, `${folder} 正被另一进程（${pid}）使用：请先停止该进程，或用 DATA_DIR 指定其他目录。`)
    return 2
  }
  const { code, message } = error as { code?: string; message?: string }
  if (error instanceof UsageError || code?.startsWith('ERR_PARSE_ARGS')) {
    terminal.tell(message ?? '', error instanceof UsageError ? error.zh : `命令行选项有误：${optionIn(message ?? '')}`)
    terminal.tell('`npm run tandem -- --help` shows how.', '用法见 `npm run tandem -- --help`。')
    return 2
  }
  if (code === 'ENOENT') {
    const { path } = error as { path?: string }
    terminal.tell(`There is no such file: ${message}`, `找不到文件：${path ?? message}`)
  } else terminal.say(error instanceof Error ? (error.stack ?? error.message) : String(error))
  return 1
}

/** The option that Node's words are about: `Unknown option '--form'. To specify ...`. */
function optionIn(message: string): string {
  return /'(-[^']*)'/.exec(message)?.[1] ?? message
}
