import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { foreignWords } from '../cli/desk.fixture.ts'

async function demo(...args: string[]): Promise<{ code: number; lines: string[] }> {
  const child = spawn(process.execPath, [fileURLToPath(new URL('./demo.ts', import.meta.url)), ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let text = ''
  child.stdout.on('data', (piece) => {
    text += piece
  })
  child.stderr.on('data', (piece) => {
    text += piece
  })
  const [code] = (await once(child, 'close')) as [number]
  return { code, lines: text.trimEnd().split('\n') }
}

/** The cells of the line that begins with these words: columns stand two spaces apart. */
function cells(lines: readonly string[], first: string): string[] {
  const line = lines.findLast((one) => one.startsWith(`${first}  `)) ?? ''
  return line.split(/ {2,}/).slice(1)
}

const SOLD = '36,747.57 CNY'

describe('J4 npm run demo', () => {
  it('kills the joint between applying an order and recording it, and ends with the proof of both sides and the books', {
    timeout: 240_000,
  }, async () => {
    const { code, lines } = await demo('--lang', 'en')
    expect(
      lines.find((line) => line.includes('SIGKILL')),
      lines.join('\n'),
    ).toContain('the ERP had the order')
    expect(lines.find((line) => line.includes('found it done'))).toContain('the ERP has 1.')

    const proof = lines.slice(lines.findIndex((line) => line.startsWith('7. ')))
    expect(cells(proof, 'kind')).toEqual(['tandem-crm', 'tandem-erp', 'tandem-crm (sum)', 'tandem-erp (sum)', 'differences'])
    expect(cells(proof, 'Item')).toEqual(['3', '3', '-', '-', '0'])
    expect(cells(proof, 'Customer')).toEqual(['1', '1', '-', '-', '0'])
    expect(cells(proof, 'Order')).toEqual(['1', '1', SOLD, SOLD, '0'])
    expect(cells(proof, 'Shipment')).toEqual(['2', '2', '-', '-', '0'])
    expect(cells(proof, 'Invoice')).toEqual(['2', '2', SOLD, SOLD, '0'])
    expect(cells(proof, 'Payment')).toEqual(['1', '1', SOLD, SOLD, '0'])

    const [debits, credits, difference] = cells(proof, 'Debits and credits')
    expect([debits, difference]).toEqual([credits, '0'])
    expect(debits).toMatch(/^[1-9][\d,]*\.\d\d CNY$/)
    const books = proof.slice(proof.findIndex((line) => line.startsWith('books')) + 2).filter((line) => / CNY .* CNY /.test(line))
    expect(books.length).toBeGreaterThan(10)
    for (const line of books) expect(line).toMatch(/ {2}0$/)

    expect(lines.at(-1)).toBe('Proved: exactly one order on each side: yes; both sides agree: yes; the books balance: yes.')
    expect(code).toBe(0)
  })

  it('tells the same in Chinese, to the same sums, without a word of English', { timeout: 240_000 }, async () => {
    const { code, lines } = await demo('--lang', 'zh')
    const [papers, names, systems] = [
      ['C', 'INV', 'O', 'PY', 'Q', 'SO'],
      ['CHAIR', 'LAMP', 'TABLE'],
      ['CRM', 'ERP', 'tandem-crm', 'tandem-erp'],
    ]
    const known = new Set(['CNY', 'SIGKILL', ...papers, ...names, ...systems])
    expect(foreignWords(lines.join('\n')).filter((word) => !known.has(word))).toEqual([])
    expect(lines.find((line) => line.includes('SIGKILL'))).toBeDefined()
    expect(cells(lines, '订单')).toEqual(['1', '1', SOLD, SOLD, '0'])
    expect(lines.at(-1)).toBe('核对通过：两侧各有且仅有一张订单：是；两侧一致；账目平衡：是。')
    expect(code).toBe(0)
  })
})
