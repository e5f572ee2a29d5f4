/** A company and a desk in it, for specs of the command line: what was said is kept as text. */
import { randomBytes } from 'node:crypto'
import { crm } from '@tandem/crm'
import { rows, sql, type Tx } from '@tandem/db'
import { erp, openBooks } from '@tandem/erp'
import { type Id, must, type Result, type Surface } from '@tandem/kernel'
import { freshDatabaseUrl, postgresUrl } from '@tandem/testkit'
import { type App, openApp } from '../compose.ts'
import type { Desk } from './desk.ts'
import { type Language, terminalOn } from './terminal.ts'

export interface TestCompany {
  readonly app: App
  readonly url: string
  readonly tenant: Id
  /** A desk whose terminal keeps what it said; `ms` is what its clock says, `isTerminal` that somebody watches. */
  desk(language?: Language, more?: { readonly isTerminal?: boolean; readonly answers?: readonly string[] }): TestDesk
  act(side: Surface<Tx>, document: string, command: string, input: object): Promise<{ readonly id: Id; readonly number: string }>
  read<T>(query: ReturnType<typeof sql<T>>): Promise<T[]>
}

export interface TestDesk {
  readonly desk: Desk
  /** What was said since the last time this was asked. */
  told(): string
}

/** A company with open books on a database of its own, its joint at rest. */
export async function openCompany(): Promise<TestCompany> {
  const url = await freshDatabaseUrl(postgresUrl())
  const app = await openApp({ databaseUrl: url, logLevel: 'silent' })
  const tenant = await app.addTenant({ name: 'Tandem', baseCurrency: 'CNY', timeZone: 'Asia/Shanghai' })
  const { database } = app
  const context = () => app.workshop(tenant).context()
  await database.transaction(tenant, (tx) => openBooks(tx, context()))
  return {
    ...{ app, url, tenant },
    desk(language = 'en', { isTerminal = false, answers = [] } = {}) {
      let [text, asked] = ['', 0]
      const write = (more: string) => {
        text += more
      }
      const stream = { isTerminal, write, readLine: async () => answers[asked++] ?? '', nowMs: () => 0 }
      const hub = app.tenants.get(tenant)
      if (!hub) throw new RangeError('the company is there')
      return {
        desk: {
          ...{ database, tenant: hub.tenant, hub: hub.hub, terminal: terminalOn(stream, language), context, randomBytes },
          run: (work) => database.transaction(tenant, work),
        },
        told() {
          const said = text
          text = ''
          return said
        },
      }
    },
    async act(side, document, name, input) {
      const command = side.commands.find((one) => one.document === document && one.name === name)
      if (!command) throw new RangeError(`${side.name} has no command ${document}/${name}`)
      const done = await database.transaction(tenant, (tx) => command.run(tx, context(), [input] as never))
      return must((done as unknown as Result<{ id: Id; number: string }>[])[0] as Result<{ id: Id; number: string }>)
    },
    read: (query) => database.transaction(tenant, (tx) => rows(tx, query)),
  }
}

export const CUSTOMER = { type: 'company', currency: 'CNY', paymentTermDays: 30, onHold: false }

/** Two items with a price and a warehouse full of them, in the ERP and, by the joint, in the CRM. */
export async function stockShelves({ app, tenant, act }: TestCompany): Promise<void> {
  const warehouse = await act(erp, 'warehouse', 'create', { code: 'HZ', name: '杭州主仓', isDefault: true })
  const lines: object[] = []
  for (const [code, name, nameZh] of [
    ['TABLE', 'Oak table', '橡木桌'],
    ['CHAIR', 'Oak chair', '橡木椅'],
  ] as const) {
    const item = await act(erp, 'item', 'create', {
      code,
      name,
      nameZh,
      type: 'bought',
      unit: 'pcs',
      taxRate: '13',
      leadTimeDays: 7,
    })
    const price = { priceList: 'standard', currency: 'CNY', unit: 'pcs', minimumQuantity: '1', unitPrice: '100' }
    await act(erp, 'price', 'create', { item: item.id, ...price })
    lines.push({ item: item.id, quantity: '50', unitCost: '40' })
  }
  await act(erp, 'goods-receipt', 'create', { warehouse: warehouse.id, lines })
  await app.tenants.get(tenant)?.hub.runUntilIdle()
}

/** A customer entered in the CRM, and an order of six tables that the joint carries over. */
export async function orderTables(company: TestCompany, code: string): Promise<void> {
  const { act, app, tenant } = company
  const customer = await act(crm, 'customer', 'create', { code, name: `晨曦酒店 ${code}`, ...CUSTOMER })
  const [item] = await company.read(sql<{ id: Id }>`select id from crm.item where code = 'TABLE'`)
  await act(crm, 'order', 'create', { customer: customer.id, lines: [{ item: item?.id, quantity: '6' }] })
  await app.tenants.get(tenant)?.hub.runUntilIdle()
}

/** Latin words of a text in Chinese, sorted and each once, ids left out: names belong there, codes do not. */
export function foreignWords(text: string): string[] {
  const words = text.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, '').match(/[A-Za-z][A-Za-z-]*/g) ?? []
  return [...new Set(words)].sort()
}
