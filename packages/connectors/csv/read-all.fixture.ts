/** Reads all rows of a file in a process of its own, and says how many there were and how much memory it took at most. */
import { readFileSync } from 'node:fs'
import { openSource, rowsOf } from './source.ts'

const opened = await openSource(process.argv[2] ?? '')
if (!opened.ok) throw new Error(JSON.stringify(opened.refusal))
let [rows, cells] = [0, 0]
for await (const row of rowsOf(opened.value)) {
  rows += 1
  cells += row.cells.length
}
process.stdout.write(JSON.stringify({ rows, cells, peakMb: Math.round(peakKb() / 1024) }))

/** Linux counts what the process was before, too, that of whoever started it, in `maxRSS`: its own peak stands elsewhere. */
function peakKb(): number {
  try {
    return Number(/^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1])
  } catch {
    return process.resourceUsage().maxRSS
  }
}
