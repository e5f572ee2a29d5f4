import { type Id, isId } from '@tandem/kernel'
import { createApiKey, listApiKeys, revokeApiKey } from '../http/api-keys.ts'
import { type Desk, UsageError } from './desk.ts'
import { table } from './terminal.ts'

/** `keys create <name> [--scope crm:read ...]`, `keys list`, `keys revoke <id>`. */
export async function keysCommand(
  desk: Desk,
  [what, name]: readonly string[],
  scopes: readonly string[] | undefined,
): Promise<number> {
  const { terminal } = desk
  if (what === 'create') {
    if (!name) {
      throw new UsageError(
        'keys create needs a name, so that you know later whose key it is',
        'keys create 需要名称，以便日后知道密钥归谁使用',
      )
    }
    const made = await desk.run((tx) => createApiKey(tx, desk.context(), desk.randomBytes, { name, scopes: scopes ?? ['*'] }))
    terminal.tell('This key is shown once; keep it safe:', '密钥只显示这一次，请妥善保存：')
    terminal.say(made.key)
    return 0
  }
  if (what === 'list') {
    const keys = await desk.run(listApiKeys)
    const rows = keys.map((key) => [
      key.id,
      key.name,
      key.scopes.join(' '),
      key.createdAt,
      key.lastUsedAt ?? '-',
      key.revokedAt ?? '-',
    ])
    const head =
      terminal.language === 'zh'
        ? ['编号', '名称', '权限范围', '创建于', '最近使用', '失效于']
        : ['id', 'name', 'scopes', 'created', 'last used', 'revoked']
    terminal.say(table([head, ...rows]))
    return 0
  }
  if (what === 'revoke') {
    if (!isId(name)) {
      throw new UsageError('keys revoke needs the id of a key: see keys list', 'keys revoke 需要密钥编号：见 keys list')
    }
    const revoked = await desk.run((tx) => revokeApiKey(tx, desk.context(), name as Id))
    if (revoked) terminal.tell(`${revoked.name} no longer works.`, `${revoked.name} 已失效。`)
    else terminal.tell('There is no such key: see keys list.', '没有该密钥，请查看 keys list。')
    return revoked ? 0 : 1
  }
  throw new UsageError('keys is followed by create, list or revoke', 'keys 之后为 create、list 或 revoke')
}
