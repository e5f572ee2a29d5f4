import { readFileSync } from 'node:fs'
import { checkFile, type FileChecks, type FileReport } from '@tandem/connectors'
import { type Desk, UsageError, unreadable } from './desk.ts'
import { refused } from './import.ts'
import { table } from './terminal.ts'

export interface CheckFileOptions {
  readonly checks?: string | undefined
  readonly to?: string | undefined
  readonly accept?: string | undefined
}

const VALUES_SHOWN = 12

/** `check-file FILE --checks checks.json [--to clean.csv] [--accept 0.9]`: answers the exit code, 1 when values are wrong. */
export async function checkFileCommand(
  { terminal }: Pick<Desk, 'terminal'>,
  [file]: readonly string[],
  { checks, to, accept }: CheckFileOptions,
): Promise<number> {
  if (!file || !checks) throw new UsageError('check-file needs a file and --checks', 'check-file 需要文件和 --checks')
  const share = accept === undefined ? undefined : Number(accept)
  if (share !== undefined && !(share > 0 && share <= 1)) {
    throw new UsageError('--accept is a number above 0, at most 1', '--accept 须为大于 0 且不超过 1 的数')
  }
  const result = await checkFile({
    ...{ file, checks: readChecks(checks) },
    ...(to === undefined ? {} : { to }),
    ...(share === undefined ? {} : { acceptFrom: share }),
  })
  if (!result.ok) return refused({ terminal }, result.refusal)
  show(terminal, result.value)
  if (to) terminal.tell(`\nThe file in its standard form is ${to}.`, `\n规范后的文件为 ${to}。`)
  return result.value.columns.some(({ suggested, wrong }) => suggested + wrong > 0) ? 1 : 0
}

function readChecks(path: string): FileChecks {
  let json: unknown
  try {
    json = JSON.parse(readFileSync(path, 'utf8'))
  } catch (error) {
    throw unreadable(path, error)
  }
  if (typeof json !== 'object' || json === null || !('columns' in json) || typeof json.columns !== 'object') {
    throw new UsageError(
      `${path} must be { "columns": { "column": [checks] } }`,
      `${path} 的格式应为 { "columns": { "列": [规则] } }`,
    )
  }
  return json as FileChecks
}

function show(terminal: Desk['terminal'], { rows, columns }: FileReport): void {
  const zh = terminal.language === 'zh'
  terminal.tell(`${rows} rows.`, `共 ${rows} 行。`)
  const head = zh
    ? ['列', '得分', '合格', '已规范', '有建议', '错误', '为空']
    : ['column', 'score', 'good', 'put right', 'suggested', 'wrong', 'empty']
  const lines = columns.map(({ column, checked, good, formed, suggested, wrong, empty }) => {
    const asked = checked - empty
    const score = asked === 0 ? '100' : ((good / asked) * 100).toFixed(2)
    return [column, score, ...[good, formed, suggested, wrong, empty].map(String)]
  })
  terminal.say(table([head, ...lines]))
  for (const { column, values } of columns) {
    if (values.length === 0) continue
    terminal.say(`\n${column}:`)
    const shown = values.slice(0, VALUES_SHOWN).map(({ value, count, to, code, likeness, reason }) => {
      const because = reason === null ? (code ?? '') : `${reason} ${Math.round((likeness ?? 0) * 1000) / 10}%`
      return [String(count), value, to === null ? '?' : `-> ${to}`, because]
    })
    terminal.say(table([zh ? ['次数', '当前值', '应为', '依据'] : ['count', 'says', 'should say', 'why'], ...shown]))
  }
}
