/** Preparing a system that is described by a file: the script a database needs, the draft of an API's description. */
import { readFileSync } from 'node:fs'
import { draftDescription, readSqlKinds, sqlScript } from '@tandem/connectors'
import type { Json } from '@tandem/kernel'
import { type Desk, UsageError, unreadable } from './desk.ts'
import { refused } from './import.ts'

type Speaking = Pick<Desk, 'terminal'>

/** `sql-script kinds.json --engine postgresql|mysql --user tandem`: prints the script that the database's owner runs. */
export async function sqlScriptCommand(
  desk: Speaking,
  [file]: readonly string[],
  { engine = 'postgresql', user = 'tandem' }: { readonly engine?: string | undefined; readonly user?: string | undefined },
): Promise<number> {
  if (!file) throw new UsageError('sql-script needs the file that describes the tables', 'sql-script 需要描述各表的文件')
  if (engine !== 'postgresql' && engine !== 'mysql') {
    throw new UsageError(`--engine is postgresql or mysql, not ${engine}`, `--engine 须为 postgresql 或 mysql，而不是 ${engine}`)
  }
  const kinds = readSqlKinds(jsonIn(file))
  if (!kinds.ok) return refused(desk, kinds.refusal)
  desk.terminal.say(sqlScript(engine === 'mysql' ? 'mysql' : 'postgres', kinds.value, user))
  return 0
}

/** `rest-description openapi.json`: prints a description to start from. */
export async function restDescriptionCommand(desk: Speaking, [file]: readonly string[]): Promise<number> {
  if (!file)
    throw new UsageError(
      'rest-description needs an OpenAPI (JSON) or EDMX file',
      'rest-description 需要 OpenAPI（JSON）或 EDMX 文件',
    )
  const draft = await draftDescription(readFileSync(file, 'utf8'))
  if (!draft.ok) return refused(desk, draft.refusal)
  desk.terminal.say(JSON.stringify(draft.value, null, 2))
  return 0
}

function jsonIn(file: string): Json {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Json
  } catch (error) {
    throw unreadable(file, error)
  }
}
