import { useQuery } from '@tanstack/react-query'
import { Button, Form, Input, Skeleton } from 'antd'
import { useState } from 'react'
import { call } from '../api/client.ts'
import { useWords } from '../i18n/use-words.ts'
import { ProblemAlert } from '../parts/problem-alert.tsx'
import { Outside } from './outside.tsx'
import { useSigning } from './use-sign-in.ts'

interface Greeting {
  readonly company: string
  readonly fullName: string
  readonly email: string
  readonly hasPassword: boolean
  readonly purpose: 'invitation' | 'reset'
}

/** Where a link of an administrator leads: whoever has it chooses a password and is in. */
export default function WelcomePage({ secret }: { secret: string }) {
  const { t } = useWords()
  const greeting = useQuery({
    queryKey: ['platform', 'link', secret],
    queryFn: () => call<Greeting>('POST', '/platform/link/read', { body: { secret } }),
    staleTime: Number.POSITIVE_INFINITY,
  })
  const found = greeting.data
  if (!found) {
    return (
      <Outside title={t('people.choose')}>
        <ProblemAlert error={greeting.error} />
        {greeting.error ? <Button href="/">{t('people.signIn')}</Button> : <Skeleton active />}
      </Outside>
    )
  }
  const { purpose, fullName: name, company, email } = found
  return (
    <Outside
      title={purpose === 'invitation' ? t('people.welcomeInvitation', { name }) : t('people.welcomeReset', { name })}
      about={t('people.welcomeAbout', { company, email })}
    >
      <ChoosePassword secret={secret} found={found} />
    </Outside>
  )
}

function ChoosePassword({ secret, found: { hasPassword, email } }: { secret: string; found: Greeting }) {
  const { t } = useWords()
  const signing = useSigning()
  const [error, setError] = useState<unknown>()
  const [busy, setBusy] = useState(false)
  const begin = async ({ password }: { password: string }) => {
    setBusy(true)
    // The secret stands in no history, and the page behind it is the first one.
    const done = await signing.byLink(secret, password).then(() => window.location.replace('/'), setError)
    if (done === undefined) setBusy(false)
  }
  return (
    <Form<{ password: string; again: string }> layout="vertical" requiredMark={false} onFinish={(values) => void begin(values)}>
      <ProblemAlert error={error} />
      <input type="text" name="email" autoComplete="username" value={email} readOnly hidden />
      <Form.Item
        name="password"
        label={hasPassword ? t('people.password') : t('people.choose')}
        extra={hasPassword ? t('people.yours') : t('people.chooseAbout')}
        rules={[{ required: true, message: t('people.choose') }]}
      >
        <Input.Password autoComplete={hasPassword ? 'current-password' : 'new-password'} autoFocus />
      </Form.Item>
      {!hasPassword && (
        <Form.Item
          name="again"
          label={t('people.again')}
          dependencies={['password']}
          rules={[
            ({ getFieldValue }) => ({
              validator: async (_, value) => {
                if (value !== getFieldValue('password')) throw new Error(t('people.differs'))
              },
            }),
          ]}
        >
          <Input.Password autoComplete="new-password" />
        </Form.Item>
      )}
      <Button type="primary" htmlType="submit" block loading={busy}>
        {t('people.begin')}
      </Button>
    </Form>
  )
}
