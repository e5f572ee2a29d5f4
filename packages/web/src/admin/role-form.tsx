import { App, Form, Input } from 'antd'
import { useState } from 'react'
import { type Role, useAdminister, versionNow } from '../api/administration.ts'
import { useWords } from '../i18n/use-words.ts'
import { EditModal } from '../parts/edit-modal.tsx'
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
  // What others save while the form is open does not become what it began with.
  const [since] = useState(changed?.version ?? 0)
  const [touched, setTouched] = useState(false)
  const administer = useAdminister<Role>()
  const submit = async ({ code, name, nameZh }: Typed, version = since) => {
    const common = { name, nameZh, permissions }
    const sent = changed
      ? { method: 'PATCH' as const, path: `/platform/roles/${changed.id}`, body: common, version }
      : { path: '/platform/roles', body: { code, ...common } }
    if (!(await administer.mutateAsync(sent).catch(() => undefined))) return
    void message.success(t('admin.saved'))
    onClose()
  }
  const keepMine = async () => changed && submit(form.getFieldsValue(), await versionNow(`/platform/roles/${changed.id}`))
  return (
    <EditModal
      hasChanges={touched && !administer.isSuccess}
      error={administer.error}
      saved={changed && { document: 'platform/role', id: changed.id, since }}
      onKeepMine={() => void keepMine()}
      width={720}
      title={changed ? t('admin.changeRole', { name: changed.code }) : t('admin.newRole')}
      okText={t('admin.save')}
      confirmLoading={administer.isPending}
      onOk={form.submit}
      onClose={onClose}
    >
      <Form<Typed>
        form={form}
        layout="vertical"
        initialValues={changed ?? {}}
        onValuesChange={() => setTouched(true)}
        onFinish={(typed) => void submit(typed)}
      >
        <Names isNew={!changed} />
        <Form.Item label={t('admin.rights')}>
          <GrantsInput
            value={permissions}
            onChange={(chosen) => {
              setTouched(true)
              setPermissions(chosen)
            }}
          />
        </Form.Item>
      </Form>
    </EditModal>
  )
}

function Names({ isNew }: { isNew: boolean }) {
  const { t } = useWords()
  const needed = [{ required: true, message: t('admin.needed') }]
  return (
    <>
      {isNew && (
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
    </>
  )
}
