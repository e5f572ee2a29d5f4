import { App, Button, Tag, Typography } from 'antd'
import { type ApiKey, useAdminister, useUsers } from '../api/administration.ts'
import { useMay, usePlatform } from '../api/platform.ts'
import { useWords } from '../i18n/use-words.ts'
import { RowList } from '../lists/row-list.tsx'
import type { RowColumn } from '../lists/rows.ts'
import { problemText } from '../parts/problem-alert.tsx'
import { RightsList } from './rights-list.tsx'

/** Keys that work, then those that no longer do. */
export function KeyList({ keys, whose = 'all' }: { keys: readonly ApiKey[]; whose?: 'mine' | 'all' }) {
  const { t, instant } = useWords()
  const users = useUsers(useMay('platform.user.read'))
  const ownerOf = ({ owner, createdBy }: ApiKey) =>
    owner === null ? t('admin.commandLine') : (users.data?.find(({ id }) => id === owner)?.fullName ?? createdBy)
  const columns: RowColumn<ApiKey>[] = [
    { key: 'name', title: t('admin.keyName'), render: ({ name }) => name },
    {
      key: 'scopes',
      title: t('admin.rights'),
      render: ({ scopes }) => <RightsList grants={scopes} />,
      says: ({ scopes }) => scopes.join(', '),
    },
    { key: 'owner', title: t('admin.owner'), render: ownerOf },
    {
      key: 'used',
      title: t('admin.lastUsed'),
      says: ({ lastUsedAt }) => (lastUsedAt ? { at: lastUsedAt } : null),
      render: ({ lastUsedAt }) => (lastUsedAt ? instant(lastUsedAt) : t('admin.never')),
    },
    {
      key: 'expires',
      title: t('admin.expires'),
      says: ({ expiresAt }) => (expiresAt ? { at: expiresAt } : null),
      render: ({ expiresAt }) => (expiresAt ? instant(expiresAt) : t('admin.noEnd')),
    },
    { key: 'state', title: '', align: 'end', render: (key) => <EndOf apiKey={key} isMine={whose === 'mine'} /> },
  ]
  const sorted = keys.toSorted((a, b) => Number(Boolean(a.revokedAt)) - Number(Boolean(b.revokedAt)))
  return <RowList rows={sorted} rowKey={({ id }) => id} columns={columns} empty={t('admin.noKeys')} />
}

function EndOf({ apiKey, isMine }: { apiKey: ApiKey; isMine: boolean }) {
  const words = useWords()
  const { t, instant } = words
  const { message, modal } = App.useApp()
  const administer = useAdminister()
  const mayRevoke = useMay('platform.api-key.revoke') || isMine
  const today = usePlatform().data?.today ?? ''
  if (apiKey.revokedAt)
    return <Typography.Text type="secondary">{t('admin.revokedAt', { at: instant(apiKey.revokedAt) })}</Typography.Text>
  if (apiKey.expiresAt && apiKey.expiresAt.slice(0, 10) < today) return <Tag>{t('admin.expired')}</Tag>
  if (!mayRevoke) return null
  const revoke = () =>
    administer
      .mutateAsync({ path: `/${isMine ? 'me' : 'platform'}/api-keys/${apiKey.id}/revoke` })
      .catch((error: unknown) => void message.error(problemText(error, words), 8))
  const ask = () =>
    modal.confirm({
      title: t('admin.revokeAsk', { name: apiKey.name }),
      content: t('admin.revokeAbout'),
      okText: t('admin.revoke'),
      okButtonProps: { danger: true },
      onOk: revoke,
    })
  return (
    <Button size="small" danger aria-label={t('admin.revokeOne', { name: apiKey.name })} onClick={ask}>
      {t('admin.revoke')}
    </Button>
  )
}
