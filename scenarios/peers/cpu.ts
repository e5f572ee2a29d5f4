/** Who has used the processors meanwhile, where the kernel tells it (`/proc`): our process and its PostgreSQL, Odoo and its own. */
import { readdirSync, readFileSync } from 'node:fs'

/** Milliseconds of processor time. */
export interface Cpu {
  readonly ours: number
  readonly ourDatabase: number
  readonly odoo: number
  readonly odooDatabase: number
  /** Of all processors together, with everybody else in it. */
  readonly busy: number
  readonly idle: number
}

const TICK_MS = 10
const NOTHING: Cpu = { ours: 0, ourDatabase: 0, odoo: 0, odooDatabase: 0, busy: 0, idle: 0 }

export function cpuNow(): Cpu {
  try {
    const { user, system } = process.cpuUsage()
    const cpu = { ...NOTHING, ...wholeMachine(), ours: (user + system) / 1_000 } as { -readonly [K in keyof Cpu]: number }
    const parents = new Set<string>()
    for (const pid of readdirSync('/proc')) {
      const whose = /^\d+$/.test(pid) ? ownerOf(pid) : undefined
      if (!whose) continue
      const { own, parent } = timesOf(pid)
      cpu[whose] += own
      if (whose === 'ourDatabase') parents.add(parent)
    }
    // Connections come and go: what those have used that are gone stands with their parent.
    for (const parent of parents) cpu.ourDatabase += timesOf(parent).ofChildren
    return cpu
  } catch {
    return NOTHING
  }
}

/** `ours 61 %, ...` of one processor, over so many milliseconds. */
export function cpuBetween(from: Cpu, to: Cpu, ms: number): string {
  const share = (name: keyof Cpu) => `${Math.round((100 * (to[name] - from[name])) / ms)} %`
  const own = `ours ${share('ours')} + its PostgreSQL ${share('ourDatabase')}`
  return `${own}, Odoo ${share('odoo')} + its PostgreSQL ${share('odooDatabase')}, all together ${share('busy')}, idle ${share('idle')}`
}

/** By the name of the process: databases of specs are called `t_...`; its own is Odoo's. */
function ownerOf(pid: string): keyof Cpu | undefined {
  const command = read(`/proc/${pid}/cmdline`).replaceAll('\0', ' ')
  if (new RegExp(`^postgres: \\S+ t_${process.pid}_`).test(command)) return 'ourDatabase'
  if (command.startsWith('postgres: odoo ')) return 'odooDatabase'
  return /python3? .*odoo server/.test(command) ? 'odoo' : undefined
}

/** Milliseconds of a process, and of its children that have ended. */
function timesOf(pid: string): { own: number; ofChildren: number; parent: string } {
  const fields = read(`/proc/${pid}/stat`)
    .replace(/^.*\) /, '')
    .split(' ')
  const sum = (i: number) => (Number(fields[i] ?? 0) + Number(fields[i + 1] ?? 0)) * TICK_MS
  return { own: sum(11), ofChildren: sum(13), parent: fields[1] ?? '' }
}

function wholeMachine(): Pick<Cpu, 'busy' | 'idle'> {
  const [user = 0, nice = 0, system = 0, idle = 0, wait = 0, irq = 0, soft = 0] =
    read('/proc/stat').split('\n', 1)[0]?.split(/\s+/).slice(1).map(Number) ?? []
  return { busy: (user + nice + system + irq + soft) * TICK_MS, idle: (idle + wait) * TICK_MS }
}

/** A process may be gone by now. */
function read(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}
