import type { Field } from '@tandem/kernel'
import { user } from '@tandem/server/definitions'
import { Link } from '@tanstack/react-router'
import { Button, Flex, Tag, Typography } from 'antd'
import { useState } from 'react'
import { type User, useRoles, useUsers } from '../api/administration.ts'
import type { DocumentType } from '../api/documents.ts'
import { useMay } from '../api/platform.ts'
import { useWords } from '../i18n/use-words.ts'
import { fieldColumn } from '../lists/field-columns.tsx'
import { RowList } from '../lists/row-list.tsx'
import type { RowColumn } from '../lists/rows.ts'
import { Loaded, Page } from '../parts/page.tsx'
import { StateTag } from '../parts/state-tag.tsx'
import { roleWord } from '../people/role-word.ts'
import { UserActions } from './user-actions.tsx'
import { UserForm } from './user-form.tsx'

/** Who works here: invited, changed, shut out and let in again. */
export function UsersPage() {
  const { t } = useWords()
  const users = useUsers()
  const mayInvite = useMay('platform.user.create')
  const [inviting, setInviting] = useState(false)
  return (
    <Page
      title={t('admin.users')}
      about={t('admin.usersAbout')}
      actions={
        mayInvite && (
          <Button type="primary" onClick={() => setInviting(true)}>
            {t('admin.invite')}
          </Button>
        )
      }
    >
      <Loaded query={users}>{(all) => <UserList users={all} />}</Loaded>
      {inviting && <UserForm onClose={() => setInviting(false)} />}
    </Page>
  )
}

const USERS: DocumentType = { side: 'platform', definition: user }
const { fields } = user
const CUSTOMER: Field = { kind: 'reference', to: 'customer', label: fields.customer.label }

function UserList({ users }: { users: readonly User[] }) {
  const words = useWords()
  const { t, choice, label } = words
  const roleNames = useRoleNames()
  const columns: RowColumn<User>[] = [
    {
      key: 'name',
      title: label(fields.fullName.label),
      says: ({ fullName }) => fullName,
      render: ({ id, fullName, name }) => (
        <Flex gap={6} wrap align="baseline">
          <Link to="/admin/users/$id" params={{ id }}>
            {fullName}
          </Link>
          <Typography.Text type="secondary" className="small">
            {name}
          </Typography.Text>
        </Flex>
      ),
    },
    { key: 'userName', title: label(fields.name.label), isSpare: true, render: ({ name }) => name },
    { key: 'email', title: t('people.email'), render: ({ email }) => email },
    {
      key: 'roles',
      title: t('admin.roles'),
      says: ({ roles }) => roles.map(roleNames).join(', '),
      among: ({ roles }) => roles.map((role) => ({ value: role, label: roleNames(role) })),
      render: ({ roles }) => (
        <Flex gap={4} wrap>
          {roles.map((role) => (
            <Tag key={role}>{roleNames(role)}</Tag>
          ))}
        </Flex>
      ),
    },
    { key: 'team', title: t('admin.team'), render: ({ team }) => team, isEmpty: ({ team }) => !team },
    { ...fieldColumn<User>('crm', 'customer', CUSTOMER, words), isSpare: true },
    {
      key: 'state',
      title: t('admin.state'),
      render: ({ state }) => <StateTag state={state} />,
      says: ({ state }) => choice(state),
      among: ({ state }) => [{ value: state, label: choice(state) }],
    },
    { key: 'actions', title: '', align: 'end', render: (user) => <UserActions user={user} /> },
  ]
  return (
    <RowList
      rows={users}
      rowKey={({ id }) => id}
      columns={columns}
      empty={t('admin.noUsers')}
      list="platform/user"
      imported={USERS}
    />
  )
}

/** Roles of Tandem's own have words; the company's have their names. */
export function useRoleNames(): (code: string) => string {
  const { language } = useWords()
  const { data } = useRoles(useMay('platform.role.read'))
  return (code) => {
    const own = data?.find((role) => role.code === code)
    return (own && (language === 'zh' ? own.nameZh : own.name)) ?? roleWord(code, language)
  }
}
