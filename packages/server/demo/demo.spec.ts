import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

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

describe('J4 npm run demo', () => {
  it('kills the joint between applying an order and recording it, and proves exactly one order', {
    timeout: 120_000,
  }, async () => {
    const { code, lines } = await demo('--lang', 'en')
    expect(
      lines.find((line) => line.includes('SIGKILL')),
      lines.join('\n'),
    ).toContain('the ERP had the order')
    expect(lines.at(-1)).toBe('Proved: exactly one order on each side: true; both sides agree: true; the books balance: true.')
    expect(code).toBe(0)
  })
})
