import { Form, Input, Select, Typography } from 'antd'
import { useState } from 'react'
import { useWords } from '../i18n/use-words.ts'
import { EditModal } from '../parts/edit-modal.tsx'
import { type NewProvider, type ProviderRow, useAddProvider, useChangeProvider, useRoleChoices } from './use-sign-in-settings.ts'

interface ProviderFormProps {
  readonly returnTo: string
  /** The one to change; left out: a new one. */
  readonly provider?: ProviderRow | undefined
  readonly onClose: () => void
  /** What was saved is tried at once: a slip in the address would be found by who cannot sign in. */
  readonly onSaved: (id: string) => void
}

/** A provider: where it is, who we are to it, and whether it may bring people nobody invited. */
export function ProviderForm({ returnTo, provider, onClose, onSaved }: ProviderFormProps) {
  const { t } = useWords()
  const [form] = Form.useForm<NewProvider>()
  const adding = useAddProvider()
  const changing = useChangeProvider(provider?.id ?? '')
  const [touched, setTouched] = useState(false)
  const saving = provider ? changing : adding
  const save = ({ newcomerRoles, mustTell, emailClaim, secret, ...rest }: NewProvider) => {
    const claim = emailClaim ? { emailClaim } : {}
    const key = secret ? { secret } : {}
    const listed = (list: readonly string[] | null | undefined) => (list?.length ? list : null)
    saving.mutate(
      { ...rest, ...claim, ...key, newcomerRoles: listed(newcomerRoles), mustTell: listed(mustTell) },
      {
        onSuccess: ({ id }) => {
          onClose()
          onSaved(id)
        },
      },
    )
  }
  return (
    <EditModal
      hasChanges={touched && !saving.isSuccess}
      error={saving.error}
      title={provider ? t('factor.changeProvider', { provider: provider.name }) : t('factor.addProvider')}
      okText={t(provider ? 'admin.save' : 'factor.addProvider')}
      confirmLoading={saving.isPending}
      onOk={form.submit}
      onClose={onClose}
    >
      <Typography.Paragraph>
        {t('factor.returnTo')}
        <br />
        <Typography.Text code copyable>
          {returnTo}
        </Typography.Text>
      </Typography.Paragraph>
      <Form<NewProvider>
        form={form}
        layout="vertical"
        initialValues={provider ?? {}}
        onValuesChange={() => setTouched(true)}
        onFinish={save}
      >
        <ProviderFields isNew={!provider} />
      </Form>
    </EditModal>
  )
}

function ProviderFields({ isNew }: { isNew: boolean }) {
  const { t } = useWords()
  const choices = useRoleChoices()
  const required = [{ required: true }]
  return (
    <>
      <Form.Item name="name" label={t('factor.providerName')} rules={required}>
        <Input maxLength={60} />
      </Form.Item>
      <Form.Item name="issuer" label={t('factor.issuer')} rules={required}>
        <Input placeholder="https://login.example.com" />
      </Form.Item>
      <Form.Item name="clientId" label={t('factor.clientId')} rules={required}>
        <Input autoComplete="off" />
      </Form.Item>
      <Form.Item
        name="secret"
        label={t('factor.clientSecret')}
        extra={t(isNew ? 'factor.clientSecretAbout' : 'factor.clientSecretKept')}
        rules={isNew ? required : []}
      >
        <Input.Password autoComplete="off" />
      </Form.Item>
      <Form.Item name="emailClaim" label={t('factor.emailClaim')}>
        <Input placeholder="email" />
      </Form.Item>
      <Form.Item name="newcomerRoles" label={t('factor.newcomerRoles')} extra={t('factor.newcomerRolesAbout')}>
        <Select mode="multiple" options={choices} />
      </Form.Item>
      <Form.Item name="mustTell" label={t('factor.mustTell')} extra={t('factor.mustTellAbout')}>
        <Select mode="tags" open={false} suffixIcon={null} tokenSeparators={[',', ' ']} placeholder="mfa" />
      </Form.Item>
    </>
  )
}
