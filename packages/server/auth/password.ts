/**
 * Passwords: which are good enough, and how they are kept. scrypt with 32 MB and three lanes (2^15, 8, 3: one of the
 * settings that OWASP names) comes with Node, so nothing native has to be installed. Few are computed at a time, so that
 * guessing cannot take the memory of the server.
 */
import { scrypt, timingSafeEqual } from 'node:crypto'
import { ok, type Result, refuse } from '@tandem/kernel'
import { isCommon } from './common-passwords.ts'

const SHORTEST = 12
const LONGEST = 128

const RUNS = ['abcdefghijklmnopqrstuvwxyz', '01234567890', 'qwertyuiopasdfghjklzxcvbnm', 'qazwsxedcrfvtgbyhnujmikolp']

/** What stands in passwords for this product in every company; the name of the company itself is added to it. */
const HOUSE = ['tandem', '双骑']

/**
 * NIST and OWASP: length counts, not kinds of characters; refused is what is tried first. `about` names the person, `house`
 * the company: of a password that holds such words, half of the shortest length must be left without them.
 */
export function checkPassword(password: string, about: readonly string[], house: readonly string[] = []): Result<void> {
  const text = password.normalize('NFKC')
  const length = [...text].length
  if (length < SHORTEST) return refuse('password/too-short', { min: SHORTEST })
  if (length > LONGEST) return refuse('password/too-long', { max: LONGEST })
  const plain = text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '')
  if (isCommon(text.toLowerCase(), SHORTEST) || isCommon(plain, SHORTEST)) return refuse('password/common')
  if (isMostly(plain, about)) return refuse('password/tells-who')
  if (isMostly(plain, [...about, ...HOUSE, ...house])) return refuse('password/tells-where')
  return isSimple(text.toLowerCase()) ? refuse('password/too-simple') : ok(undefined)
}

/** Little is left of it without these words. */
function isMostly(plain: string, names: readonly string[]): boolean {
  const words = names.map((each) => each.toLowerCase().split(/[^\p{L}\p{N}]+/u))
  const parts = words
    .flatMap((each) => [each.join(''), ...each])
    .filter((part) => part.length > 2 || /\p{Script=Han}{2}/u.test(part))
  const rest = parts.reduce((left, part) => left.replaceAll(part, ''), plain)
  return rest !== plain && [...rest].length < SHORTEST / 2
}

function isSimple(text: string): boolean {
  if (new Set(text).size < 5) return true
  const both = RUNS.flatMap((run) => [run + run, [...run].reverse().join('').repeat(2)])
  return both.some((run) => run.includes(text))
}

const COST = { N: 2 ** 15, r: 8, p: 3, maxmem: 64 * 1024 * 1024 } as const
const KEY_BYTES = 32
const MOST_AT_ONCE = 3

let running = 0
const waiting: (() => void)[] = []

async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (running >= MOST_AT_ONCE) await new Promise<void>((resolve) => waiting.push(resolve))
  else running++
  try {
    return await work()
  } finally {
    const next = waiting.shift()
    if (next) next()
    else running--
  }
}

function derive(password: string, salt: Uint8Array): Promise<Buffer> {
  return inTurn(
    () =>
      new Promise((resolve, reject) => {
        scrypt(password.normalize('NFKC'), salt, KEY_BYTES, COST, (error, key) => (error ? reject(error) : resolve(key)))
      }),
  )
}

export async function hashPassword(password: string, randomBytes: (count: number) => Uint8Array): Promise<string> {
  const salt = randomBytes(16)
  const key = await derive(password, salt)
  return `scrypt$15$8$3$${Buffer.from(salt).toString('base64url')}$${key.toString('base64url')}`
}

const NOBODYS = { salt: Buffer.alloc(16), key: Buffer.alloc(KEY_BYTES) }

/** Takes as long for somebody who does not exist, or has no password: so nobody learns who does. */
export async function isPassword(password: string, kept: string | null): Promise<boolean> {
  const [salt, key] = kept?.split('$').slice(-2) ?? []
  const right = key ? Buffer.from(key, 'base64url') : NOBODYS.key
  const given = await derive(password.slice(0, 4 * LONGEST), salt ? Buffer.from(salt, 'base64url') : NOBODYS.salt)
  return kept !== null && given.length === right.length && timingSafeEqual(given, right)
}
