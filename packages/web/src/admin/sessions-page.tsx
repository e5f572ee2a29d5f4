import { useSessions } from '../api/administration.ts'
import { useWords } from '../i18n/use-words.ts'
import { Loaded, Page } from '../parts/page.tsx'
import { SessionList } from './session-list.tsx'

/** Who is signed in to the company now. */
export function SessionsPage() {
  const { t } = useWords()
  const sessions = useSessions('all')
  return (
    <Page title={t('admin.sessions')} about={t('admin.sessionsAbout')}>
      <Loaded query={sessions}>{(all) => <SessionList sessions={all} whose="all" />}</Loaded>
    </Page>
  )
}
