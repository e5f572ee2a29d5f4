import { customFieldOf } from '@tandem/db/definitions'

/** A field that the company has added to a document of this side. */
export const customField = customFieldOf('erp.custom_field', ['party', 'contact', 'item', 'sales-order', 'invoice'])
