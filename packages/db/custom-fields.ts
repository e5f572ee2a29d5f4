/** Custom fields of one side: the commands that define them, and values checked against what was defined. */
import {
  type Context,
  type CreateCommand,
  Decimal,
  type Definition,
  type DocumentCommand,
  type Fields,
  type Input,
  isPlainDate,
  type Json,
  ok,
  partial,
  type Result,
  refuse,
  type Stored,
} from '@tandem/kernel'
import { sql } from 'kysely'
import {
  CUSTOM_PREFIX,
  type CustomField,
  type CustomOption,
  type CustomValues,
  customFieldParts,
  customFieldText,
  withCustom,
} from './definitions.ts'
import { changeDocuments, createDocuments, schemaOf, stamp } from './documents.ts'
import { rows, type Tx } from './tx.ts'

export type KnownField = Pick<
  CustomField,
  'document' | 'code' | 'labelEn' | 'labelZh' | 'type' | 'decimals' | 'options' | 'required' | 'status'
>

/** Of one side (`crm`), or of one of its documents; the oldest first, retired ones among them. */
export function loadCustomFields(tx: Tx, schema: string, document?: string): Promise<KnownField[]> {
  const table = sql.raw(`${schema}.custom_field`)
  const where = document === undefined ? sql`` : sql`where document = ${document}`
  return rows(
    tx,
    sql<KnownField>`select document, code, label_en, label_zh, type, decimals, options, required, status from ${table} ${where}
                    order by id`,
  )
}

/** The definition with the custom fields that are in use, where one of the names is that of a custom field. */
export async function definitionWith<D extends Definition>(tx: Tx, definition: D, names: readonly string[]): Promise<D> {
  const isAsked = definition.fields.custom?.kind === 'custom' && names.some((name) => name.startsWith(CUSTOM_PREFIX))
  return isAsked ? wholeDefinition(tx, definition) : definition
}

/** The definition with the custom fields that are in use: `custom.region`. */
export async function wholeDefinition<D extends Definition>(tx: Tx, definition: D): Promise<D> {
  if (definition.fields.custom?.kind !== 'custom') return definition
  const known = await loadCustomFields(tx, schemaOf(definition), definition.name)
  return withCustom(
    definition,
    known.filter(({ status }) => status === 'active'),
  )
}

const NONE: readonly KnownField[] = []

/**
 * What a command must know to read custom values: one statement for all its inputs, beside others. A new document may lack
 * what is required, a change says something of them or not.
 */
export async function customKnown(
  tx: Tx,
  definition: Definition,
  inputs: readonly object[],
  isNew: boolean,
): Promise<readonly KnownField[]> {
  if (definition.fields.custom?.kind !== 'custom') return NONE
  const isAsked = isNew || inputs.some((input) => (input as { custom?: unknown }).custom !== undefined)
  return isAsked ? loadCustomFields(tx, schemaOf(definition), definition.name) : NONE
}

/**
 * Inputs of a command that makes documents, their custom values read: one statement for all of them, beside others. Without
 * `asks` what is required is not missed: whoever makes it may know nothing of such fields.
 */
export async function readCustomInputs<I extends object>(
  tx: Tx,
  definition: Definition,
  inputs: readonly I[],
  asks = true,
): Promise<readonly Result<I>[]> {
  const known = await customKnown(tx, definition, inputs, asks)
  return inputs.map((input) => withCustomRead(known, input, asks ? undefined : { custom: null }))
}

/** Each input that could be read is decided, by its place among them; the others stay refused. */
export function decideRead<I, R>(read: readonly Result<I>[], decide: (input: I, at: number) => Result<R>): Result<R>[] {
  return read.map((one, at) => (one.ok ? decide(one.value, at) : one))
}

/**
 * What goes on to a document that is made of another: the values of fields that it has under the same code, where they are
 * values of its own field, too. `known`: the fields of the new one.
 */
export function carriedCustom(known: readonly KnownField[], values: CustomValues | null): CustomValues | null {
  const fitting = Object.entries(values ?? {}).filter(([code, value]) => {
    const field = known.find((one) => one.code === code && one.status === 'active')
    return field && value !== null && readValue(field, value).ok
  })
  return fitting.length === 0 ? null : Object.fromEntries(fitting)
}

export interface CustomHolder {
  readonly custom?: CustomValues | null
}

/** The input with what the document will hold in `custom`; as it is where it says nothing of custom fields and lacks none. */
export function withCustomRead<I extends object>(
  known: readonly KnownField[],
  input: I,
  before: CustomHolder | undefined,
): Result<I> {
  const { custom } = input as { custom?: Json }
  if (custom === undefined && (before || known.length === 0)) return ok(input)
  const read = readCustom(known, custom, before?.custom ?? null, before === undefined)
  return read.ok ? ok({ ...input, custom: read.value }) : read
}

