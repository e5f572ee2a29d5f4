import { App, Button, Tag } from 'antd'
import { type Session, useAdminister } from '../api/administration.ts'
import { useMay } from '../api/platform.ts'
import { useActor } from '../desk/use-actor.ts'
import { useWords } from '../i18n/use-words.ts'
import { RowList } from '../lists/row-list.tsx'
import type { RowColumn } from '../lists/rows.ts'
import { problemText } from '../parts/problem-alert.tsx'
import { EndSessions } from '../people/end-sessions.tsx'
import { deviceWord } from './device-word.ts'

interface SessionListProps {
  readonly sessions: readonly Session[]
  readonly whose: 'mine' | 'all'
}

/** Where somebody is signed in; each may be ended. */
export function SessionList({ sessions, whose }: SessionListProps) {
  const { t, instant } = useWords()
  const nameOf = useActor()
  const columns: RowColumn<Session>[] = [
    ...(whose === 'all'
      ? [
          {
            key: 'user',
            title: t('admin.person'),
            render: ({ user }: Session) => (user === null ? t('admin.gone') : nameOf({ actorKind: 'user', actorId: user })),
          },
        ]
      : []),
    {
      key: 'device',
      title: t('admin.device'),
      render: ({ device, isThis }) => (
        <>
          {deviceWord(device) ?? t('admin.unknownDevice')} {isThis && <Tag color="green">{t('admin.thisOne')}</Tag>}
        </>
      ),
    },
    { key: 'address', title: t('admin.address'), render: ({ address }) => address },
    {
      key: 'since',
      title: t('admin.since'),
      render: ({ createdAt }) => instant(createdAt),
      says: ({ createdAt }) => ({ at: createdAt }),
    },
    {
      key: 'seen',
      title: t('admin.lastSeen'),
      render: ({ lastSeenAt }) => instant(lastSeenAt),
      says: ({ lastSeenAt }) => ({ at: lastSeenAt }),
    },
    {
      key: 'expires',
      title: t('admin.expires'),
      isSpare: true,
      render: ({ expiresAt }) => instant(expiresAt),
      says: ({ expiresAt }) => ({ at: expiresAt }),
    },
    { key: 'end', title: '', align: 'end', render: (session) => <EndButton session={session} whose={whose} /> },
  ]
  const list = whose === 'all' ? { list: 'platform/session' } : {}
  return <RowList rows={sessions} rowKey={({ id }) => id} columns={columns} empty={t('admin.noSessions')} {...list} />
}

function EndButton({ session, whose }: { session: Session; whose: 'mine' | 'all' }) {
  const words = useWords()
  const { message } = App.useApp()
  const administer = useAdminister()
  const mayEnd = useMay('platform.session.end') || whose === 'mine'
  // This one is ended by signing out.
  if (session.isThis || !mayEnd) return null
  if (whose === 'mine') return <EndSessions small which={session.id} text={words.t('admin.endSession')} />
  const path = `/platform/sessions/${session.id}/end`
  const end = () => administer.mutateAsync({ path }).catch((error: unknown) => void message.error(problemText(error, words), 8))
  return (
    <Button size="small" loading={administer.isPending} onClick={() => void end()}>
      {words.t('admin.endSession')}
    </Button>
  )
}
