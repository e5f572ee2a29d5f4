import { App, Form, Input, Modal } from 'antd'
import { useState } from 'react'
import { type Role, useAdminister } from '../api/administration.ts'
import { useWords } from '../i18n/use-words.ts'
import { ProblemAlert } from '../parts/problem-alert.tsx'
import { GrantsInput } from './grants-input.tsx'

interface Typed {
  readonly code: string
  readonly name: string
  readonly nameZh: string
}

interface RoleFormProps {
  /** The new role begins with the rights of this one. */
  readonly copied?: Role
  readonly changed?: Role
  readonly onClose: () => void
}

/** A role of the company's own: new, out of another one, or changed. */
export function RoleForm({ copied, changed, onClose }: RoleFormProps) {
  const { t } = useWords()
  const { message } = App.useApp()
  const [form] = Form.useForm<Typed>()
  const [permissions, setPermissions] = useState<readonly string[]>((changed ?? copied)?.permissions ?? [])
  const administer = useAdminister<Role>()
  const submit = async ({ code, name, nameZh }: Typed) => {
    const common = { name, nameZh, permissions }
    const sent = changed
      ? { method: 'PATCH' as const, path: `/platform/roles/${changed.id}`, body: common, version: changed.version }
      : { path: '/platform/roles', body: { code, ...common } }
    if (!(await administer.mutateAsync(sent).catch(() => undefined))) return
    void message.success(t('admin.saved'))
    onClose()
  }
  const needed = [{ required: true, message: t('admin.needed') }]
  return (
    <Modal
      open
      width={720}
      title={changed ? t('admin.changeRole', { name: changed.code }) : t('admin.newRole')}
      okText={t('admin.save')}
      confirmLoading={administer.isPending}
      onOk={form.submit}
      onCancel={onClose}
      destroyOnHidden
    >
      <ProblemAlert error={administer.error} />
      <Form<Typed> form={form} layout="vertical" initialValues={changed ?? {}} onFinish={(typed) => void submit(typed)}>
        {!changed && (
          <Form.Item name="code" label={t('admin.code')} extra={t('admin.codeAbout')} rules={needed}>
            <Input autoFocus autoComplete="off" />
          </Form.Item>
        )}
        <Form.Item name="name" label={t('admin.nameEn')} rules={needed}>
          <Input autoComplete="off" />
        </Form.Item>
        <Form.Item name="nameZh" label={t('admin.nameZh')} rules={needed}>
          <Input autoComplete="off" />
        </Form.Item>
        <Form.Item label={t('admin.rights')}>
          <GrantsInput value={permissions} onChange={setPermissions} />
        </Form.Item>
      </Form>
    </Modal>
  )
}
