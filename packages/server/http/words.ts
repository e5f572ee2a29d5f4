/** Refusals in words: the message of a code in the reader's language, with the details filled in. */
import { filled } from '@tandem/hub'
import type { Messages, Refusal } from '@tandem/kernel'

export type Language = 'en' | 'zh'

const known = new Map<string, Language>()

/** The better liked of the two languages by an Accept-Language header; English when it names neither. */
export function languageOf(header: string | undefined): Language {
  if (!header) return 'en'
  const cached = known.get(header)
  if (cached) return cached
  const liked = header
    .split(',')
    .map((part) => {
      const [tag = '', ...parameters] = part.trim().toLowerCase().split(';')
      const q = parameters.map((text) => /^\s*q=([\d.]+)$/.exec(text)?.[1]).find((text) => text !== undefined)
      return { language: tag.split('-')[0], weight: q === undefined ? 1 : Number(q) }
    })
    .filter(({ language, weight }) => (language === 'en' || language === 'zh') && weight > 0)
    .sort((a, b) => b.weight - a.weight)
  const language = liked[0]?.language === 'zh' ? 'zh' : 'en'
  // Browsers send few different headers; somebody who sends many must not fill the memory.
  if (known.size < 1000) known.set(header, language)
  return language
}

/** What to tell people. A code without a message of its own falls back to the one for its reason, `document/not-found`. */
export function inWords(messages: Messages, { code, details }: Refusal, language: Language): string {
  const message = messages[code] ?? messages[`document/${code.split('/')[1]}`]
  return message ? filled(message[language], details) : code
}
