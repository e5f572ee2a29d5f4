/** All words of the page, by language. */
import { adminEn } from './admin-en.ts'
import { adminZh } from './admin-zh.ts'
import { bankEn } from './bank-en.ts'
import { bankZh } from './bank-zh.ts'
import { boardEn } from './board-en.ts'
import { boardZh } from './board-zh.ts'
import { customEn } from './custom-en.ts'
import { customZh } from './custom-zh.ts'
import { en } from './en.ts'
import { factorEn } from './factor-en.ts'
import { factorZh } from './factor-zh.ts'
import { flowEn } from './flow-en.ts'
import { flowZh } from './flow-zh.ts'
import { journeyEn } from './journey-en.ts'
import { journeyZh } from './journey-zh.ts'
import { peopleEn } from './people-en.ts'
import { peopleZh } from './people-zh.ts'
import { portalEn } from './portal-en.ts'
import { portalZh } from './portal-zh.ts'
import { proofEn } from './proof-en.ts'
import { proofZh } from './proof-zh.ts'
import { returnsEn } from './returns-en.ts'
import { returnsZh } from './returns-zh.ts'
import { stepsEn } from './steps-en.ts'
import { stepsZh } from './steps-zh.ts'
import { firstRunEn, tourEn } from './tour-en.ts'
import { firstRunZh, tourZh } from './tour-zh.ts'
import { zh } from './zh.ts'

export const english = {
  ...en,
  bank: bankEn,
  chain: proofEn,
  steps: stepsEn,
  flow: flowEn,
  journey: journeyEn,
  people: peopleEn,
  portal: portalEn,
  board: boardEn,
  returns: returnsEn,
  factor: factorEn,
  admin: adminEn,
  customFields: customEn,
  tour: tourEn,
  firstRun: firstRunEn,
}

export const chinese = {
  ...zh,
  bank: bankZh,
  chain: proofZh,
  steps: stepsZh,
  flow: flowZh,
  journey: journeyZh,
  people: peopleZh,
  portal: portalZh,
  board: boardZh,
  returns: returnsZh,
  factor: factorZh,
  admin: adminZh,
  customFields: customZh,
  tour: tourZh,
  firstRun: firstRunZh,
}
