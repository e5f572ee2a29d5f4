/** A dictionary as lines of text: `United States = USA, U.S.` */
export interface Word {
  readonly word: string
  readonly also?: readonly string[]
}

export function wordsText(words: readonly Word[]): string {
  return words.map(({ word, also = [] }) => (also.length > 0 ? `${word} = ${also.join(', ')}` : word)).join('\n')
}

export function wordsOf(text: string): Word[] {
  return text.split('\n').flatMap((line) => {
    const [word = '', others = ''] = line.split('=').map((part) => part.trim())
    const also = others.split(/[,，、]/).flatMap((one) => (one.trim() === '' ? [] : [one.trim()]))
    return word === '' ? [] : [{ word, ...(also.length > 0 ? { also } : {}) }]
  })
}
