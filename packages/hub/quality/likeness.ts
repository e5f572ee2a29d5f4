/** Which word of a dictionary a text most likely means: pure, and says why. */

export interface Word {
  /** As it is to be written. */
  readonly word: string
  /** Other ways it is known to be written: `USA` for `United States`. */
  readonly also?: readonly string[] | undefined
}

/**
 * `written`: only case, spaces, width or marks differ. `also`: a listed other way. `alike`: letters differ. `several`: two
 * words are about equally alike, so nobody can tell which.
 */
export type SuggestionReason = 'written' | 'also' | 'alike' | 'several'

export interface Suggestion {
  readonly to: string
  /** 1: the same but for how it is written; 0.9: one letter in ten differs. */
  readonly likeness: number
  readonly reason: SuggestionReason
  /** The other words that are about as alike. */
  readonly others: readonly string[]
}

export interface Dictionary {
  readonly has: (text: string) => boolean
  readonly suggest: (text: string, least: number) => Suggestion | undefined
}

/** Two candidates nearer than this cannot be told apart. */
const TOO_NEAR = 0.05
/** Texts whose numbers differ mean different things, however alike they look: `MG 100` and `MG 200`. */
const OTHER_NUMBERS = 0.5
const MOST_REMEMBERED = 10_000

/** Makes words searchable. What was asked once is remembered: columns of a million rows hold few different values. */
export function dictionaryOf(words: readonly Word[]): Dictionary {
  const exact = new Set(words.map(({ word }) => word))
  const byLetters = new Map<string, string>()
  const byOther = new Map<string, string>()
  for (const { word, also = [] } of words) {
    if (!byLetters.has(lettersOf(word))) byLetters.set(lettersOf(word), word)
    for (const other of also) byOther.set(lettersOf(other), word)
  }
  const remembered = new Map<string, readonly Candidate[]>()
  const ranked = (letters: string): readonly Candidate[] => {
    const known = remembered.get(letters)
    if (known) return known
    if (remembered.size >= MOST_REMEMBERED) remembered.clear()
    const found = rank(letters, byLetters)
    remembered.set(letters, found)
    return found
  }
  return {
    has: (text) => exact.has(text),
    suggest(text, least) {
      const letters = lettersOf(text)
      const same = byLetters.get(letters)
      if (same !== undefined) return { to: same, likeness: 1, reason: 'written', others: [] }
      const other = byOther.get(letters)
      if (other !== undefined) return { to: other, likeness: 1, reason: 'also', others: [] }
      return nearest(ranked(letters), least)
    },
  }
}

interface Candidate {
  readonly word: string
  readonly likeness: number
}

const MOST_CANDIDATES = 5

function rank(letters: string, byLetters: ReadonlyMap<string, string>): Candidate[] {
  const candidates: Candidate[] = []
  for (const [other, word] of byLetters) {
    const likeness = likenessOf(letters, other)
    if (likeness > OTHER_NUMBERS) candidates.push({ word, likeness })
  }
  return candidates.sort((a, b) => b.likeness - a.likeness || (a.word < b.word ? -1 : 1)).slice(0, MOST_CANDIDATES)
}

function nearest(candidates: readonly Candidate[], least: number): Suggestion | undefined {
  const [best, ...rest] = candidates
  if (!best || best.likeness < least) return undefined
  const others = rest.filter(({ likeness }) => best.likeness - likeness < TOO_NEAR).map(({ word }) => word)
  const likeness = Math.round(best.likeness * 1000) / 1000
  return { to: best.word, likeness, reason: others.length > 0 ? 'several' : 'alike', others }
}

/** What is left when case, width, accents, spaces and marks do not count. */
export function lettersOf(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .normalize('NFC')
    .replace(/[^\p{L}\p{N}]/gu, '')
}

/** The share of letters that need no change, 0 to 1. */
export function likenessOf(a: string, b: string): number {
  const [left, right] = [[...a], [...b]]
  const longest = Math.max(left.length, right.length)
  if (longest === 0) return 1
  const shortest = Math.min(left.length, right.length)
  const alike = shortest / longest <= OTHER_NUMBERS ? 0 : 1 - distance(left, right) / longest
  return numbersOf(a) === numbersOf(b) ? alike : Math.min(alike, OTHER_NUMBERS)
}

function numbersOf(text: string): string {
  return (text.match(/\p{N}+/gu) ?? []).join(' ')
}

/** Letters put in, left out, replaced or swapped with their neighbour: the fewest that make one text the other. */
function distance(left: readonly string[], right: readonly string[]): number {
  let twoBack: number[] = []
  let back = right.map((_, j) => j).concat(right.length)
  left.forEach((letter, i) => {
    const row = [i + 1]
    right.forEach((other, j) => {
      const same = letter === other ? 0 : 1
      let least = Math.min((back[j + 1] as number) + 1, (row[j] as number) + 1, (back[j] as number) + same)
      const swapped = i > 0 && j > 0 && letter === right[j - 1] && left[i - 1] === other
      if (swapped) least = Math.min(least, (twoBack[j - 1] as number) + 1)
      row.push(least)
    })
    twoBack = back
    back = row
  })
  return back[right.length] as number
}
