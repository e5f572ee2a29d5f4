/** Odoo keeps notes as HTML, the joint as plain text. */
import type { Json } from '@tandem/kernel'

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' }

/** What a reader would see: lines for paragraphs, no tags; null for nothing. */
export function plainText(value: Json | undefined): string | null {
  if (typeof value !== 'string') return null
  const text = value
    .replace(/\r?\n/g, ' ')
    .replace(/<br\s*\/?>/gi, '\n')
    .replace(/<\/(p|div|li|h\d|tr)>\s*/gi, '\n')
    .replace(/<[^>]*>/g, '')
    .replace(/&(#x?[0-9a-f]+|\w+);/gi, (whole, name: string) => character(name) ?? whole)
  const lines = text.split('\n').map((line) => line.trim())
  return lines.join('\n').trim() || null
}

function character(name: string): string | undefined {
  if (!name.startsWith('#')) return ENTITIES[name.toLowerCase()]
  const isHex = /^#x/i.test(name)
  const code = Number.parseInt(name.slice(isHex ? 2 : 1), isHex ? 16 : 10)
  return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : undefined
}

/** The same as HTML; false for nothing. */
export function markup(value: Json | undefined): Json {
  if (typeof value !== 'string' || value.trim() === '') return false
  const safe = value.trim().replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
  return `<p>${safe.split(/\r?\n/).join('<br>')}</p>`
}
