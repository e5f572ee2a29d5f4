import { describe, expect, it } from 'vitest'
import { formatDate, formatInstant, formatTime } from './date.ts'
import { formatDecimal, formatMoney, formatPercent, formatQuantity, percentOf } from './decimal.ts'

describe('P4 money on the page', () => {
  it('keeps every cent of sums that a floating-point number cannot hold', () => {
    expect(formatMoney('9007199254740993.01', 'CNY', 'zh')).toBe('¥9,007,199,254,740,993.01')
    expect(formatMoney('24914586.8193', 'USD', 'en')).toBe('US$24,914,586.8193')
  })

  it('has the digits of its currency', () => {
    expect(formatMoney('1234.5', 'CNY', 'en')).toBe('CN¥1,234.50')
    expect(formatMoney('1234', 'JPY', 'en')).toBe('JP¥1,234')
    expect(formatMoney('-0.5', 'EUR', 'en')).toBe('-€0.50')
    expect(formatMoney('1', 'KWD', 'zh').replaceAll('\u00a0', ' ')).toBe('KWD 1.000')
    expect(formatMoney('7', '', 'en')).toBe('7.00')
  })

  it('shows quantities and percents as they are', () => {
    expect(formatQuantity('12000.125', 'kg', 'en')).toBe('12,000.125 kg')
    expect(formatQuantity('3', 'pcs', 'zh')).toBe('3 件')
    expect(formatDecimal('0.000001', 'en')).toBe('0.000001')
    expect(formatPercent('12.5', 'en')).toBe('12.5%')
  })

  it('never fills a progress bar before everything is there', () => {
    expect(percentOf('99.9999', '100')).toBe(99)
    expect(percentOf('100', '100')).toBe(100)
    expect(percentOf('1', '0')).toBe(0)
    expect(percentOf('12', '10')).toBe(100)
  })
})

describe('P4 dates on the page', () => {
  it('stay the day they are wherever the reader sits', () => {
    expect(formatDate('2026-03-01', 'en')).toBe('1 Mar 2026')
    expect(formatDate('2026-03-01', 'zh')).toBe('2026年3月1日')
  })

  it('are shown in the zone of the reader when they are moments', () => {
    expect(formatInstant('2026-03-01T20:00:00Z', 'zh', 'Asia/Shanghai')).toContain('2026年3月2日')
    expect(formatTime('2026-03-01T20:00:00.123456Z', 'en', 'Asia/Shanghai')).toBe('04:00:00.123')
  })
})
