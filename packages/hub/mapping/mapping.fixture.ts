/** What the specs of mappings share: an ERP that has its own words for a customer. */

import type { Database } from '@tandem/db'
import { makeWorld } from '@tandem/testkit'
import type { NativeField, Values } from '../connector.ts'
import { jointOf } from '../engine/joint.fixture.ts'
import type { MappingRow } from './definition.ts'

export const nativeCustomer: readonly NativeField[] = [
  { path: 'no', kind: 'text' },
  { path: 'title', kind: 'text' },
  { path: 'category', kind: 'choice', choices: ['1', '2'] },
  { path: 'vat', kind: 'text', optional: true },
  { path: 'contact.mail', kind: 'text', optional: true },
  { path: 'tel', kind: 'text', optional: true },
  { path: 'days', kind: 'integer' },
  { path: 'limitCents', kind: 'decimal', optional: true, scale: '100', currency: 'CNY' },
  { path: 'blocked', kind: 'choice', choices: ['Y', 'N'] },
  { path: 'since', kind: 'text', format: 'DD.MM.YYYY', optional: true },
  { path: 'serial', kind: 'text', readOnly: true },
]

const LIMIT: MappingRow = {
  field: 'creditLimit',
  native: 'limitCents',
  direction: 'both',
  in: [{ do: 'scale', factor: '0.01' }],
}

export const goodRows: readonly MappingRow[] = [
  { field: 'code', native: 'no', direction: 'both', in: [{ do: 'trim' }] },
  { field: 'name', native: 'title', direction: 'both' },
  {
    field: 'type',
    native: 'category',
    direction: 'both',
    in: [
      {
        do: 'lookup',
        table: [
          ['1', 'company'],
          ['2', 'person'],
        ],
      },
    ],
  },
  { field: 'taxNumber', native: 'vat', direction: 'both', in: [{ do: 'tax' }] },
  { field: 'email', native: 'contact.mail', direction: 'both', in: [{ do: 'lower' }] },
  { field: 'phone', native: 'tel', direction: 'both', in: [{ do: 'phone', country: '86' }] },
  { field: 'currency', native: null, direction: 'in', in: [{ do: 'constant', value: 'CNY' }] },
  { field: 'paymentTermDays', native: 'days', direction: 'both' },
  LIMIT,
  { field: 'onHold', native: 'blocked', direction: 'both', in: [{ do: 'flag', yes: ['Y'], no: ['N'] }] },
  { field: 'status', native: null, direction: 'in', in: [{ do: 'constant', value: 'active' }] },
]

export const foreignAcme: Values = {
  no: ' K1 ',
  title: 'Acme',
  category: '1',
  vat: 'de 123.456',
  contact: { mail: 'INFO@acme.example' },
  tel: '010 1234-5678',
  days: 30,
  limitCents: '5000050',
  blocked: 'N',
  since: '01.02.2020',
  serial: 'S-1',
}

/** A CRM that speaks the joint's terms, and an ERP that speaks its own about customers. */
export async function foreignWorld(database: Database, seed: number, native: readonly NativeField[] = nativeCustomer) {
  const world = await makeWorld(database, seed)
  const { crm, erp, hub } = jointOf(world, { crm: { kinds: ['customer'] }, erp: { kinds: ['customer'] } })
  const foreign = { ...erp, fields: () => native }
  return { world, crm, erp, joint: hub({ connectors: [crm, foreign] }) }
}

/** An order whose quantities are always in pieces, whatever anybody says. */
const nativeOrder: readonly NativeField[] = [
  { path: 'no', kind: 'text' },
  {
    path: 'rows',
    kind: 'lines',
    of: [
      { path: 'pos', kind: 'integer' },
      { path: 'pieces', kind: 'decimal', unit: 'pcs' },
      { path: 'label', kind: 'text' },
    ],
  },
  {
    path: 'done',
    kind: 'lines',
    of: [
      { path: 'pos', kind: 'integer' },
      { path: 'sent', kind: 'decimal', unit: 'pcs' },
    ],
  },
]

export const orderRows: readonly MappingRow[] = [
  { field: 'number', native: 'no', direction: 'both' },
  { field: 'lines', native: 'rows', direction: 'both' },
  { field: 'lines.lineNumber', native: 'pos', direction: 'both' },
  { field: 'lines.quantity', native: 'pieces', direction: 'both' },
  { field: 'lines.unit', native: null, direction: 'in', in: [{ do: 'constant', value: 'pcs' }] },
]

export const progressRows: readonly MappingRow[] = [
  { field: 'progress', native: 'done', direction: 'both' },
  { field: 'progress.lineNumber', native: 'pos', direction: 'both' },
  { field: 'progress.shipped', native: 'sent', direction: 'both' },
]

/** A CRM that speaks the joint's terms, and an ERP that counts orders in pieces. */
export async function foreignOrders(database: Database, seed: number) {
  const world = await makeWorld(database, seed)
  const { crm, erp, hub } = jointOf(world)
  const foreign = { ...erp, fields: (kind: string) => (kind === 'order' ? nativeOrder : []) }
  return { world, crm, erp, joint: hub({ connectors: [crm, foreign] }) }
}
