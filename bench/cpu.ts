/** How much CPU an operation costs: unlike its time, it hardly depends on what else the machine does. Linux only. */
import { readdirSync, readFileSync } from 'node:fs'
import postgres from 'postgres'

/** Milliseconds of CPU used so far by PostgreSQL with all its processes, and by another process of ours. */
export type CpuMeter = () => { readonly postgres: number; readonly other: number }

const MS_PER_TICK = 10

/** `url` leads to a server on this machine; `other` is a process's id, this one's when left out. Elsewhere all is NaN. */
export async function cpuMeter(url: string, other = process.pid): Promise<CpuMeter> {
  const sql = postgres(url, { max: 1 })
  const [backend] = await sql<{ pid: number }[]>`select pg_backend_pid() as pid`
  const master = process.platform === 'linux' ? (statOf(backend?.pid ?? 0)?.parent ?? 0) : 0
  await sql.end()
  return () => ({ postgres: master === 0 ? Number.NaN : treeMs(master), other: statOf(other)?.ms ?? Number.NaN })
}

/** The server, the processes it has, and those that have ended. */
function treeMs(master: number): number {
  const children = readdirSync('/proc').flatMap((name) => (/^\d+$/.test(name) ? [statOf(Number(name))] : []))
  const living = children.reduce((sum, stat) => sum + (stat?.parent === master ? stat.ms : 0), 0)
  const own = statOf(master)
  return living + (own?.ms ?? 0) + (own?.endedMs ?? 0)
}

function statOf(pid: number): { parent: number; ms: number; endedMs: number } | undefined {
  try {
    // What follows the program's name in brackets: state, parent, ..., then user and system ticks, own and of ended children.
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ').map(Number) ?? []
    const [parent = 0] = fields.slice(1)
    const [user = 0, system = 0, endedUser = 0, endedSystem = 0] = fields.slice(11)
    return { parent, ms: (user + system) * MS_PER_TICK, endedMs: (endedUser + endedSystem) * MS_PER_TICK }
  } catch {
    return undefined
  }
}
