import { addDays, type PlainDate, randomNumbers } from '@tandem/kernel'
import { describe, expect, it } from 'vitest'
import { catalog } from './catalog.ts'
import { cycleDays, planYear } from './history.ts'
import { makeCustomers } from './people.ts'

const TODAY = '2026-11-30' as PlainDate

function year(seed: number, today = TODAY) {
  const random = randomNumbers(seed)
  const customers = makeCustomers(120, random)
  return { customers, plan: planYear(today, customers, catalog, random) }
}

describe('P1 the demo company of npm start', () => {
  it('is the same for the same seed and day, and another for another seed', () => {
    expect(year(1)).toEqual(year(1))
    expect(year(2).plan).not.toEqual(year(1).plan)
    expect(year(1, addDays(TODAY, 1)).plan).not.toEqual(year(1).plan)
  })

  it('has a year behind it, up to yesterday', () => {
    const days = cycleDays(TODAY)
    expect([days[0], days.at(-1)]).toEqual([addDays(TODAY, -361), addDays(TODAY, -1)])
    const { plan } = year(1)
    const dates = plan.map(({ quoteDate }) => quoteDate)
    expect(new Set(dates)).toEqual(new Set(days))
    expect(new Set(dates.map((date) => date.slice(5, 7))).size).toBe(12)
    expect(plan.length).toBeGreaterThan(400)
    for (const { quoteDate, decidedDate, deliveries } of plan) {
      expect(decidedDate >= quoteDate && decidedDate < TODAY).toBe(true)
      for (const { date } of deliveries) expect(date > decidedDate && date < TODAY).toBe(true)
    }
  })

  it('has quotes of every fate, part deliveries and cancelled orders, each number once', () => {
    const { plan } = year(1)
    expect(new Set(plan.map(({ fate }) => fate))).toEqual(new Set(['draft', 'sent', 'declined', 'expired', 'accepted']))
    expect(plan.some(({ deliveries }) => deliveries.length === 2)).toBe(true)
    expect(plan.some(({ cancelled }) => cancelled)).toBe(true)
    expect(new Set(plan.map(({ number }) => number)).size).toBe(plan.length)
  })

  it('makes furniture for customers with Chinese and English names', () => {
    const { customers } = year(1)
    const chinese = customers.filter(({ name }) => /^\p{Script=Han}+$/u.test(name))
    const latin = customers.filter(({ name }) => /^[\p{Script=Latin}\s.&]+$/u.test(name))
    expect([chinese.length, latin.length]).toEqual([112, 8])
    expect(new Set(customers.map(({ name }) => name)).size).toBe(120)
    for (const { name, nameZh } of catalog) {
      expect(name).toMatch(/^[\p{Script=Latin}\d\s.,:%°×()&'/-]+$/u)
      expect(nameZh).toMatch(/\p{Script=Han}/u)
    }
    expect(catalog.some(({ type }) => type === 'made')).toBe(true)
  })
})
