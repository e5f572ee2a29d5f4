/** Opens the data that a command works on: the same place as `npm start`, one of its companies. */
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { openBooks } from '@tandem/erp'
import type { Id } from '@tandem/kernel'
import { type App, openApp } from '../compose.ts'
import { keyFrom } from '../sealing.ts'
import { configFrom } from '../start/config.ts'
import type { ConnectionDesk } from './connection.ts'
import { type Desk, UsageError } from './desk.ts'
import type { ExportsDesk } from './exports.ts'
import type { Terminal } from './terminal.ts'

export interface Opened {
  readonly terminal: Terminal
  readonly place: { readonly url: string | undefined; readonly folder: string }
  /** The company named by `--company`, or the first one. */
  desk(): Promise<Desk>
  /** The same, with what it takes to reach systems of others. */
  connectionDesk(): Promise<ConnectionDesk>
  /** The same, with what it takes to write files. */
  exportsDesk(): Promise<ExportsDesk>
  /** The company a load brings in, made when it is not there yet. */
  companyDesk(load: string): Promise<Desk>
  close(): Promise<void>
}

const COMPANIES: Readonly<Record<string, { name: string; baseCurrency: string; timeZone: string }>> = {
  adventureworks: { name: 'AdventureWorks', baseCurrency: 'USD', timeZone: 'America/Los_Angeles' },
}

/** Nothing is opened before a desk is asked for. */
export function openDesk(terminal: Terminal, company: string | undefined): Opened {
  const dataDir = process.env.DATA_DIR ?? '.data'
  const url = process.env.DATABASE_URL || undefined
  let opening: Promise<App> | undefined
  const app = () => {
    const { key, reach } = configFrom(process.env)
    opening ??= openApp({ databaseUrl: url, dataDir, key: keyFrom(key, dataDir), reach })
    return opening
  }
  return {
    terminal,
    place: { url, folder: join(dataDir, 'postgres') },
    async desk() {
      const opened = await app()
      return deskOf(opened, terminal, choose(opened, company))
    },
    async connectionDesk() {
      const opened = await app()
      const { trying, services } = opened
      return { ...deskOf(opened, terminal, choose(opened, company)), trying, messages: services.messages }
    },
    async exportsDesk() {
      const opened = await app()
      const desk = deskOf(opened, terminal, choose(opened, company))
      return { ...desk, exporting: opened.exporting(desk.tenant.id), messages: opened.services.messages }
    },
    async companyDesk(load) {
      const wanted = COMPANIES[load]
      if (!wanted) {
        const known = Object.keys(COMPANIES).join(', ')
        throw new UsageError(`load knows ${known}, not ${load || 'nothing'}`, `load 之后为 ${known} 及其目录`)
      }
      const opened = await app()
      const there = [...opened.tenants.values()].find(({ tenant }) => tenant.name === wanted.name)
      const id = there?.tenant.id ?? (await opened.addTenant(wanted))
      const { context } = opened.workshop(id)
      await opened.database.transaction(id, (tx) => openBooks(tx, context()))
      return deskOf(opened, terminal, id)
    },
    async close() {
      await (await opening)?.stop()
    },
  }
}

function choose(app: App, company: string | undefined): Id {
  const companies = [...app.tenants.values()].map(({ tenant }) => tenant)
  const found = company === undefined ? companies[0] : companies.find(({ name }) => name === company)
  if (found) return found.id
  if (companies.length === 0) {
    throw new UsageError(
      'There is no company here yet: npm start makes the demo company.',
      '此处还没有公司：npm start 会建立演示公司。',
    )
  }
  const names = companies.map(({ name }) => name)
  throw new UsageError(
    `There is no company ${company} here, but ${names.join(', ')}.`,
    `此处没有公司 ${company}，只有：${names.join('、')}。`,
  )
}

function deskOf(app: App, terminal: Terminal, id: Id): Desk {
  const chosen = app.tenants.get(id)
  if (!chosen) throw new RangeError(`tenant ${id} should be there by now`)
  return {
    database: app.database,
    tenant: chosen.tenant,
    hub: chosen.hub,
    terminal,
    context: app.workshop(id).context,
    randomBytes,
    run: (work) => app.database.transaction(id, work),
  }
}
