/** Zod schemas from the fields of definitions: what may come in, and what goes out. JSON Schema is made from the same. */
import { Decimal, type Definition, type Field, type Fields, ID_PATTERN, isId, isInstant, isPlainDate } from '@tandem/kernel'
import { z } from 'zod'

/** Most lines of one document, most characters of a text without a limit of its own. */
const MOST_LINES = 2000
const LONGEST_TEXT = 20_000
const DEEPEST_JSON = 20

/** A check that fails with one of our codes; `params` reaches the issue, see `input.ts`. */
function must<S extends z.ZodType>(schema: S, ok: (value: z.output<S>) => boolean, code: string, details: object = {}) {
  return schema.refine(ok, { params: { code, details }, abort: true })
}

function text(max = LONGEST_TEXT) {
  return must(z.string().max(max), isKeepable, 'input/bad-text')
}

/** Decimal text of a numeric(precision, scale), passed on in its shortest form, as the database gives it back. */
function decimal(precision: number, scale: number) {
  const before = precision - scale
  const fits = (value: string) => {
    const [whole = '', behind = ''] = (Decimal.parse(value)?.abs().toString() ?? '').split('.')
    return whole.length <= before && behind.length <= scale
  }
  const isDecimal = (value: string) => value.length <= 64 && Decimal.parse(value) !== undefined
  const known = must(z.string(), isDecimal, 'input/not-a-decimal')
  return must(known, fits, 'input/too-many-digits', { before, after: scale })
    .overwrite((value) => Decimal.of(value).toString())
    .meta({ format: 'decimal', pattern: `^[+-]?(\\d+(\\.\\d*)?|\\.\\d+)$`, examples: ['12.5'] })
}

/** PostgreSQL's years begin with 1. */
const isDate = (value: string) => isPlainDate(value) && value >= '0001'
const isMoment = (value: string) => isInstant(value) && isDate(value.slice(0, 10))

const KINDS = {
  flag: z.boolean(),
  integer: z.int32(),
  amount: decimal(20, 4),
  price: decimal(20, 6),
  quantity: decimal(20, 6),
  percent: decimal(9, 4),
  date: must(z.string(), isDate, 'input/not-a-date').meta({ format: 'date' }),
  instant: must(z.string(), isMoment, 'input/not-a-moment').meta({ format: 'date-time' }),
  reference: must(z.string(), isId, 'input/not-an-id').meta({ format: 'uuid', pattern: ID_PATTERN.source }),
  json: must(
    must(z.unknown(), (value) => value !== null && isShallow(value, DEEPEST_JSON), 'input/too-deep'),
    holdsKeepableText,
    'input/bad-text',
  ),
  // What each may be, the company says: the command looks at that.
  custom: must(z.record(z.string(), z.unknown()), holdsKeepableText, 'input/bad-text').meta({
    examples: [{ region: 'north', floorArea: '12.5', keyAccount: true }],
  }),
} as const

function isShallow(value: unknown, depth: number): boolean {
  if (typeof value !== 'object' || value === null) return value !== undefined
  return depth > 0 && Object.values(value).every((inner) => isShallow(inner, depth - 1))
}

function isKeepable(text: string): boolean {
  return !text.includes('\0') && text.isWellFormed()
}

function holdsKeepableText(value: unknown): boolean {
  if (typeof value === 'string') return isKeepable(value)
  if (typeof value !== 'object' || value === null) return true
  return Object.entries(value).every(([key, inner]) => isKeepable(key) && holdsKeepableText(inner))
}

export const idSchema = KINDS.reference

function valueSchema(field: Field): z.ZodType {
  switch (field.kind) {
    case 'text':
      return text(field.max)
    case 'choice':
      return z.enum(field.of as [string, ...string[]])
    case 'lines':
      return z.array(inputSchema(field.of)).max(MOST_LINES)
    default:
      return KINDS[field.kind]
  }
}

function described(schema: z.ZodType, field: Field): z.ZodType {
  const description = [field.label.en, field.help?.en].filter(Boolean).join('. ')
  return schema.meta({ ...schema.meta(), description, 'x-label-zh': field.label.zh, 'x-kind': field.kind, ...unitOf(field) })
}

function unitOf(field: Field): object {
  if ('currency' in field) return { 'x-currency': field.currency }
  if ('unit' in field) return { 'x-unit': field.unit }
  return field.kind === 'reference' ? { 'x-reference': field.to } : {}
}

/**
 * What a command takes. Optional fields may be left out or null, which empties them; `keep` names the fields that cannot
 * be emptied: in a change every field is optional, but a required one must keep a value. Fields of ours are refused.
 */
export function inputSchema(fields: Fields, keep: ReadonlySet<string> = new Set()): z.ZodObject {
  const shape = Object.entries(fields).flatMap(([name, field]): [string, z.ZodType][] => {
    if (field.set === 'by-us') return []
    const schema = described(valueSchema(field), field)
    if (field.optional !== true) return [[name, schema]]
    return [[name, keep.has(name) ? schema.optional() : schema.nullish()]]
  })
  return z.strictObject(Object.fromEntries(shape))
}

/** The fields of a document that always have a value. */
export function requiredFields(definition: Definition): ReadonlySet<string> {
  return new Set(Object.entries(definition.fields).flatMap(([name, field]) => (field.optional === true ? [] : [name])))
}

/** A document as it is answered. Lists leave its lines out. */
export function documentSchema(definition: Definition): z.ZodObject {
  const stored = {
    id: idSchema,
    version: KINDS.integer,
    createdAt: KINDS.instant,
    createdBy: z.string(),
    updatedAt: KINDS.instant,
    updatedBy: z.string(),
    ...(definition.states ? { state: z.enum(definition.states as [string, ...string[]]) } : {}),
  }
  return z.looseObject({ ...stored, ...outputShape(definition.fields) }).meta({ description: definition.label.en })
}

function outputShape(fields: Fields): Record<string, z.ZodType> {
  const shape = Object.entries(fields).map(([name, field]): [string, z.ZodType] => {
    if (field.kind === 'lines') return [name, described(z.array(z.looseObject(outputShape(field.of))), field).optional()]
    const schema = described(field.kind === 'text' ? z.string() : valueSchema(field), field)
    // What is sensitive is not shown to everybody.
    if (field.sensitive) return [name, schema.nullish()]
    return [name, field.optional === true ? schema.nullish() : schema]
  })
  return Object.fromEntries(shape)
}
