import { useQuery } from '@tanstack/react-query'
import { Button, Form, Skeleton } from 'antd'
import { type ReactNode, useState } from 'react'
import { call } from '../api/client.ts'
import { useWords } from '../i18n/use-words.ts'
import { ProblemAlert } from '../parts/problem-alert.tsx'
import { Outside } from './outside.tsx'
import { CodeField, SecondFactorEnrol } from './second-factor-enrol.tsx'
import type { Enrolment } from './use-second-factor.ts'
import { useSigning } from './use-sign-in.ts'

interface Props {
  readonly next: 'second-factor' | 'enrol'
  /** To sign in as somebody else. */
  readonly onLeave: () => void
}

/** What follows the password: a code, or setting one up where the company asks for it. */
export function SecondFactorStep({ next, onLeave }: Props) {
  const { t } = useWords()
  const isEnrol = next === 'enrol'
  const leave = (
    <Button type="link" block onClick={onLeave}>
      {t('factor.otherAccount')}
    </Button>
  )
  return (
    <Outside title={t(isEnrol ? 'factor.enrol' : 'factor.title')} about={t(isEnrol ? 'factor.enrolAbout' : 'factor.codeAbout')}>
      {isEnrol ? <Enrol below={leave} /> : <AskCode />}
      {!isEnrol && leave}
    </Outside>
  )
}

function AskCode() {
  const { t } = useWords()
  const signing = useSigning()
  const [error, setError] = useState<unknown>()
  const [busy, setBusy] = useState(false)
  const come = async ({ code }: { code: string }) => {
    setBusy(true)
    setError(undefined)
    await signing.byCode(code).catch(setError)
    setBusy(false)
  }
  return (
    <Form<{ code: string }> layout="vertical" requiredMark={false} onFinish={(values) => void come(values)}>
      <ProblemAlert error={error} />
      <CodeField label={t('factor.code')} />
      <Button type="primary" htmlType="submit" block loading={busy}>
        {t('factor.enter')}
      </Button>
    </Form>
  )
}

function Enrol({ below }: { below: ReactNode }) {
  const signing = useSigning()
  const begun = useQuery({
    queryKey: ['platform', 'enrolment'],
    queryFn: () => call<Enrolment>('POST', '/platform/sign-in/second-factor/begin', { body: {} }),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  })
  if (begun.error) return <ProblemAlert error={begun.error} onRetry={() => void begun.refetch()} />
  if (!begun.data) return <Skeleton active />
  return (
    <SecondFactorEnrol
      enrolment={begun.data}
      onConfirm={signing.enrol}
      onDone={() => window.location.assign('/')}
      below={below}
    />
  )
}
