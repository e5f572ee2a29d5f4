import { Form } from 'antd'
import { useState } from 'react'
import { useAdminister } from '../api/administration.ts'
import { CompanyFields, type CompanyTyped, companyHere, followingCountry } from '../first-run/company-fields.tsx'
import { useWords } from '../i18n/use-words.ts'
import { EditModal } from '../parts/edit-modal.tsx'

interface NewCompanyProps {
  readonly onMade: (id: string) => void
  readonly onClose: () => void
}

/** Another company on this server, with books of its own; whoever makes it is its first administrator. */
export function NewCompany({ onMade, onClose }: NewCompanyProps) {
  const { t } = useWords()
  const [form] = Form.useForm<CompanyTyped>()
  const [initial] = useState(companyHere)
  const [touched, setTouched] = useState(false)
  const administer = useAdminister<{ readonly id: string }>()
  const make = async ({ name, baseCurrency, timeZone }: CompanyTyped) => {
    const body = { name, baseCurrency, timeZone }
    const made = await administer.mutateAsync({ path: '/platform/companies', body }).catch(() => undefined)
    if (made) onMade(made.id)
  }
  return (
    <EditModal
      hasChanges={touched && !administer.isSuccess}
      error={administer.error}
      title={t('people.newCompany')}
      okText={t('people.makeCompany')}
      confirmLoading={administer.isPending}
      onOk={form.submit}
      onClose={onClose}
    >
      <p>{t('people.newCompanyAbout')}</p>
      <Form<CompanyTyped>
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={initial}
        onFinish={(typed) => void make(typed)}
        onValuesChange={({ country }: Partial<CompanyTyped>) => {
          setTouched(true)
          if (country) form.setFieldsValue(followingCountry(country))
        }}
      >
        <CompanyFields />
      </Form>
    </EditModal>
  )
}
