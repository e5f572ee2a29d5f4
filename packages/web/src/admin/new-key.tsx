import { Button, Form, Input, Modal, Select, Typography } from 'antd'
import { useState } from 'react'
import { type ApiKey, useAdminister } from '../api/administration.ts'
import { usePlatform } from '../api/platform.ts'
import { daysBefore } from '../home/days.ts'
import { useWords } from '../i18n/use-words.ts'
import { EditModal } from '../parts/edit-modal.tsx'
import { GrantsInput } from './grants-input.tsx'
import { Once } from './once.tsx'

/** In how many days a key stops by itself; 0: never. */
const DAYS = [30, 90, 365, 0] as const

/** Makes a key; its text is shown this once. */
export function NewKey({ onClose }: { onClose: () => void }) {
  const { t } = useWords()
  const [form] = Form.useForm<{ name: string; days: number }>()
  const [scopes, setScopes] = useState<readonly string[]>(['crm.*.read', 'erp.*.read'])
  const [touched, setTouched] = useState(false)
  const administer = useAdminister<ApiKey & { readonly key: string }>()
  const today = usePlatform().data?.today ?? ''
  const made = administer.data
  const submit = ({ name, days }: { name: string; days: number }) =>
    administer.mutate({
      path: '/platform/api-keys',
      body: { name, scopes, ...(days > 0 ? { expiresAt: `${daysBefore(today, -days)}T00:00:00Z` } : {}) },
    })
  if (made) return <MadeKey name={made.name} text={made.key} onClose={onClose} />
  return (
    <EditModal
      hasChanges={touched && !made}
      error={administer.error}
      width={640}
      title={t('admin.newKey')}
      okText={t('admin.makeKey')}
      okButtonProps={{ disabled: scopes.length === 0 }}
      confirmLoading={administer.isPending}
      onOk={form.submit}
      onClose={onClose}
    >
      <Typography.Paragraph type="secondary">{t('admin.newKeyAbout')}</Typography.Paragraph>
      <Form form={form} layout="vertical" initialValues={{ days: 90 }} onValuesChange={() => setTouched(true)} onFinish={submit}>
        <Form.Item
          name="name"
          label={t('admin.keyName')}
          extra={t('admin.keyNameAbout')}
          rules={[{ required: true, message: t('admin.needed') }]}
        >
          <Input autoFocus autoComplete="off" />
        </Form.Item>
        <Form.Item name="days" label={t('admin.expires')}>
          <Select
            options={DAYS.map((days) => ({ value: days, label: days ? t('admin.inDays', { count: days }) : t('admin.noEnd') }))}
          />
        </Form.Item>
        <Form.Item label={t('admin.rights')}>
          <GrantsInput
            value={scopes}
            onChange={(chosen) => {
              setTouched(true)
              setScopes(chosen)
            }}
          />
        </Form.Item>
      </Form>
    </EditModal>
  )
}

function MadeKey({ name, text, onClose }: { name: string; text: string; onClose: () => void }) {
  const { t } = useWords()
  const done = (
    <Button type="primary" onClick={onClose}>
      {t('admin.done')}
    </Button>
  )
  return (
    <Modal open title={t('admin.keyMade', { name })} onCancel={onClose} footer={done}>
      <Once text={text} about={t('admin.keyUse')} />
    </Modal>
  )
}