/**
 * Values laid over those that a document has: null empties one, no values at all empty every one. Decimals in their shortest
 * form. Refused for the first that cannot be kept, naming it: `custom/...`.
 */
export function readCustom(
  known: readonly KnownField[],
  given: Json | undefined,
  before: CustomValues | null,
  isNew: boolean,
): Result<CustomValues | null> {
  if (given !== null && given !== undefined && (typeof given !== 'object' || Array.isArray(given))) {
    return refuse('custom/not-by-code', { value: shown(given) })
  }
  const emptied = given === null ? Object.fromEntries(Object.keys(before ?? {}).map((code) => [code, null])) : {}
  const next: Record<string, string | boolean | null> = { ...before }
  for (const [code, value] of Object.entries((given as Record<string, Json> | null | undefined) ?? emptied)) {
    const read = readOne(known, code, value, before?.[code] ?? null)
    if (!read.ok) return read
    if (read.value !== null || code in next) next[code] = read.value
  }
  const lacks =
    isNew && known.find(({ code, required, status }) => required && status === 'active' && (next[code] ?? null) === null)
  if (lacks) return refuse('custom/missing', named(lacks))
  return ok(Object.keys(next).length === 0 ? null : next)
}

function readOne(known: readonly KnownField[], code: string, value: Json, before: string | boolean | null) {
  const field = known.find((one) => one.code === code)
  const inUse = known.filter(({ status }) => status === 'active')
  if (!field) return refuse('custom/unknown-field', { field: code, fields: inUse.map((one) => one.code).join(', ') || '–' })
  const isEmpty = value === null || value === ''
  if (field.status === 'retired') {
    // What stays as it was, as in a form that was opened before, is no mistake.
    return (isEmpty ? null : value) === before || isEmpty ? ok(isEmpty ? null : before) : refuse('custom/retired', named(field))
  }
  if (isEmpty) return field.required ? refuse('custom/missing', named(field)) : ok(null)
  return readValue(field, value)
}

const LONGEST = 1000
const MOST_DIGITS = 14

function readValue(field: KnownField, value: Json): Result<string | boolean> {
  const wrong = () => refuse('custom/wrong-type', { ...named(field), value: shown(value), type: field.type })
  switch (field.type) {
    case 'flag':
      return typeof value === 'boolean' ? ok(value) : wrong()
    case 'date':
      return isPlainDate(value) && value >= '0001' ? ok(value) : wrong()
    case 'number':
      return readNumber(field, value) ?? wrong()
    case 'choice': {
      const codes = optionsOf(field.options).map(({ code }) => code)
      return codes.includes(value as string)
        ? ok(value as string)
        : refuse('custom/not-an-option', { ...named(field), value: shown(value), options: codes.join(', ') })
    }
    default:
      if (typeof value !== 'string' || value.includes('\0')) return wrong()
      return value.length <= LONGEST ? ok(value) : refuse('custom/too-long', { ...named(field), most: LONGEST })
  }
}

function readNumber(field: KnownField, value: Json): Result<string> | undefined {
  const number = typeof value === 'string' && value.length <= 64 ? Decimal.parse(value) : undefined
  if (!number) return undefined
  const [whole = '', behind = ''] = number.abs().toString().split('.')
  const decimals = field.decimals ?? 0
  if (whole.length > MOST_DIGITS || behind.length > decimals) {
    return refuse('custom/too-many-digits', { ...named(field), value: shown(value), whole: MOST_DIGITS, decimals })
  }
  return ok(number.isZero() ? '0' : number.toString())
}

function named({ code, labelEn, labelZh }: KnownField) {
  return { field: code, label: labelEn === labelZh ? labelEn : `${labelEn} / ${labelZh}` }
}

function shown(value: Json): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  return text.length > 80 ? `${text.slice(0, 80)}...` : text
}

export function optionsOf(options: Json | undefined): readonly CustomOption[] {
  return (options ?? []) as unknown as readonly CustomOption[]
}

interface Definer {
  readonly create: CreateCommand<Tx, Fields, CustomField>
  readonly change: DocumentCommand<Tx, Fields, CustomField>
  readonly retire: DocumentCommand<Tx, Fields, CustomField>
  readonly restore: DocumentCommand<Tx, Fields, CustomField>
}

