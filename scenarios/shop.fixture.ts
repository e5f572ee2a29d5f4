/** A small shop for the stories of pains, and what is asked of it. */
import { type Database, rows, sql } from '@tandem/db'
import type { Connector, Hub, Proof } from '@tandem/hub'
import { expect } from 'vitest'
import { type Company, openCompany, type Row } from './company.ts'
import { type Trade, tradeOf } from './trade.ts'

export async function shopOf(database: Database, seed: number, terms: object = {}): Promise<Trade> {
  const trade = tradeOf(await openCompany(database, seed))
  await trade.customer('ACME', terms)
  await trade.item('CHAIR', '100')
  await trade.company.settle()
  return trade
}

export interface Cause {
  readonly code: string
  readonly count: number
  readonly money: Readonly<Record<string, string>>
  readonly text: { readonly en: string; readonly zh: string }
}

export function inbox({ company }: Trade): Promise<Cause[]> {
  return company.ask<Cause[]>('joint', 'inbox-causes')
}

function differencesOf(proof: Proof): unknown[] {
  return proof.kinds.flatMap(({ differences }) => differences)
}

export async function expectInSync({ company }: Trade): Promise<void> {
  const proof = await company.proof()
  expect(differencesOf(proof)).toEqual([])
  expect(proof.inSync).toBe(true)
}

export async function booksAgree({ company }: Trade): Promise<boolean> {
  return (await company.ask<{ agrees: boolean }>('erp', 'books-check')).agrees
}

/** A joint in which one system behaves badly: what it does instead is given by name of the call. */
export function jointWith(company: Company, system: string, calls: (real: Connector) => Partial<Connector>): Hub {
  return company.newJoint({ wrap: (real) => (real.system === system ? { ...real, ...calls(real) } : real) })
}

export async function retryAll({ company }: Trade): Promise<void> {
  const open = await company.world.run((tx) => rows(tx, sql<Row>`select id from hub.inbox_entry where state = 'open'`))
  for (const { id } of open) await company.act('joint', 'inbox-entry', 'retry', {}, id)
}
