/** What was typed in for a connection, against the description of its type. */
import { type Field, type Fields, type Json, ok, type Result, refuse } from '@tandem/kernel'
import type { Values } from '../connector.ts'
import type { ConnectorType, Kinds } from '../connector-type.ts'
import { kindNames } from '../kinds.ts'
import type { Side } from '../rules.ts'

const NAME = /^[a-z][a-z0-9-]{1,39}$/
/** Names of our own systems: `tandem-crm`. */
const OURS = /^tandem(-|$)/

export function checkName(name: string): Result<string> {
  return NAME.test(name) && !OURS.test(name) ? ok(name) : refuse('connection/bad-name', { name })
}

export function typeOf(types: readonly ConnectorType[], name: string, side: Side): Result<ConnectorType> {
  const type = types.find((one) => one.type === name)
  if (!type) return refuse('connection/unknown-type', { type: name, types: types.map((one) => one.type).join(', ') })
  if (!type.sides.includes(side)) return refuse('connection/wrong-side', { type: name, side, sides: type.sides.join(', ') })
  return ok(type)
}

/**
 * Settings and secrets as they are kept, apart. Secrets may be given among the settings, too; one that is not given stays as
 * it was. Empty text is no value.
 */
export function checkSettings(
  type: ConnectorType,
  given: Json,
  secrets: Values = {},
): Result<{ readonly settings: Values; readonly secrets: Values }> {
  if (!isObject(given)) return refuse('connection/bad-setting', { field: 'settings', expected: '{ ... }' })
  const unknown = Object.keys(given).find((name) => !(name in type.settings))
  if (unknown !== undefined) {
    return refuse('connection/unknown-setting', { field: unknown, fields: Object.keys(type.settings).join(', ') })
  }
  const open: Record<string, Json> = {}
  const hidden: Record<string, Json> = { ...secrets }
  for (const [name, field] of Object.entries(type.settings)) {
    const isSecret = type.secrets.includes(name)
    const value = given[name] === '' || given[name] === undefined ? (isSecret ? secrets[name] : undefined) : given[name]
    const checked = checkSetting(name, field, value ?? null)
    if (!checked.ok) return checked
    const into = isSecret ? hidden : open
    if (checked.value === null) delete into[name]
    else into[name] = checked.value
  }
  return ok({ settings: open, secrets: hidden })
}

function checkSetting(name: string, field: Field, value: Json): Result<Json> {
  if (value === null) return field.optional ? ok(null) : refuse('connection/setting-missing', { field: name })
  const expected = expectedOf(field, value)
  return expected === undefined ? ok(value) : refuse('connection/bad-setting', { field: name, expected })
}

/** What a value should be and is not; undefined when it is. */
function expectedOf(field: Field, value: Json): string | undefined {
  switch (field.kind) {
    case 'choice':
      return field.of.includes(value as string) ? undefined : field.of.join(', ')
    case 'flag':
      return typeof value === 'boolean' ? undefined : 'true, false'
    case 'integer':
      return Number.isSafeInteger(value) ? undefined : '1, 2, 3 ...'
    case 'json':
      return undefined
    default:
      if (typeof value !== 'string') return '"..."'
      return value.length > ((field as { max?: number }).max ?? 4000)
        ? `<= ${(field as { max?: number }).max ?? 4000}`
        : undefined
  }
}

/** The chosen kinds; null: all. What the type cannot carry is refused. */
export function checkKinds(type: ConnectorType, side: Side, given: Json): Result<Kinds | null> {
  if (given === null) return ok(null)
  if (!isObject(given)) return refuse('connection/bad-setting', { field: 'kinds', expected: '{ "customer": { ... } }' })
  const can = type.kinds(side)
  const kinds: Record<string, { read: boolean; write: boolean }> = {}
  for (const [kind, choice] of Object.entries(given)) {
    const able = (can as Fields | Kinds)[kind as keyof typeof can] as { read: boolean; write: boolean } | undefined
    if (!able || !(kindNames as readonly string[]).includes(kind)) {
      return refuse('connection/unknown-kind', { kind, type: type.type, kinds: Object.keys(can).join(', ') })
    }
    if (!isObject(choice ?? null))
      return refuse('connection/bad-setting', { field: `kinds.${kind}`, expected: '{ "read": true }' })
    const { read = true, write = false } = choice as { read?: boolean; write?: boolean }
    kinds[kind] = { read: able.read && read === true, write: able.write && write === true }
  }
  return ok(kinds)
}

function isObject(value: Json): value is Readonly<Record<string, Json>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
