/** What axe finds on a page that keeps people from using it. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

interface Violation {
  readonly id: string
  readonly impact: string | null
  readonly nodes: readonly { readonly target: readonly string[]; readonly failureSummary?: string }[]
}

/** What is told for a moment fades, and how well it can be read depends on the moment. */
const FADING = ['.ant-message']

/** Serious and critical violations of WCAG 2.2, levels A and AA, each with the first place where it is. */
export async function barriersOf(page: Page): Promise<string[]> {
  // Once a page load: a page that only changed inside still has it.
  if (!(await page.evaluate<boolean>("'axe' in window"))) await page.evaluate(axe)
  const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']
  const options = { runOnly: { type: 'tag', values: tags }, resultTypes: ['violations'] }
  const found = await page.evaluate<readonly Violation[]>(
    `axe.run(${JSON.stringify({ exclude: FADING })}, ${JSON.stringify(options)}).then(({ violations }) => violations)`,
  )
  return found
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id} (${nodes.length}): ${nodes[0]?.target.join(' ')} ${nodes[0]?.failureSummary ?? ''}`)
}
