import { Button, Divider, Flex, Form, Input, Typography } from 'antd'
import { useState } from 'react'
import { useWords } from '../i18n/use-words.ts'
import { ProblemAlert } from '../parts/problem-alert.tsx'
import { Outside } from './outside.tsx'
import { roleWord } from './role-word.ts'
import { SecondFactorStep } from './second-factor-step.tsx'
import { type DemoPerson, useSigning, useWays } from './use-sign-in.ts'

/** Where everybody begins: e-mail and password, and in the demo its people with one click. */
export default function SignInPage() {
  const { t } = useWords()
  const ways = useWays()
  const signing = useSigning()
  const [error, setError] = useState<unknown>()
  const [busy, setBusy] = useState<string>()
  const [isLeft, setLeft] = useState(false)
  const come = async (what: string, work: () => Promise<unknown>) => {
    setBusy(what)
    setError(undefined)
    await work().then(() => setLeft(false), setError)
    setBusy(undefined)
  }
  const demo = ways.data?.demo ?? []
  const providers = ways.data?.providers ?? []
  if (ways.data?.next && !isLeft) return <SecondFactorStep next={ways.data.next} onLeave={() => setLeft(true)} />
  return (
    <Outside title={t('people.signIn')} about={t('people.signInAbout')}>
      <ProblemAlert error={error} />
      {demo.length > 0 && <DemoPeople people={demo} busy={busy} onChoose={(name) => come(name, () => signing.asDemo(name))} />}
      <Form<{ email: string; password: string }>
        layout="vertical"
        requiredMark={false}
        onFinish={({ email, password }) => come('password', () => signing.byPassword(email, password))}
      >
        <Form.Item name="email" label={t('people.email')} rules={[{ required: true, message: t('people.email') }]}>
          <Input type="email" autoComplete="username" autoFocus={ways.data !== undefined && demo.length === 0} />
        </Form.Item>
        <Form.Item name="password" label={t('people.password')} rules={[{ required: true, message: t('people.password') }]}>
          <Input.Password autoComplete="current-password" />
        </Form.Item>
        <Button type={demo.length > 0 ? 'default' : 'primary'} htmlType="submit" block loading={busy === 'password'}>
          {t('people.signIn')}
        </Button>
      </Form>
      {providers.length > 0 && <Divider plain>{t('factor.or')}</Divider>}
      <Flex vertical gap={8}>
        {providers.map(({ id, name }) => (
          <Button key={id} block loading={busy === id} onClick={() => come(id, () => signing.toProvider(id))}>
            {t('factor.through', { provider: name })}
          </Button>
        ))}
      </Flex>
    </Outside>
  )
}

interface DemoPeopleProps {
  readonly people: readonly DemoPerson[]
  readonly busy: string | undefined
  readonly onChoose: (name: string) => void
}

function DemoPeople({ people, busy, onChoose }: DemoPeopleProps) {
  const { t, language } = useWords()
  const [first, ...others] = people
  return (
    <section aria-label={t('people.demo')}>
      <Typography.Paragraph style={{ marginBlock: 8 }}>
        <strong>{t('people.demo')}</strong>
        <br />
        <Typography.Text type="secondary">{t('people.demoAbout')}</Typography.Text>
      </Typography.Paragraph>
      {first && (
        <Button type="primary" size="large" block loading={busy === first.name} onClick={() => onChoose(first.name)}>
          {t('people.demoAdmin')}
        </Button>
      )}
      <Typography.Paragraph type="secondary" style={{ marginBlock: '12px 6px' }}>
        {t('people.others')}
      </Typography.Paragraph>
      <Flex gap={8} wrap>
        {others.map(({ name, fullName, roles }) => (
          <Button key={name} loading={busy === name} onClick={() => onChoose(name)}>
            {roles.map((role) => roleWord(role, language)).join(', ')} · {fullName}
          </Button>
        ))}
      </Flex>
      <Divider />
    </section>
  )
}
