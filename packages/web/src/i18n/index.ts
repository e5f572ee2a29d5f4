/** The words of the page. Nouns come from the definitions; sentences, headings and verbs stand in `en.ts` and `zh.ts`. */
import i18next from 'i18next'
import { initReactI18next } from 'react-i18next'
import { onSettings, settings } from '../app/settings.ts'
import { adminEn } from './admin-en.ts'
import { adminZh } from './admin-zh.ts'
import { en } from './en.ts'
import { factorEn } from './factor-en.ts'
import { factorZh } from './factor-zh.ts'
import { peopleEn } from './people-en.ts'
import { peopleZh } from './people-zh.ts'
import { proofEn } from './proof-en.ts'
import { proofZh } from './proof-zh.ts'
import { stepsEn } from './steps-en.ts'
import { stepsZh } from './steps-zh.ts'
import { firstRunEn, tourEn } from './tour-en.ts'
import { firstRunZh, tourZh } from './tour-zh.ts'
import { zh } from './zh.ts'

void i18next.use(initReactI18next).init({
  lng: settings().language,
  fallbackLng: 'en',
  resources: {
    en: {
      translation: {
        ...en,
        chain: proofEn,
        steps: stepsEn,
        people: peopleEn,
        factor: factorEn,
        admin: adminEn,
        tour: tourEn,
        firstRun: firstRunEn,
      },
    },
    zh: {
      translation: {
        ...zh,
        chain: proofZh,
        steps: stepsZh,
        people: peopleZh,
        factor: factorZh,
        admin: adminZh,
        tour: tourZh,
        firstRun: firstRunZh,
      },
    },
  },
  interpolation: { escapeValue: false },
  returnNull: false,
})

onSettings(() => {
  if (i18next.language !== settings().language) void i18next.changeLanguage(settings().language)
})

declare module 'i18next' {
  interface CustomTypeOptions {
    resources: {
      translation: typeof en & {
        chain: typeof proofEn
        steps: typeof stepsEn
        people: typeof peopleEn
        factor: typeof factorEn
        admin: typeof adminEn
        tour: typeof tourEn
        firstRun: typeof firstRunEn
      }
    }
  }
}
