/** `npm run bench [-- --only NAME --quick]`: every benchmark beside a limit measured in the same run; a table and a JSON file. */
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { startPostgres } from '@tandem/testkit/postgres'
import { type Bench, coresInUse, type Line, machine, table } from './harness.ts'
import { printStatements, STATEMENT_FLAGS } from './statements.ts'

const { values } = parseArgs({ options: { only: { type: 'string' }, quick: { type: 'boolean', default: false } } })
const folder = new URL('./cases/', import.meta.url)
const cases: Bench[] = []
for (const file of readdirSync(folder).sort()) {
  if (file.endsWith('.ts')) cases.push(((await import(new URL(file, folder).href)) as { bench: Bench }).bench)
}
const chosen = cases.filter(({ name }) => !values.only || name.includes(values.only))
if (chosen.length === 0)
  throw new Error(`no benchmark is called ${values.only}: there are ${cases.map(({ name }) => name).join(', ')}`)

const others = await coresInUse(2000)
if (others > 0.2) console.log(`Others use ${others.toFixed(2)} cores now: figures will be lower than on a quiet machine.`)
/** How many of the dearest statements to print; they are counted only when asked for, for that costs time, too. */
const dearest = Number(process.env.BENCH_STATEMENTS ?? 0)
const flags = dearest > 0 ? STATEMENT_FLAGS : []
const server = await startPostgres(['shared_buffers=1GB', 'max_wal_size=8GB', 'wal_level=replica', ...flags])
const lines: Line[] = []
try {
  for (const bench of chosen) {
    console.log(`... ${bench.name}`)
    lines.push(...(await bench.run({ postgres: server.url, quick: values.quick, log: (text) => console.log(`    ${text}`) })))
  }
  if (dearest > 0) await printStatements(server.url, dearest)
} finally {
  await server.stop()
}
console.log(`\n${table(lines)}\n`)
const results = new URL('./results/', import.meta.url)
mkdirSync(results, { recursive: true })
const file = new URL(values.only ? `${values.only}.json` : 'latest.json', results)
writeFileSync(
  file,
  `${JSON.stringify({ at: new Date().toISOString(), machine: machine(), othersCores: others, quick: values.quick, lines }, null, 2)}\n`,
)
console.log(`Written to ${file.pathname}`)
