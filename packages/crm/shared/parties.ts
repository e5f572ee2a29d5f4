/** Whom a quote or order is for: the customer, and contact and addresses of that customer and no other. Pure. */
import { type Id, type Refusal, refuse } from '@tandem/kernel'

export interface KnownCustomer {
  readonly code: string
  readonly status: 'active' | 'archived'
  readonly currency: string
  readonly paymentTermDays: number
}

interface OfCustomer {
  readonly customer: Id
}

export interface KnownParties {
  readonly customers: ReadonlyMap<Id, KnownCustomer>
  readonly contacts: ReadonlyMap<Id, OfCustomer>
  readonly addresses: ReadonlyMap<Id, OfCustomer>
}

export interface PartyFields {
  readonly contact?: Id | null | undefined
  readonly billingAddress?: Id | null | undefined
  readonly shippingAddress?: Id | null | undefined
}

/** `<document>/unknown-reference`, `/customer-archived`, `/contact-of-another` or `/address-of-another`. */
export function badParties(document: string, customer: Id, given: PartyFields, known: KnownParties): Refusal | undefined {
  const found = known.customers.get(customer)
  if (!found) return refuse(`${document}/unknown-reference`, { field: 'customer', id: customer }).refusal
  if (found.status === 'archived') return refuse(`${document}/customer-archived`, { code: found.code }).refusal
  return strangers(document, customer, given, known)
}

/** Contact and addresses that are not this customer's; one that does not exist is nobody's. */
export function strangers(document: string, customer: Id, given: PartyFields, known: KnownParties): Refusal | undefined {
  const { contact, billingAddress, shippingAddress } = given
  if (contact && known.contacts.get(contact)?.customer !== customer) {
    return refuse(`${document}/contact-of-another`, { id: contact }).refusal
  }
  const address = [billingAddress, shippingAddress].find((id) => id && known.addresses.get(id)?.customer !== customer)
  return address ? refuse(`${document}/address-of-another`, { id: address }).refusal : undefined
}
