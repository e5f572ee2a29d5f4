import { Button, Card, Flex, Tag, Typography } from 'antd'
import { useState } from 'react'
import { type Role, useAdminister, useRoles, useUsers } from '../api/administration.ts'
import { useMay } from '../api/platform.ts'
import { useWords } from '../i18n/use-words.ts'
import { Loaded, Page } from '../parts/page.tsx'
import { ProblemAlert } from '../parts/problem-alert.tsx'
import { RightsList } from './rights-list.tsx'
import { RoleForm } from './role-form.tsx'

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
      <Loaded query={roles}>
        {(all) => (
          <Flex vertical gap={8}>
            {all
              .filter(({ status }) => status === 'active')
              .map((role) => (
                <OneRole key={role.id} role={role} />
              ))}
          </Flex>
        )}
      </Loaded>
      {making && <RoleForm onClose={() => setMaking(false)} />}
    </Page>
  )
}

function OneRole({ role }: { role: Role }) {
  const { t, language } = useWords()
  const users = useUsers(useMay('platform.user.read'))
  const [open, setOpen] = useState(false)
  const holders = (users.data ?? []).filter(({ roles, state }) => roles.includes(role.code) && state !== 'disabled')
  const name = language === 'zh' ? role.nameZh : role.name
  return (
    <Card size="small" data-role={role.code}>
      <Flex justify="space-between" gap={8} wrap align="center">
        <Flex gap={8} wrap align="center">
          <Typography.Text strong>{name}</Typography.Text>{' '}
          {role.builtIn ? <Tag>{t('admin.builtIn')}</Tag> : <Tag color="blue">{t('admin.own')}</Tag>}
          <Typography.Text type="secondary">
            {holders.map(({ fullName }) => fullName).join(', ') || t('admin.nobody')}
          </Typography.Text>
        </Flex>
        <Flex gap={8} wrap>
          <Button size="small" aria-expanded={open} onClick={() => setOpen(!open)}>
            {t(open ? 'admin.hideRights' : 'admin.showRights')}
          </Button>
          <RoleActions role={role} />
        </Flex>
      </Flex>
      {open && <RightsList grants={role.permissions} />}
    </Card>
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
    <>
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
    </>
  )
}
