import { cpSync, existsSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { UsageError } from './desk.ts'
import type { Terminal } from './terminal.ts'

const CONNECTORS = fileURLToPath(new URL('../../connectors/', import.meta.url))

/** `connector new NAME`: a copy of the skeleton under that name, which works and passes the conformance suite. */
export function connectorCommand(terminal: Terminal, [what, name = '']: readonly string[], folder = CONNECTORS): number {
  if (what !== 'new') throw new UsageError('connector is followed by new and a name', 'connector 之后为 new 和名称')
  if (!/^[a-z][a-z0-9]{1,30}$/.test(name)) {
    throw new UsageError(
      'the name of a connector is small letters and digits: abacus',
      '连接器名称由小写字母和数字组成，例如 abacus',
    )
  }
  const into = join(folder, name)
  if (existsSync(into)) throw new UsageError(`there is a connector ${name} already`, `已有连接器 ${name}`)
  cpSync(join(CONNECTORS, 'skeleton'), into, { recursive: true })
  const capital = name.charAt(0).toUpperCase() + name.slice(1)
  for (const file of readdirSync(into)) {
    const path = join(into, file)
    const text = readFileSync(path, 'utf8').replaceAll('skeleton', name).replaceAll('Skeleton', capital)
    writeFileSync(path, text)
    if (file.includes('skeleton')) renameSync(path, join(into, file.replace('skeleton', name)))
  }
  terminal.tell(
    `packages/connectors/${name} is ready. Add its type to registry.ts and its messages to messages.ts, then make it yours: docs/connectors.md.`,
    `packages/connectors/${name} 已生成。请在 registry.ts 登记类型、在 messages.ts 登记消息，然后参照 docs/connectors.md 修改。`,
  )
  return 0
}
