import { Form, Input, Modal, Select, Typography } from 'antd'
import { useWords } from '../i18n/use-words.ts'
import { ProblemAlert } from '../parts/problem-alert.tsx'
import { type NewProvider, useAddProvider, useRoleChoices } from './use-sign-in-settings.ts'

/** A new provider: where it is, who we are to it, and whether it may bring people nobody invited. */
export function ProviderForm({ returnTo, onClose }: { returnTo: string; onClose: () => void }) {
  const { t } = useWords()
  const [form] = Form.useForm<NewProvider>()
  const add = useAddProvider()
  const choices = useRoleChoices()
  const save = ({ newcomerRoles, emailClaim, ...rest }: NewProvider) => {
    const claim = emailClaim ? { emailClaim } : {}
    add.mutate({ ...rest, ...claim, newcomerRoles: newcomerRoles?.length ? newcomerRoles : null }, { onSuccess: onClose })
  }
  const required = [{ required: true }]
  return (
    <Modal
      open
      title={t('factor.addProvider')}
      okText={t('factor.addProvider')}
      confirmLoading={add.isPending}
      onOk={form.submit}
      onCancel={onClose}
    >
      <Typography.Paragraph>
        {t('factor.returnTo')}
        <br />
        <Typography.Text code copyable>
          {returnTo}
        </Typography.Text>
      </Typography.Paragraph>
      <ProblemAlert error={add.error} />
      <Form<NewProvider> form={form} layout="vertical" onFinish={save}>
        <Form.Item name="name" label={t('factor.providerName')} rules={required}>
          <Input maxLength={60} />
        </Form.Item>
        <Form.Item name="issuer" label={t('factor.issuer')} rules={required}>
          <Input placeholder="https://login.example.com" />
        </Form.Item>
        <Form.Item name="clientId" label={t('factor.clientId')} rules={required}>
          <Input autoComplete="off" />
        </Form.Item>
        <Form.Item name="secret" label={t('factor.clientSecret')} extra={t('factor.clientSecretAbout')} rules={required}>
          <Input.Password autoComplete="off" />
        </Form.Item>
        <Form.Item name="emailClaim" label={t('factor.emailClaim')}>
          <Input placeholder="email" />
        </Form.Item>
        <Form.Item name="newcomerRoles" label={t('factor.newcomerRoles')} extra={t('factor.newcomerRolesAbout')}>
          <Select mode="multiple" options={choices} />
        </Form.Item>
      </Form>
    </Modal>
  )
}
