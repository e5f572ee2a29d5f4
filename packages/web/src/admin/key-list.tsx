import { App, Button, Tag, Typography } from 'antd'
import { type ApiKey, useAdminister, useUsers } from '../api/administration.ts'
import { useMay, usePlatform } from '../api/platform.ts'
import { useWords } from '../i18n/use-words.ts'
import { RowList } from '../lists/row-list.tsx'
import type { RowColumn } from '../lists/rows.ts'
import { problemText } from '../parts/problem-alert.tsx'
import { RightsList } from './rights-list.tsx'
import { useRightWords } from './use-right-words.ts'

/** Keys that work, then those that no longer do. */
export function KeyList({ keys, whose = 'all' }: { keys: readonly ApiKey[]; whose?: 'mine' | 'all' }) {
  const { t, instant } = useWords()
  const users = useUsers(useMay('platform.user.read'))
  const ownerOf = ({ owner, createdBy }: ApiKey) =>
    owner === null ? t('admin.commandLine') : (users.data?.find(({ id }) => id === owner)?.fullName ?? createdBy)
  const stateOf = useStateOf()
  const { grantWord } = useRightWords()
  const columns: RowColumn<ApiKey>[] = [
    { key: 'name', title: t('admin.keyName'), render: ({ name }) => name },
    {
      key: 'scopes',
      title: t('admin.rights'),
      render: ({ scopes }) => <RightsList grants={scopes} />,
      says: ({ scopes }) => scopes.map(grantWord).join(', '),
      among: ({ scopes }) => scopes.map((scope) => ({ value: scope, label: grantWord(scope) })),
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
    {
      key: 'created',
      title: t('admin.madeAt'),
      isSpare: true,
      says: ({ createdAt }) => ({ at: createdAt }),
      render: ({ createdAt }) => instant(createdAt),
    },
    {
      key: 'works',
      title: t('admin.state'),
      among: (key) => [{ value: stateOf(key), label: t(`admin.keyStates.${stateOf(key)}`) }],
      says: (key) => t(`admin.keyStates.${stateOf(key)}`),
      render: (key) => <StateOfKey apiKey={key} state={stateOf(key)} />,
    },
    {
      key: 'end',
      title: '',
      align: 'end',
      render: (key) => stateOf(key) === 'works' && <Revoke apiKey={key} isMine={whose === 'mine'} />,
    },
  ]
  const sorted = keys.toSorted((a, b) => Number(Boolean(a.revokedAt)) - Number(Boolean(b.revokedAt)))
  const list = whose === 'all' ? { list: 'platform/api-key' } : {}
  return <RowList rows={sorted} rowKey={({ id }) => id} columns={columns} empty={t('admin.noKeys')} {...list} />
}

type KeyState = 'works' | 'expired' | 'revoked'

function useStateOf(): (key: ApiKey) => KeyState {
  const today = usePlatform().data?.today ?? ''
  return ({ revokedAt, expiresAt }) => (revokedAt ? 'revoked' : expiresAt && expiresAt.slice(0, 10) < today ? 'expired' : 'works')
}

const COLOURS = { works: 'green', expired: 'orange', revoked: 'default' } as const

function StateOfKey({ apiKey: { revokedAt }, state }: { apiKey: ApiKey; state: KeyState }) {
  const { t, instant } = useWords()
  if (revokedAt) return <Typography.Text type="secondary">{t('admin.revokedAt', { at: instant(revokedAt) })}</Typography.Text>
  return <Tag color={COLOURS[state]}>{t(`admin.keyStates.${state}`)}</Tag>
}

function Revoke({ apiKey, isMine }: { apiKey: ApiKey; isMine: boolean }) {
  const words = useWords()
  const { t } = words
  const { message, modal } = App.useApp()
  const administer = useAdminister()
  const mayRevoke = useMay('platform.api-key.revoke') || isMine
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
