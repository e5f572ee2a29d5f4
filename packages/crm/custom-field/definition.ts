import { customFieldOf } from '@tandem/db/definitions'

const DOCUMENTS = ['customer', 'contact', 'item', 'opportunity', 'quote', 'order', 'invoice', 'ticket'] as const

/** A field that the company has added to a document of this side. */
export const customField = customFieldOf('crm.custom_field', DOCUMENTS)
