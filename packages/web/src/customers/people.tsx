import { address, addressFields, contact, contactFields } from '@tandem/crm/definitions'
import { Button } from 'antd'
import { useState } from 'react'
import { crmType } from '../api/documents.ts'
import { useWords } from '../i18n/use-words.ts'
import { DocumentForm } from '../lists/document-form.tsx'
import { fieldColumns } from '../lists/field-columns.tsx'
import { RowList } from '../lists/row-list.tsx'
import { Section } from '../parts/figure.tsx'
import { May } from '../parts/may.tsx'
import type { CustomerStory } from './story.ts'

/** Who to talk to, and where to send things. */
export function People({ story }: { story: CustomerStory }) {
  const words = useWords()
  const { t } = words
  const [adding, setAdding] = useState<'contact' | 'address'>()
  return (
    <>
      <Section
        title={t('customers.contacts')}
        extra={
          <May right="crm.contact.create">
            <Button onClick={() => setAdding('contact')}>{t('customers.addContact')}</Button>
          </May>
        }
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
        extra={
          <May right="crm.address.create">
            <Button onClick={() => setAdding('address')}>{t('customers.addAddress')}</Button>
          </May>
        }
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
      {adding && <Adding what={adding} customer={story.customer.id} onClose={() => setAdding(undefined)} />}
    </>
  )
}

function Adding({ what, customer, onClose }: { what: 'contact' | 'address'; customer: string; onClose: () => void }) {
  const { t } = useWords()
  const common = { command: 'create', okText: t('customers.save'), done: t('customers.saved'), onClose }
  return what === 'contact' ? (
    <DocumentForm
      {...common}
      type={crmType(contact)}
      title={t('customers.addContact')}
      input={contactFields}
      ask={['name', 'role', 'phone', 'email']}
      given={{ customer }}
    />
  ) : (
    <DocumentForm
      {...common}
      type={crmType(address)}
      title={t('customers.addAddress')}
      input={addressFields}
      ask={['line1', 'line2', 'city', 'region', 'postalCode', 'country', 'recipient', 'use']}
      given={{ customer, use: 'both', country: 'CN' }}
    />
  )
}
