/** The words of the page. Nouns come from the definitions; sentences, headings and verbs stand in `en.ts` and `zh.ts`. */
import i18next from 'i18next'
import { initReactI18next } from 'react-i18next'
import { onSettings, settings } from '../app/settings.ts'
import { chinese, english } from './all-words.ts'

void i18next.use(initReactI18next).init({
  lng: settings().language,
  fallbackLng: 'en',
  resources: { en: { translation: english }, zh: { translation: chinese } },
  interpolation: { escapeValue: false },
  returnNull: false,
})

onSettings(() => {
  if (i18next.language !== settings().language) void i18next.changeLanguage(settings().language)
})

declare module 'i18next' {
  interface CustomTypeOptions {
    resources: { translation: typeof english }
  }
}
