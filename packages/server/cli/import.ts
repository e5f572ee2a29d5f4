import { readFileSync, writeFileSync } from 'node:fs'
import {
  companyRules,
  type ImportMapping,
  type ImportTarget,
  importTarget,
  inWords,
  type Preview,
  parseMapping,
  previewImport,
  runImport,
  templateColumns,
  templateCsv,
  withCustomFields,
} from '@tandem/connectors'
import { crm, crmMessages } from '@tandem/crm'
import { erp, erpMessages } from '@tandem/erp'
import type { Refusal } from '@tandem/kernel'
import { choices } from '@tandem/web/choices'
import { type Desk, UsageError } from './desk.ts'
import { table } from './terminal.ts'
import { listed, type Said } from './words.ts'

export interface ImportOptions {
  readonly mapping?: string | undefined
  readonly side?: string | undefined
  readonly preview?: boolean | undefined
  readonly errors?: string | undefined
  readonly restart?: boolean | undefined
}

/** `import <kind> <file>`: answers the exit code, 1 when rows were refused. */
export async function importCommand(desk: Desk, [kind, file]: readonly string[], options: ImportOptions): Promise<number> {
  if (!kind || !file) throw new UsageError('import needs a kind and a file', 'import 需要单据种类和文件')
  const found = targetOf(kind, options.side)
  if (!('definition' in found)) return refused(desk, found)
  const { database, tenant } = desk
  const target = await withCustomFields(database, tenant.id, found)
  let mapping: ImportMapping | undefined
  if (options.mapping) {
    const parsed = parseMapping(readFileSync(options.mapping, 'utf8'))
    if (!parsed.ok) return refused(desk, parsed.refusal)
    mapping = parsed.value
  }
  const quality = await companyRules(database, tenant.id, target)
  const job = { database, tenant: tenant.id, context: () => desk.context(), target, file, quality }
  const preview = await previewImport({ ...job, ...(mapping ? { mapping } : {}) })
  if (!preview.ok) return refused(desk, preview.refusal)
  if (options.preview) return showPreview(desk, preview.value, target)
  const errorsFile = options.errors ?? `${file.replace(/\.(csv|xlsx)$/i, '')}.errors.csv`
  const result = await runImport({
    ...job,
    mapping: mapping ?? preview.value.mapping,
    errorsFile,
    restart: options.restart ?? false,
    onProgress: ({ bytes, totalBytes }) => desk.terminal.progress(kind, bytes, totalBytes),
  })
  desk.terminal.endProgress()
  if (!result.ok) return refused(desk, result.refusal)
  const { resumedAfterRow, created, changed, unchanged, refused: bad, cleaned = 0, warned = 0 } = result.value
  if (resumedAfterRow) desk.terminal.tell(`Went on after row ${resumedAfterRow}.`, `从第 ${resumedAfterRow} 行之后继续。`)
  desk.terminal.tell(
    `${created} created, ${changed} changed, ${unchanged} already as in the file, ${bad} refused.`,
    `新建 ${created}，修改 ${changed}，无变化 ${unchanged}，拒绝 ${bad}。`,
  )
  if (cleaned + warned > 0) {
    desk.terminal.tell(
      `By the rules of quality ${cleaned} cells were put into their standard form; ${warned} are not as they should be and came in all the same.`,
      `按质量规则规范了 ${cleaned} 个单元格；另有 ${warned} 个不符合规则，仍已导入。`,
    )
  }
  if (bad === 0) return 0
  desk.terminal.tell(
    `The refused rows are in ${errorsFile}, each with what to do. Correct them there and import that file.`,
    `被拒绝的行及处理办法在 ${errorsFile} 中，更正后可再次导入该文件。`,
  )
  return 1
}

/** The side may be left out where only one has such documents, or the CRM has them, too. */
function targetOf(kind: string, side: string | undefined): ImportTarget | Refusal {
  const sides = [
    { surface: crm, messages: crmMessages },
    { surface: erp, messages: erpMessages },
  ].filter(({ surface }) => side === undefined || surface.name === side)
  if (sides.length === 0) {
    throw new UsageError(`--side is crm or erp, not ${side}`, `--side 须为 crm 或 erp，而不是 ${side}`)
  }
  const found = sides.map(({ surface, messages }) => importTarget(surface, kind, messages, choices))
  const good = found.find((result) => result.ok)
  if (good?.ok) return good.value
  return found[0]?.ok === false ? found[0].refusal : { code: 'import/no-such-document', details: { name: kind } }
}

const DOES: Said<Preview['rows'][number]['does']> = {
  create: { en: 'created', zh: '新建' },
  change: { en: 'changed', zh: '修改' },
  nothing: { en: 'already so', zh: '无变化' },
  refused: { en: 'refused', zh: '拒绝' },
}

function showPreview({ terminal }: Desk, preview: Preview, { fields }: ImportTarget): number {
  const { language } = terminal
  // The name of a field is what the mapping calls it: it stands with the words for it.
  const words = (field: string) => {
    const label = fields[field]?.label[language]
    return label === undefined ? field : language === 'zh' ? `${field}（${label}）` : `${field} (${label})`
  }
  terminal.say(
    table([
      language === 'zh' ? ['列', '字段', '样例'] : ['column', 'field', 'samples'],
      ...preview.columns.map(({ column, field, samples }) => [column, field ? words(field) : '-', samples.join(' | ')]),
    ]),
  )
  if (preview.missing.length > 0) {
    const missing = listed(preview.missing.map(words), language)
    terminal.tell(`Nothing fills: ${missing}. Map a column or give a constant.`, `缺少：${missing}。请映射列或给出常量。`)
  }
  for (const row of preview.rows) {
    terminal.say(`\n${row.row}  ${DOES[row.does][language]}  ${JSON.stringify(row.input)}`)
    for (const { column, from, to } of row.cleaned) terminal.say(`    ${column ?? ''}: ${from} -> ${to}`)
    for (const error of [...row.errors, ...row.warnings]) {
      terminal.say(`    ${error.column ?? ''}: ${terminal.language === 'zh' ? error.zh : error.en}`)
    }
  }
  terminal.tell('\nNothing was changed. The mapping used, to save and correct:', '\n未作任何修改。所用映射，可保存后更正：')
  terminal.say(JSON.stringify(preview.mapping, null, 2))
  return preview.rows.some(({ does }) => does === 'refused') ? 1 : 0
}

/** `template <kind> --to file.csv`: an empty file to fill in, and what its columns take. */
export function templateCommand(
  { terminal }: Pick<Desk, 'terminal'>,
  [kind]: readonly string[],
  { side, to }: { readonly side?: string | undefined; readonly to?: string | undefined },
): number {
  if (!kind) throw new UsageError('template needs a kind', 'template 需要单据种类')
  const target = targetOf(kind, side)
  if (!('definition' in target)) return refused({ terminal }, target)
  if (to) writeFileSync(to, templateCsv(target, terminal.language))
  const columns = templateColumns(target, terminal.language)
  terminal.say(table(columns.map(({ header, field, isNeeded, takes }) => [header, field, isNeeded ? '*' : '', takes])))
  if (to)
    terminal.tell(`Written to ${to}. Columns with * must be filled for new records.`, `已写入 ${to}。新记录必须填写带 * 的列。`)
  return 0
}

/** Says a refusal in words. */
export function refused({ terminal }: Pick<Desk, 'terminal'>, refusal: Refusal): number {
  const { en, zh } = inWords({ ...crmMessages, ...erpMessages }, refusal)
  terminal.tell(en, zh)
  return 1
}
