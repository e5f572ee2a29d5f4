import { Card, Flex, Segmented, Tag, Typography } from 'antd'
import { KeyList } from '../admin/key-list.tsx'
import { SessionList } from '../admin/session-list.tsx'
import { useMyKeys, useSessions } from '../api/administration.ts'
import { useMay, usePlatform } from '../api/platform.ts'
import { type Colours, changeSettings, useSettings } from '../app/settings.ts'
import type { Language } from '../format/decimal.ts'
import { useWords } from '../i18n/use-words.ts'
import { Section } from '../parts/figure.tsx'
import { Loaded, Page } from '../parts/page.tsx'
import { ChangePassword } from './change-password.tsx'
import { EndSessions } from './end-sessions.tsx'
import { roleWord } from './role-word.ts'
import { SecondFactor } from './second-factor.tsx'

/** Who I am here, how I sign in, and where I am signed in. */
export function AccountPage() {
  const { t, language } = useWords()
  const { data: me } = usePlatform()
  return (
    <Page title={t('people.me')} about={me?.tenant?.name}>
      <Card size="small">
        <Flex vertical gap={4}>
          <Typography.Text strong>{me?.user?.fullName}</Typography.Text>
          <Typography.Text type="secondary">{me?.user?.name}</Typography.Text>
          <Flex gap={4} wrap>
            {me?.user?.roles.map((role) => (
              <Tag key={role}>{roleWord(role, language)}</Tag>
            ))}
          </Flex>
          <Typography.Text type="secondary" className="small">
            {t('admin.nameAbout')}
          </Typography.Text>
        </Flex>
      </Card>
      <Section title={t('admin.looks')}>
        <Looks />
      </Section>
      <Section title={t('people.password')}>
        <ChangePassword />
      </Section>
      <Section title={t('factor.title')}>
        <SecondFactor />
      </Section>
      <MySessions />
      <MyKeys />
    </Page>
  )
}

function Looks() {
  const { t } = useWords()
  const { language, colours } = useSettings()
  return (
    <Flex gap={16} wrap>
      <Segmented<Language>
        aria-label={t('app.language')}
        value={language}
        options={[
          { value: 'zh', label: '中文' },
          { value: 'en', label: 'English' },
        ]}
        onChange={(chosen) => changeSettings({ language: chosen })}
      />
      <Segmented<Colours>
        aria-label={t('admin.colours.name')}
        value={colours}
        options={(['auto', 'light', 'dark'] as const).map((one) => ({ value: one, label: t(`admin.colours.${one}`) }))}
        onChange={(chosen) => changeSettings({ colours: chosen })}
      />
    </Flex>
  )
}

function MySessions() {
  const { t } = useWords()
  const sessions = useSessions('mine')
  const others = sessions.data?.filter(({ isThis }) => !isThis) ?? []
  return (
    <Section
      title={t('admin.mySessions')}
      extra={others.length > 0 && <EndSessions which="others" text={t('admin.endOthers')} />}
    >
      <Loaded query={sessions}>{(all) => <SessionList sessions={all} whose="mine" />}</Loaded>
    </Section>
  )
}

/** What is made with somebody's key is signed with its name, but may do no more than they. Who has none, reads of none. */
function MyKeys() {
  const { t } = useWords()
  const keys = useMyKeys()
  const mayHave = useMay('platform.api-key.create')
  if (!mayHave && !keys.data?.length) return null
  return (
    <Section title={t('admin.myKeys')}>
      <Loaded query={keys}>{(all) => <KeyList keys={all} whose="mine" />}</Loaded>
    </Section>
  )
}
