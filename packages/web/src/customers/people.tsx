import { address, addressFields, contact, contactFields } from '@tandem/crm/definitions'
import { Button } from 'antd'
import { useState } from 'react'
import { crmType } from '../api/documents.ts'
import { useWords } from '../i18n/use-words.ts'
import { DocumentForm } from '../lists/document-form.tsx'
import { fieldColumns } from '../lists/field-columns.tsx'
import { RowList } from '../lists/row-list.tsx'
import { Section } from '../parts/figure.tsx'
import type { CustomerStory } from './story.ts'

/** Who to talk to, and where to send things. */
export function People({ story }: { story: CustomerStory }) {
  const words = useWords()
  const { t } = words
  const [adding, setAdding] = useState<'contact' | 'address'>()
  const given = { customer: story.customer.id }
  const close = () => setAdding(undefined)
  const common = { command: 'create', okText: t('customers.save'), done: t('customers.saved'), onClose: close }
  return (
    <>
      <Section
        title={t('customers.contacts')}
        extra={<Button onClick={() => setAdding('contact')}>{t('customers.addContact')}</Button>}
      >
        <RowList
          rows={story.contacts}
          rowKey={({ id }) => id}
          empty={t('customers.noContacts')}
          columns={fieldColumns('crm', contact, ['name', 'role', 'phone', 'email', 'status'], words)}
        />
      </Section>
      <Section
        title={t('customers.addresses')}
        extra={<Button onClick={() => setAdding('address')}>{t('customers.addAddress')}</Button>}
      >
        <RowList
          rows={story.addresses}
          rowKey={({ id }) => id}
          empty={t('customers.noAddresses')}
          columns={fieldColumns(
            'crm',
            address,
            ['line1', 'city', 'region', 'postalCode', 'country', 'recipient', 'use', 'status'],
            words,
          )}
        />
      </Section>
      {adding === 'contact' && (
        <DocumentForm
          {...common}
          type={crmType(contact)}
          title={t('customers.addContact')}
          input={contactFields}
          ask={['name', 'role', 'phone', 'email']}
          given={given}
        />
      )}
      {adding === 'address' && (
        <DocumentForm
          {...common}
          type={crmType(address)}
          title={t('customers.addAddress')}
          input={addressFields}
          ask={['line1', 'line2', 'city', 'region', 'postalCode', 'country', 'recipient', 'use']}
          given={{ ...given, use: 'both', country: 'CN' }}
        />
      )}
    </>
  )
}
