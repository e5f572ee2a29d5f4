/** What files may be imported into, and how a cell says what documents keep as lists. */
import { type ImportTarget, importTarget, type TextReaders } from '@tandem/connectors'
import { rows, sql, type Tx, textArray } from '@tandem/db'
import { type Context, isId, type Json, ok } from '@tandem/kernel'
import { choices } from '@tandem/web/choices'
import { staffOf } from '../auth/surface.ts'
import type { AnyCommand, Side } from '../http/document.ts'

type Extras = Pick<ImportTarget, 'key' | 'texts' | 'counts'>

const listed = (text: string): string[] => text.split(/[,，、;；\n]/).flatMap((part) => part.trim() || [])

/** `United States = USA, U.S.; Germany`: a word with the other ways to write it, one after the other. */
function wordsIn(text: string): Json {
  return text.split(/[;；\n]/).flatMap((part) => {
    const [word = '', others = ''] = part.split('=').map((one) => one.trim())
    const also = others.split(/[,，、]/).flatMap((one) => one.trim() || [])
    return word === '' ? [] : [{ word, also }]
  })
}

const COUNTS = new Set(['min', 'max'])
const SHARES = new Set(['acceptFrom', 'suggestFrom'])

/** `min = 0; max = 100`; several formats with commas between. What is no option the command refuses by its name. */
const optionsIn: TextReaders[string] = (text, input) => {
  const value = (name: string, given: string): Json => {
    if (name === 'formats') return listed(given)
    if (SHARES.has(name) || (COUNTS.has(name) && input.does === 'length')) return Number(given)
    return given
  }
  const parts = text.split(/[;；\n]/).flatMap((part) => part.trim() || [])
  const options = parts.map((part) => {
    const [name = '', ...given] = part.split('=').map((one) => one.trim())
    return [name, value(name, given.join('='))]
  })
  return ok(Object.fromEntries(options))
}

const EXTRAS: Readonly<Record<string, Extras>> = {
  'platform/user': { key: ['name'], texts: { roles: (text) => ok(listed(text)) } },
  'joint/quality-dictionary': { key: ['name'], texts: { words: (text) => ok(wordsIn(text)) } },
  'joint/quality-rule': {
    key: ['kind', 'field', 'does'],
    texts: { options: optionsIn },
    counts: ({ state }) => state === 'active',
  },
  'joint/alert-rule': { key: ['name'], counts: ({ state }) => state === 'active' },
}

/** Rights are looked at and copied, role by role: no file hands them out. */
const NEVER = new Set(['platform/role'])

/** The document of a side as files are read into it; undefined when none are. */
export function targetOf({ surface, messages }: Side, document: string): ImportTarget | undefined {
  const name = `${surface.name}/${document}`
  const found = NEVER.has(name) ? undefined : importTarget(surface, document, messages, choices, EXTRAS[name])
  if (!found?.ok) return undefined
  return name === 'platform/user' ? withNames(found.value) : found.value
}

/** Roles and customers of a user as people write them: by code, or by name in either language. */
function withNames(target: ImportTarget): ImportTarget {
  const understood = <C extends AnyCommand>(command: C | undefined, values: (one: object) => object): C | undefined =>
    command && {
      ...command,
      run: async (tx: Tx, context: Context, inputs: readonly object[]) => {
        const codes = await codesOf(tx, inputs.map(values))
        return command.run(tx, context, inputs.map((one) => replaced(one, codes)) as never)
      },
    }
  return {
    ...target,
    create: understood(target.create, (one) => one),
    change: understood(target.change, (one) => (one as { input: object }).input),
  }
}

interface Codes {
  readonly roles: ReadonlyMap<string, string>
  readonly customers: ReadonlyMap<string, string>
}

interface Given {
  readonly roles?: readonly string[]
  readonly customer?: string | null
}

/** What is known by no code or name stays as it is: the command refuses it in its own words. */
function replaced(given: object, codes: Codes): object {
  if ('input' in given) return { ...given, input: replaced(given.input as object, codes) }
  const { roles, customer } = given as Given
  return {
    ...given,
    ...(roles ? { roles: roles.map((role) => codes.roles.get(role.toLowerCase()) ?? role) } : {}),
    ...(customer ? { customer: codes.customers.get(customer) ?? customer } : {}),
  }
}

async function codesOf(tx: Tx, given: readonly object[]): Promise<Codes> {
  const asked = (given as readonly Given[]).flatMap(({ customer }) => (customer && !isId(customer) ? [customer] : []))
  const [{ roles }, customers] = await Promise.all([staffOf(tx), customersCalled(tx, [...new Set(asked)])])
  const names = roles.flatMap(({ code, name, nameZh }) => [name, nameZh, code].map((one) => [one.toLowerCase(), code] as const))
  return { roles: new Map(names), customers }
}

/** A name that two have is nobody's. */
async function customersCalled(tx: Tx, asked: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (asked.length === 0) return new Map()
  const all = textArray(asked)
  const found = await rows(
    tx,
    sql<{ id: string; code: string; name: string }>`
      select id, code, name from crm.customer where code = any(${all}::text[]) or name = any(${all}::text[])`,
  )
  const byName = [...Map.groupBy(found, ({ name }) => name)]
  const single = byName.flatMap(([name, own]) => (own.length === 1 ? [[name, own[0]?.id ?? ''] as const] : []))
  return new Map([...single, ...found.map(({ id, code }) => [code, id] as const)])
}
