import { customer, customerFields } from '@tandem/crm/definitions'
import { useNavigate } from '@tanstack/react-router'
import { Button } from 'antd'
import { useState } from 'react'
import { crmType } from '../api/documents.ts'
import { usePlatform } from '../api/platform.ts'
import { useWords } from '../i18n/use-words.ts'
import { DocumentForm } from '../lists/document-form.tsx'
import { DocumentList } from '../lists/document-list.tsx'
import { LookAlikes } from '../merging/look-alikes.tsx'
import { May } from '../parts/may.tsx'
import { Page } from '../parts/page.tsx'

const CUSTOMERS = crmType(customer)
const ASK = ['name', 'code', 'type', 'currency', 'paymentTermDays', 'taxNumber', 'email', 'phone', 'creditLimit']

export function CustomerListPage() {
  const { t } = useWords()
  const { data: me } = usePlatform()
  const [making, setMaking] = useState(false)
  const toNew = (
    <May right="crm.customer.create">
      <Button type="primary" onClick={() => setMaking(true)}>
        {t('customers.new')}
      </Button>
    </May>
  )
  return (
    <Page title={t('menu.customers')} about={t('customers.about')} actions={toNew}>
      <DocumentList
        type={CUSTOMERS}
        sort="code"
        columns={['name', 'code', 'type', 'phone', 'email', 'currency', 'paymentTermDays', 'onHold', 'status']}
        filters={['status', 'type', 'onHold']}
        empty={{ text: t('customers.empty'), action: toNew }}
      />
      {making && me && <NewCustomer currency={me.tenant?.baseCurrency ?? ''} onClose={() => setMaking(false)} />}
    </Page>
  )
}

function NewCustomer({ currency, onClose }: { currency: string; onClose: () => void }) {
  const { t } = useWords()
  const navigate = useNavigate()
  const usual = { type: 'company', currency, paymentTermDays: 30, onHold: false }
  return (
    <DocumentForm
      type={CUSTOMERS}
      title={t('customers.new')}
      command="create"
      input={customerFields}
      ask={ASK}
      given={usual}
      okText={t('customers.save')}
      done={t('customers.saved')}
      onClose={onClose}
      beside={(values) => <LookAlikes values={values} />}
      onDone={(row) => void navigate({ to: '/customers/$id', params: { id: row.id }, ignoreBlocker: true })}
    />
  )
}