/** The commands that say which fields a side's documents have besides their own. */
export function customFieldCommands(definition: Definition): Definer {
  const document = 'custom-field'
  const status = (name: 'retire' | 'restore', to: CustomField['status'], label: { en: string; zh: string }) => ({
    ...({ name, document, on: 'one', label, input: {} } as const),
    run: (tx: Tx, by: Context, inputs: readonly never[]) =>
      changeDocuments<CustomField, unknown>(
        ...([tx, by, definition, inputs] as const),
        (row) => ok(row.status === to ? {} : { status: to }),
        to === 'active' ? 'custom-field-restored' : 'custom-field-retired',
      ),
  })
  const input = { document: definition.fields.document, ...customFieldParts } as Fields
  return {
    create: {
      ...({ name: 'create', document, on: 'new', label: { en: 'New custom field', zh: '新建自定义字段' } } as const),
      input,
      async run(tx, by, inputs) {
        const found = await loadCustomFields(tx, schemaOf(definition))
        const taken = new Set(found.map((one) => `${one.document}.${one.code}`))
        const decided = (inputs as readonly NewField[]).map((given) => {
          const result = newCustomField(given, stamp(by), taken)
          if (result.ok) taken.add(`${given.document}.${given.code}`)
          return result
        })
        return createDocuments<CustomField>(tx, by, definition, decided)
      },
    },
    change: {
      ...({ name: 'change', document, on: 'one', label: { en: 'Change', zh: '修改' } } as const),
      input: partial(customFieldText),
      run: (tx, by, inputs) => changeDocuments<CustomField, Changed>(tx, by, definition, inputs as never, changedCustomField),
    },
    retire: status('retire', 'retired', { en: 'Retire', zh: '停用' }),
    restore: status('restore', 'active', { en: 'Restore', zh: '恢复' }),
  }
}

type NewField = Input<typeof customFieldParts> & { readonly document: string }
type Changed = { readonly [K in keyof typeof customFieldText]?: CustomField[K] | undefined }

const CODE = /^[a-z][A-Za-z0-9]*$/

/** `constructor`, `toString`: every object seems to have a value by these names. */
const isOfAllObjects = (code: string) => code in Object.prototype

export function newCustomField(input: NewField, stored: Stored, taken: ReadonlySet<string>): Result<CustomField> {
  const { code, document, type } = input
  if (!CODE.test(code) || isOfAllObjects(code)) return refuse('custom-field/bad-code', { code })
  if (taken.has(`${document}.${code}`)) return refuse('custom-field/code-taken', { code, document })
  const decimals = type === 'number' ? (input.decimals ?? 0) : null
  if (decimals !== null && (decimals < 0 || decimals > 6)) return refuse('custom-field/bad-decimals', { code, decimals })
  const options = type === 'choice' ? readOptions(input.options ?? null) : null
  if (options === undefined) return refuse('custom-field/bad-options', { code })
  const unsaid = unlabelled(input)
  if (unsaid) return refuse('custom-field/no-label', { code })
  return ok({ ...input, decimals, options: options as Json, status: 'active', ...stored })
}

function changedCustomField(row: CustomField, given: Changed): Result<Partial<CustomField>> {
  const { code } = row
  const changes = Object.fromEntries(
    Object.entries(given).filter(([name, value]) => value !== undefined && (value !== null || name === 'options')),
  ) as Partial<CustomField>
  if (unlabelled({ ...row, ...changes })) return refuse('custom-field/no-label', { code })
  if ('options' in changes) {
    const options = row.type === 'choice' ? readOptions(changes.options ?? null) : null
    // What documents may hold must stay: it could not be read any more.
    const kept = optionsOf(row.options).every((one) => options?.some((next) => next.code === one.code))
    if (options === undefined || !kept) return refuse('custom-field/bad-options', { code })
    changes.options = options as Json
  }
  const differs = Object.entries(changes).filter(
    ([name, value]) => JSON.stringify(value) !== JSON.stringify(row[name as keyof CustomField]),
  )
  return ok(Object.fromEntries(differs) as Partial<CustomField>)
}

function unlabelled({ labelEn, labelZh }: { readonly labelEn: string; readonly labelZh: string }): boolean {
  return labelEn.trim() === '' || labelZh.trim() === ''
}

const OPTION = /^[A-Za-z0-9][A-Za-z0-9_-]{0,39}$/

/** Each with a code of its own and a text in both languages; undefined for anything else. */
function readOptions(value: Json): CustomOption[] | undefined {
  if (!Array.isArray(value) || value.length === 0 || value.length > 200) return undefined
  const options = value.flatMap((one): CustomOption[] => {
    if (typeof one !== 'object' || one === null || Array.isArray(one)) return []
    const { code, en, zh } = one as Readonly<Record<string, Json>>
    const isText = (text: Json | undefined): text is string => typeof text === 'string' && text.trim() !== '' && text.length <= 80
    return typeof code === 'string' && OPTION.test(code) && isText(en) && isText(zh) ? [{ code, en, zh }] : []
  })
  const codes = new Set(options.map(({ code }) => code))
  return options.length === value.length && codes.size === value.length ? options : undefined
}
