import { describe, expect, it } from 'vitest'
import { PLACES } from '../app/place-list.ts'
import { tourEn } from '../i18n/tour-en.ts'
import { placesToShow } from './steps.ts'

const ALL = PLACES.flatMap(({ places }) => places.map(({ key }) => key))

describe('P6 the tour', () => {
  it('shows a role its own places, and only those it may see', () => {
    expect(placesToShow(['sales'], ALL)).toEqual(['/quotes', '/orders', '/customers'])
    expect(placesToShow(['sales'], ['/orders'])).toEqual(['/orders'])
    expect(placesToShow(['accountant'], ALL)[0]).toBe('/erp/invoices')
  })

  it('shows the beginning of the menu to a role of the company’s own', () => {
    expect(placesToShow(['night-shift'], ALL)).toEqual(ALL.slice(0, 5))
  })

  it.each([
    'sales',
    'sales-manager',
    'service',
    'planner',
    'buyer',
    'warehouse',
    'accountant',
    'integrator',
    'administrator',
    'auditor',
  ])('has words for every place of %s', (role) =>
    expect(placesToShow([role], ALL).filter((key) => !(key in tourEn.places))).toEqual([]),
  )
})
