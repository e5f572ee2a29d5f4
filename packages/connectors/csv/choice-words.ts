/** What people call the choices of fields, in files that they read and write. */
import type { Label } from '@tandem/kernel'

/** Choice -> its words; one that nobody has words for stands as it is. */
export type ChoiceWords = Readonly<Record<string, Label>>

export type WordLanguage = keyof Label

export function choiceText(choice: string, words: ChoiceWords, language: WordLanguage): string {
  return (Object.hasOwn(words, choice) ? words[choice]?.[language] : undefined) ?? choice
}

/** The choice that is meant: by its code, or by its words of either language, in capitals or not; codes count before words. */
export function choiceMeant(choices: readonly string[], text: string, words: ChoiceWords): string | undefined {
  const lower = text.toLowerCase()
  const ways: ((choice: string) => boolean)[] = [
    (choice) => choice === text,
    (choice) => choice.toLowerCase() === lower,
    (choice) => (['en', 'zh'] as const).some((language) => choiceText(choice, words, language).toLowerCase() === lower),
  ]
  for (const means of ways) {
    const found = choices.find(means)
    if (found !== undefined) return found
  }
  return undefined
}

const FLAGS = { true: { en: 'Yes', zh: '是' }, false: { en: 'No', zh: '否' } } as const

/** Yes or no, as an import reads it again. */
export function flagText(value: boolean, language: WordLanguage): string {
  return FLAGS[`${value}`][language]
}
