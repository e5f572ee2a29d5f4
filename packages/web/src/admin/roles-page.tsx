import { role as definition } from '@tandem/server/definitions'
import { Button, Flex, Modal, Tag, Typography } from 'antd'
import { useState } from 'react'
import { type Role, useAdminister, useRoles, useUsers } from '../api/administration.ts'
import { useMay } from '../api/platform.ts'
import { useWords } from '../i18n/use-words.ts'
import { RowList } from '../lists/row-list.tsx'
import type { RowColumn } from '../lists/rows.ts'
import { Loaded, Page } from '../parts/page.tsx'
import { ProblemAlert } from '../parts/problem-alert.tsx'
import { RightsList } from './rights-list.tsx'
import { RoleForm } from './role-form.tsx'
import { useRightWords } from './use-right-words.ts'

const { fields } = definition

/** What people may do, by the roles they have. */
export function RolesPage() {
  const { t } = useWords()
  const roles = useRoles()
  const mayCreate = useMay('platform.role.create')
  const [making, setMaking] = useState(false)
  return (
    <Page
      title={t('admin.roles')}
      about={t('admin.rolesAbout')}
      actions={
        mayCreate && (
          <Button type="primary" onClick={() => setMaking(true)}>
            {t('admin.newRole')}
          </Button>
        )
      }
    >
      <Loaded query={roles}>{(all) => <RoleList roles={all.filter(({ status }) => status === 'active')} />}</Loaded>
      {making && <RoleForm onClose={() => setMaking(false)} />}
    </Page>
  )
}

function RoleList({ roles }: { roles: readonly Role[] }) {
  const { t, language, label } = useWords()
  const users = useUsers(useMay('platform.user.read'))
  const { grantWord } = useRightWords()
  const holders = ({ code }: Role) =>
    (users.data ?? []).filter(({ roles: theirs, state }) => theirs.includes(code) && state !== 'disabled')
  const kind = ({ builtIn }: Role) => t(builtIn ? 'admin.builtIn' : 'admin.own')
  const columns: RowColumn<Role>[] = [
    { key: 'name', title: label(definition.label), render: (role) => nameOf(role, language) },
    { key: 'code', title: label(fields.code.label), isSpare: true, render: ({ code }) => code },
    {
      key: 'kind',
      title: t('admin.roleIs'),
      says: kind,
      among: (role) => [{ value: role.builtIn ? 'built-in' : 'own', label: kind(role) }],
      render: (role) => (role.builtIn ? <Tag>{kind(role)}</Tag> : <Tag color="blue">{kind(role)}</Tag>),
    },
    {
      key: 'holders',
      title: t('admin.holders'),
      says: (role) =>
        holders(role)
          .map(({ fullName }) => fullName)
          .join(', '),
      among: (role) => holders(role).map(({ name, fullName }) => ({ value: name, label: fullName })),
      render: (role) => <Holders names={holders(role).map(({ fullName }) => fullName)} />,
    },
    {
      key: 'rights',
      title: t('admin.rights'),
      says: ({ permissions }) => permissions.map(grantWord).join(', '),
      render: (role) => <Rights role={role} />,
    },
    { key: 'actions', title: '', align: 'end', render: (role) => <RoleActions role={role} /> },
  ]
  return <RowList rows={roles} rowKey={({ code }) => code} columns={columns} empty={t('admin.noRoles')} list="platform/role" />
}

const nameOf = ({ name, nameZh }: Role, language: string) => (language === 'zh' ? nameZh : name)

function Holders({ names }: { names: readonly string[] }) {
  const { t } = useWords()
  return (
    <div style={{ maxWidth: 320, whiteSpace: 'normal' }}>
      <Typography.Text type="secondary">{names.join(', ') || t('admin.nobody')}</Typography.Text>
    </div>
  )
}

function Rights({ role }: { role: Role }) {
  const { t, language } = useWords()
  const [open, setOpen] = useState(false)
  return (
    <>
      <Button size="small" onClick={() => setOpen(true)}>
        {t('admin.showRights')}
      </Button>
      <Modal
        open={open}
        width={720}
        title={t('admin.rightsOf', { role: nameOf(role, language) })}
        footer={null}
        onCancel={() => setOpen(false)}
        destroyOnHidden
      >
        <RightsList grants={role.permissions} />
      </Modal>
    </>
  )
}

function RoleActions({ role }: { role: Role }) {
  const { t } = useWords()
  const [form, setForm] = useState<'copy' | 'change'>()
  const administer = useAdminister()
  const [mayCopy, mayChange, mayArchive] = [
    useMay('platform.role.create'),
    useMay('platform.role.change'),
    useMay('platform.role.archive'),
  ]
  const archive = () => administer.mutate({ path: `/platform/roles/${role.id}/archive`, body: {}, version: role.version })
  return (
    <Flex gap={8} wrap justify="end">
      {mayCopy && (
        <Button size="small" onClick={() => setForm('copy')}>
          {t('admin.copyRole')}
        </Button>
      )}
      {!role.builtIn && mayChange && (
        <Button size="small" onClick={() => setForm('change')}>
          {t('admin.change')}
        </Button>
      )}
      {!role.builtIn && mayArchive && (
        <Button size="small" danger loading={administer.isPending} onClick={archive}>
          {t('admin.archive')}
        </Button>
      )}
      <ProblemAlert error={administer.error} />
      {form === 'copy' && <RoleForm copied={role} onClose={() => setForm(undefined)} />}
      {form === 'change' && <RoleForm changed={role} onClose={() => setForm(undefined)} />}
    </Flex>
  )
}
