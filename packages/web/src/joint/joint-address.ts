/** Which record of the joint a document of ours is, and which of its fields is which: for asking why a value is so. */
import { kinds } from '@tandem/hub/definitions'
import type { Side } from '../api/documents.ts'

const KINDS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  crm: {
    customer: 'customer',
    contact: 'contact',
    address: 'address',
    item: 'item',
    price: 'price',
    opportunity: 'opportunity',
    order: 'order',
    shipment: 'shipment',
    invoice: 'invoice',
    payment: 'payment',
    return: 'return',
    ticket: 'ticket',
  },
  erp: {
    party: 'customer',
    contact: 'contact',
    address: 'address',
    item: 'item',
    price: 'price',
    'sales-order': 'order',
    shipment: 'shipment',
    invoice: 'invoice',
    payment: 'payment',
    'sales-return': 'return',
  },
}

/** Fields that are called otherwise in the joint. */
const OTHER: Readonly<Record<string, string>> = { party: 'customer', salesOrder: 'order', quote: 'quoteNumber', origin: 'number' }

export interface JointAddress {
  readonly system: string
  readonly kind: string
  readonly externalId: string
}

/** A record of the joint: as a system calls it, or by the joint's own id. */
export type RecordAddress = JointAddress | { readonly id: string }

/** Undefined: documents of this type do not travel. */
export function jointAddress(side: Side, document: string, id: unknown): JointAddress | undefined {
  const kind = KINDS[side]?.[document]
  return kind && typeof id === 'string' ? { system: `tandem-${side}`, kind, externalId: id } : undefined
}

/** The document of ours that a record is in one of our own systems; undefined for anybody else's. */
export function documentOf(system: string, kind: string): { readonly side: 'crm' | 'erp'; readonly name: string } | undefined {
  const side = system === 'tandem-crm' ? 'crm' : system === 'tandem-erp' ? 'erp' : undefined
  const name = side && Object.entries(KINDS[side] ?? {}).find(([, of]) => of === kind)?.[0]
  return side && name ? { side, name } : undefined
}

/** The joint's name of a field; undefined when it does not travel. */
export function jointField({ kind }: JointAddress, field: string): string | undefined {
  // What the company has added is called alike, unless a mapping says otherwise.
  if (field.startsWith('custom.')) return field
  const name = OTHER[field] ?? field
  const { fields } = kinds[kind as keyof typeof kinds]
  return name in fields ? name : undefined
}
