import { user as definition } from '@tandem/server/definitions'
import { useParams } from '@tanstack/react-router'
import { Card, Descriptions, Tag } from 'antd'
import { type User, useUsers } from '../api/administration.ts'
import { NotFound } from '../app/not-found.tsx'
import { RecordDesk } from '../desk/record-desk.tsx'
import { useWords } from '../i18n/use-words.ts'
import { ReferenceName } from '../lists/field-value.tsx'
import { Loaded, Page } from '../parts/page.tsx'
import { StateTag } from '../parts/state-tag.tsx'
import { UserActions } from './user-actions.tsx'
import { useRoleNames } from './users-page.tsx'

const USERS = { side: 'platform', definition } as const

/** One of the people of the company: what they may do, what is said of them, and what happened to their account. */
export function UserPage() {
  const { id } = useParams({ from: '/admin/users/$id' })
  const users = useUsers()
  return (
    <Loaded query={users}>
      {(all) => {
        const found = all.find((one) => one.id === id)
        return found ? <OneUser user={found} /> : <NotFound />
      }}
    </Loaded>
  )
}

function OneUser({ user }: { user: User }) {
  const { t, label } = useWords()
  const roleNames = useRoleNames()
  const facts = [
    { key: 'name', label: t('admin.userName'), children: user.name },
    { key: 'email', label: t('people.email'), children: user.email },
    { key: 'roles', label: t('admin.roles'), children: user.roles.map((role) => <Tag key={role}>{roleNames(role)}</Tag>) },
    ...(user.team ? [{ key: 'team', label: t('admin.team'), children: user.team }] : []),
    ...(user.customer
      ? [
          {
            key: 'customer',
            label: label(definition.fields.customer.label),
            children: <ReferenceName side="crm" name="customer" id={user.customer} />,
          },
        ]
      : []),
  ]
  return (
    <Page
      title={user.fullName}
      beside={<StateTag state={user.state} />}
      about={t('admin.userAbout')}
      actions={<UserActions user={user} />}
    >
      <Card size="small">
        <Descriptions size="small" column={{ xs: 1, md: 2 }} items={facts} />
      </Card>
      <RecordDesk type={USERS} id={user.id} />
    </Page>
  )
}
