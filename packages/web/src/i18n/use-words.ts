import type { Label } from '@tandem/kernel'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useSettings } from '../app/settings.ts'
import { formatDate, formatInstant, formatTime } from '../format/date.ts'
import { formatDecimal, formatMoney, formatPercent, formatQuantity, type Language, unitWord } from '../format/decimal.ts'
import { choiceWord } from './choices.ts'
import { insideOf } from './inside.ts'

/** Everything a component needs to speak: `t` for sentences, `label` for nouns of definitions, `inside` for those in a sentence, the rest for values. */
export function useWords() {
  const { t } = useTranslation()
  const { language } = useSettings()
  return useMemo(() => ({ t, language, ...valuesIn(language) }), [t, language])
}

export type Words = ReturnType<typeof useWords>

function valuesIn(language: Language) {
  return {
    label: (label: Label) => label[language],
    inside: (label: Label) => insideOf(label, language),
    choice: (value: string) => choiceWord(value, language),
    money: (amount: string, currency: string) => formatMoney(amount, currency, language),
    decimal: (value: string) => formatDecimal(value, language),
    percent: (value: string) => formatPercent(value, language),
    quantity: (value: string, unit: string) => formatQuantity(value, unit, language),
    unit: (unit: string) => unitWord(unit, language),
    date: (date: string) => formatDate(date, language),
    instant: (at: string) => formatInstant(at, language),
    time: (at: string) => formatTime(at, language),
  }
}
