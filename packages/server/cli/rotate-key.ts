/**
 * `rotate-key`: another key for what is kept sealed. With TANDEM_KEY the new one is given as TANDEM_NEW_KEY; without it the
 * one beside the data is replaced by a new one.
 */
import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { dateIn, type Id, idSource, instantOf } from '@tandem/kernel'
import { openDatabase } from '../compose.ts'
import { rotateKey } from '../rotate-key.ts'
import { keyFrom } from '../sealing.ts'
import { UsageError } from './desk.ts'
import type { Terminal } from './terminal.ts'

export interface RotatePlace {
  readonly terminal: Terminal
  readonly env: NodeJS.ProcessEnv
  readonly dataDir: string
}

export async function rotateKeyCommand({ terminal, env, dataDir }: RotatePlace): Promise<number> {
  const keys = env.TANDEM_KEY ? givenKeys(env, dataDir) : keptKeys(dataDir)
  const database = await openDatabase({ databaseUrl: env.DATABASE_URL || undefined, dataDir })
  const now = instantOf(Date.now())
  const newId = idSource(Date.now, randomBytes)
  const context = (tenant: Id) =>
    ({ tenant, actor: { kind: 'system', id: 'rotate-key' }, now, today: dateIn(now, 'UTC'), newId }) as const
  try {
    const { sealed, already } = await rotateKey(database, { ...keys, context })
    terminal.tell(
      `Sealed anew: ${sealed} secrets; ${already} had the new key already.`,
      `已重新加密 ${sealed} 项机密；${already} 项此前已使用新密钥。`,
    )
  } finally {
    await database.close()
  }
  keys.keep()
  if (env.TANDEM_KEY)
    terminal.tell(
      'Now set TANDEM_KEY to the new key everywhere, and start the servers.',
      '请在各处将 TANDEM_KEY 设为新密钥，然后启动服务器。',
    )
  else terminal.tell('The new key stands beside the data. Start the server.', '新密钥已保存在数据目录中，请启动服务器。')
  return 0
}

interface Keys {
  readonly from: Uint8Array
  readonly to: Uint8Array
  /** The new key becomes the present one. */
  keep(): void
}

function givenKeys({ TANDEM_KEY, TANDEM_NEW_KEY }: NodeJS.ProcessEnv, dataDir: string): Keys {
  if (!TANDEM_NEW_KEY) {
    throw new UsageError(
      'Set TANDEM_NEW_KEY to the new key: openssl rand -base64 32 makes one.',
      '请将 TANDEM_NEW_KEY 设为新密钥，可用 openssl rand -base64 32 生成。',
    )
  }
  const [from, to] = [keyFrom(TANDEM_KEY, dataDir), keyFrom(TANDEM_NEW_KEY, dataDir)]
  if (Buffer.from(from).equals(to)) {
    throw new UsageError('TANDEM_NEW_KEY is the present key: give another one.', 'TANDEM_NEW_KEY 就是现用密钥，请另给一个。')
  }
  return { from, to, keep() {} }
}

/** The new key is on the disk before anything is sealed with it: whatever ends this process, another run goes on. */
function keptKeys(dataDir: string): Keys {
  const [present, next] = [join(dataDir, 'key'), join(dataDir, 'key.next')]
  if (!existsSync(present)) {
    throw new UsageError(
      `There is no key in ${dataDir}: nothing was sealed with one here.`,
      `${dataDir} 中没有密钥：此处没有用密钥加密过的内容。`,
    )
  }
  if (!existsSync(next)) writeFileSync(next, randomBytes(32), { mode: 0o600, flag: 'wx' })
  return { from: keyFrom(undefined, dataDir), to: readFileSync(next), keep: () => renameSync(next, present) }
}
