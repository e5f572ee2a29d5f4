import { customer } from '@tandem/crm/definitions'
import { App, Form, Input, Select } from 'antd'
import { useState } from 'react'
import { type User, useAdminister, useRoles, versionNow } from '../api/administration.ts'
import { useWords } from '../i18n/use-words.ts'
import { ReferencePicker } from '../lists/reference-picker.tsx'
import { EditModal } from '../parts/edit-modal.tsx'
import { LinkDialog } from './link-dialog.tsx'

interface Typed {
  readonly name: string
  readonly fullName: string
  readonly email: string
  readonly roles: string[]
  readonly team?: string
  readonly customer?: string | null
}

/** Invites somebody, or changes who is there: name, roles, team, and the customer of a portal user. After an invitation its link is shown. */
export function UserForm({ user, onClose }: { user?: User; onClose: () => void }) {
  const { t } = useWords()
  const { message } = App.useApp()
  const [form] = Form.useForm<Typed>()
  const roles = useRoleOptions()
  // What others save while the form is open does not become what it began with.
  const [since] = useState(user?.version ?? 0)
  const [touched, setTouched] = useState(false)
  const administer = useAdminister<User>()
  const [invited, setInvited] = useState<User>()
  const submit = async ({ name, email, fullName, roles: chosen, team, customer }: Typed, version = since) => {
    const changed = { fullName, roles: chosen, team: team?.trim() || null, customer: customer ?? null }
    const sent = user
      ? { method: 'PATCH' as const, path: `/platform/users/${user.id}`, body: changed, version }
      : { path: '/platform/users', body: { name, email, ...changed } }
    const done = await administer.mutateAsync(sent).catch(() => undefined)
    if (!done) return
    if (user) {
      void message.success(t('admin.saved'))
      onClose()
    } else setInvited(done)
  }
  const keepMine = async () => user && submit(form.getFieldsValue(), await versionNow(`/platform/users/${user.id}`))
  if (invited) return <LinkDialog user={invited} onClose={onClose} />
  return (
    <EditModal
      hasChanges={touched && !administer.isSuccess}
      error={administer.error}
      saved={user && { document: 'platform/user', id: user.id, since }}
      onKeepMine={() => void keepMine()}
      title={user ? t('admin.changeUser', { name: user.fullName }) : t('admin.invite')}
      okText={user ? t('admin.save') : t('admin.invite')}
      confirmLoading={administer.isPending}
      onOk={form.submit}
      onClose={onClose}
    >
      <Form<Typed>
        form={form}
        layout="vertical"
        requiredMark="optional"
        initialValues={user ?? { roles: [] }}
        onValuesChange={() => setTouched(true)}
        onFinish={(typed) => void submit(typed)}
      >
        <Form.Item name="fullName" label={t('admin.fullName')} rules={[{ required: true, message: t('admin.needed') }]}>
          <Input autoFocus autoComplete="off" />
        </Form.Item>
        {!user && <Who />}
        <Form.Item name="roles" label={t('admin.roles')} rules={[{ required: true, message: t('admin.needed') }]}>
          <Select mode="multiple" options={roles} showSearch={{ optionFilterProp: 'label' }} />
        </Form.Item>
        <WhichCustomer />
        <Form.Item name="team" label={t('admin.team')} extra={t('admin.teamAbout')}>
          <Input autoComplete="off" />
        </Form.Item>
      </Form>
    </EditModal>
  )
}

/** What cannot be changed later. */
function Who() {
  const { t } = useWords()
  return (
    <>
      <Form.Item
        name="name"
        label={t('admin.userName')}
        extra={t('admin.userNameAbout')}
        rules={[{ required: true, message: t('admin.needed') }]}
      >
        <Input autoComplete="off" />
      </Form.Item>
      <Form.Item name="email" label={t('people.email')} rules={[{ required: true, message: t('admin.needed') }]}>
        <Input type="email" autoComplete="off" />
      </Form.Item>
    </>
  )
}

/** Somebody of a customer's sees what is that customer's: asked for once a role says so. */
function WhichCustomer() {
  const { t, label } = useWords()
  const form = Form.useFormInstance<Typed>()
  const chosen = Form.useWatch('roles', form) ?? []
  const bound: unknown = Form.useWatch('customer', { form, preserve: true })
  const { data } = useRoles()
  const isPortal = data?.some(({ code, permissions }) => chosen.includes(code) && permissions.some(isOfCustomer)) ?? false
  if (!isPortal && !bound) return null
  return (
    <Form.Item
      name="customer"
      label={label(customer.label)}
      extra={t('admin.customerAbout')}
      rules={[{ required: isPortal, message: t('admin.needed') }]}
    >
      <CustomerInput />
    </Form.Item>
  )
}

function isOfCustomer(grant: string): boolean {
  return grant.endsWith(':customer')
}

/** A form hands it value, id and onChange. */
function CustomerInput({ id, value, onChange }: { id?: string; value?: string | null; onChange?: (id: string | null) => void }) {
  return (
    <ReferencePicker id={id} side="crm" name={customer.name} value={value ?? null} onChange={(chosen) => onChange?.(chosen)} />
  )
}

function useRoleOptions() {
  const { language } = useWords()
  const { data } = useRoles()
  const active = (data ?? []).filter(({ status }) => status === 'active')
  return active.map(({ code, name, nameZh }) => ({ value: code, label: language === 'zh' ? nameZh : name }))
}
