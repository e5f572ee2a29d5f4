import { customFieldOf } from '@tandem/db/definitions'

/** A field that the company has added to a document of this side. */
export const customField = customFieldOf('crm.custom_field', ['customer', 'contact', 'item'])
