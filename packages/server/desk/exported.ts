/** What a list is to be written as, told in two texts: which of its documents, and with which columns. */
import type { ExportJob, NamedColumn } from '@tandem/connectors'
import { crm } from '@tandem/crm'
import { CUSTOM_PREFIX, type ListOptions, listFields } from '@tandem/db'
import { erp } from '@tandem/erp'
import { type CheckWanted, hub, type Wanted } from '@tandem/hub'
import { type Definition, ok, type Result, refuse } from '@tandem/kernel'
import type { Side } from '../http/document.ts'
import { listOptions } from '../http/list-options.ts'

export interface Exported {
  readonly options: ListOptions
  readonly job: Pick<ExportJob, 'columns' | 'lines'>
}

/** `target`: `crm/customer`. */
export function listOf(target: string): { readonly side: Side['surface']; readonly definition: Definition } | undefined {
  const [area, document] = target.split('/')
  const side = SIDES.find(({ name }) => name === area)
  const definition = side?.documents.find(({ name, plural }) => name === document || plural === document)
  return side && definition && { side, definition }
}

/** Nothing of a definition that is not there: so one without what somebody may not see refuses that, too. */
export function readExported(definition: Definition, { query, columns }: Pick<Wanted, 'query' | 'columns'>): Result<Exported> {
  const options = optionsOf(definition, query ?? '')
  if (!options.ok) return options
  const read = columnsOf(definition, columns ?? '')
  return read.ok ? ok({ options: options.value, job: read.value }) : read
}

function optionsOf(definition: Definition, query: string): Result<ListOptions> {
  const given: Record<string, string | string[]> = {}
  for (const [name, value] of new URLSearchParams(query.replace(/^\?/, ''))) {
    const before = given[name]
    given[name] = before === undefined ? value : [...[before].flat(), value]
  }
  const read = 'limit' in given || 'cursor' in given ? undefined : listOptions(given)
  if (!read?.ok) return refuse('file-export/bad-query', { query })
  const known = listFields(definition)
  const named = [...Object.keys(read.value.filter ?? {}), ...(read.value.sort ? [read.value.sort.replace(/^-/, '')] : [])]
  const unknown = named.find((name) => !known.has(name) && !mayBeCustom(definition, name))
  return unknown === undefined
    ? read
    : refuse('file-export/unknown-field', { field: unknown, fields: [...known.keys()].join(', ') })
}

/** `code, name=Customer, lines.quantity`. */
function columnsOf(definition: Definition, text: string): Result<Exported['job']> {
  const named = text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map((part): NamedColumn | string => {
      const at = part.indexOf('=')
      return at < 0 ? part : { name: part.slice(0, at).trim(), header: part.slice(at + 1).trim() }
    })
  if (named.length === 0) return ok({})
  const names = named.map((one) => (typeof one === 'string' ? one : one.name))
  const known = new Set([...listFields(definition).keys(), ...columnsOfLines(definition)])
  const unknown = names.find((name) => !known.has(name) && !mayBeCustom(definition, name))
  if (unknown !== undefined) {
    return refuse('file-export/unknown-field', { field: unknown, fields: [...known].join(', ') })
  }
  const lines = new Set(
    names.flatMap((name) => (name.includes('.') && !name.startsWith(CUSTOM_PREFIX) ? [name.slice(0, name.indexOf('.'))] : [])),
  )
  if (lines.size > 1) return refuse('file-export/two-lines', { fields: [...lines].join(', ') })
  const [line] = lines
  return ok({ columns: named, ...(line === undefined ? {} : { lines: line }) })
}

/** Which custom fields there are is known when the list is written: a column that is gone by then is left out. */
function mayBeCustom({ fields }: Definition, name: string): boolean {
  return fields.custom?.kind === 'custom' && name.startsWith(CUSTOM_PREFIX)
}

function columnsOfLines({ fields }: Definition): string[] {
  return Object.entries(fields).flatMap(([name, field]) =>
    field.kind === 'lines' ? Object.keys(field.of).map((inner) => `${name}.${inner}`) : [],
  )
}

const SIDES: readonly Side['surface'][] = [crm, erp, hub]

/** What `target`, `query` and `columns` name must be there. */
export const checkEveryList: CheckWanted = (wanted) => {
  const found = listOf(wanted.target)
  if (!found) return { code: 'file-export/bad-target', details: { target: wanted.target } }
  const read = readExported(found.definition, wanted)
  return read.ok ? undefined : read.refusal
}

export const exportedMessages = {
  'file-export/bad-target': {
    en: '{target} is no list. Write the side and the document, such as crm/customer or erp/sales-order.',
    zh: '没有列表 {target}。请写明所属侧和单据，如 crm/customer、erp/sales-order。',
  },
  'file-export/bad-query': {
    en: '{query} is no filter. Write it as the API takes it: filter[state]=active&filter[createdAt][from]=2026-01-01&sort=code.',
    zh: '无法识别筛选条件 {query}。请按接口写法填写：filter[state]=active&filter[createdAt][from]=2026-01-01&sort=code。',
  },
  'file-export/unknown-field': {
    en: 'There is no field {field} in this list, or it is not yours to see. There are: {fields}.',
    zh: '该列表没有字段 {field}，或您无权查看。可用字段：{fields}。',
  },
  'file-export/two-lines': {
    en: 'A row can be a line of one kind only, not of {fields}. Make an export for each.',
    zh: '一行只能对应一种明细，不能同时包含 {fields}。请分别建立导出。',
  },
  'file-export/not-yours': {
    en: "An export writes the whole list, so only those can set it up who may see all of it, {permission} for everybody's. Ask an administrator.",
    zh: '导出会写出整个列表，只有能查看全部内容（{permission}，不限本人）的人才能设置。请联系管理员。',
  },
  'file-export/hidden-columns': {
    en: 'Without columns everything is written, and {fields} are not yours to see. Name the columns that are to be written.',
    zh: '未指定列时会导出全部字段，而您无权查看 {fields}。请指定要导出的列。',
  },
  'file-export/no-folder': {
    en: 'Nothing is kept on this disk. Name a folder: FILES_DIR.',
    zh: '本机未存放文件，请用 FILES_DIR 指定文件夹。',
  },
  'file-export/not-written': {
    en: 'The file could not be written: {reason}. It is tried again every five minutes.',
    zh: '无法写出文件：{reason}。每五分钟会重试一次。',
  },
} as const
