/** Reads all rows of a file in a process of its own, and says how many there were and how much memory it took at most. */
import { openSource, rowsOf } from './source.ts'

const opened = await openSource(process.argv[2] ?? '')
if (!opened.ok) throw new Error(JSON.stringify(opened.refusal))
let [rows, cells] = [0, 0]
for await (const row of rowsOf(opened.value)) {
  rows += 1
  cells += row.cells.length
}
process.stdout.write(JSON.stringify({ rows, cells, peakMb: Math.round(process.resourceUsage().maxRSS / 1024) }))
