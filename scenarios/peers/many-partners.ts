/** Five thousand partners as companies have them: names that are no two alike, and a tenth that somebody has entered before. */

export interface Person {
  readonly code: string
  readonly name: string
  readonly taxNumber: string | null
  readonly email: string
  readonly phone: string
  readonly creditLimit: string
}

const SYLLABLES = [...'bdfgklmnprstvwz'].flatMap((letter) => [...'aeiou'].map((vowel) => letter + vowel))
const COUNT = SYLLABLES.length
const WORDS = COUNT ** 3

/** Twelve letters whose first six and last six nobody else has, as long as there are fewer than 421,875 of them. */
function word(n: number): string {
  const part = (of: number) => [of % COUNT, Math.floor(of / COUNT) % COUNT, Math.floor(of / COUNT ** 2)].map((i) => SYLLABLES[i])
  const letters = [...part((n * 7919 + 31) % WORDS), ...part((n * 104_729 + 7) % WORDS)].join('')
  return `${letters[0]?.toUpperCase()}${letters.slice(1)}`
}

/** `prefix`: of this run. Each eleventh is a limit of its own, so that sums say something. */
export function person(prefix: string, n: number): Person {
  const number = String(n).padStart(5, '0')
  return {
    code: `${prefix}-${number}`,
    name: `${word(n)} GmbH`,
    taxNumber: n % 2 === 0 ? `7${number}${String(n * 37).padStart(6, '0')}` : null,
    email: `${word(n).toLowerCase()}@${prefix.toLowerCase()}.example.com`,
    phone: `+49 30 9${number}${n % 10}`,
    creditLimit: `${1_000 + n}.${String(n % 100).padStart(2, '0')}`,
  }
}

/** The same company, as somebody else types it: the legal form with dots, the tax number with spaces, another mailbox. */
export function retyped({ name, taxNumber, ...one }: Person, prefix: string, n: number): Person {
  const number = taxNumber?.replace(/^(...)(...)(...)/, '$1 $2 $3 ') ?? null
  return { ...one, ...person(prefix, n), name: `${name.replace(' GmbH', '').toUpperCase()} G.m.b.H.`, taxNumber: number }
}

/** Perhaps the same company: two letters in the middle of its name have changed places, and nothing else is known to be the same. */
export function mistyped({ name }: Person, prefix: string, n: number): Person {
  return { ...person(prefix, n), name: `${name.slice(0, 6)}${name[7]}${name[6]}${name.slice(8)}`, taxNumber: null }
}
