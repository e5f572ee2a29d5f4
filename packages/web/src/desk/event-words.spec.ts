import { customer } from '@tandem/crm/definitions'
import { withCustom } from '@tandem/db/definitions'
import { describe, expect, it } from 'vitest'
import type { Words } from '../i18n/use-words.ts'
import { eventFields } from './event-words.ts'

const english = { label: (said: { readonly en: string }) => said.en, language: 'en' } as unknown as Words
const zone = {
  code: 'zone',
  labelEn: 'Sales zone',
  labelZh: '销售片区',
  type: 'text',
  decimals: null,
  options: null,
  required: false,
}
const changed = { side: 'crm', document: 'customer' } as const

describe('P5 what an event says of fields that the company has added', () => {
  it('is told under their labels, also that one was emptied', () => {
    const whole = withCustom(customer, [zone as never])
    const told = (custom: object) => eventFields({ ...changed, payload: { custom } as never }, english, whole)
    expect(told({ zone: 'Harbour' })).toMatchObject([{ text: 'Sales zone', value: 'Harbour' }])
    expect(told({ zone: null })).toMatchObject([{ text: 'Sales zone', value: null }])
  })

  it('says nothing of one that nobody knows any more', () => {
    expect(eventFields({ ...changed, payload: { custom: { gone: '1' } } as never }, english, customer)).toEqual([])
  })
})
