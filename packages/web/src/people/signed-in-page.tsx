import { useQuery } from '@tanstack/react-query'
import { Button, Skeleton } from 'antd'
import { useWords } from '../i18n/use-words.ts'
import { ProblemAlert } from '../parts/problem-alert.tsx'
import { Outside } from './outside.tsx'
import { useSigning } from './use-sign-in.ts'

/** Where a provider sends the browser back to. What it said counts once, so it is asked about once. */
export default function SignedInPage() {
  const { t } = useWords()
  const signing = useSigning()
  const coming = useQuery({
    queryKey: ['platform', 'coming-back'],
    queryFn: async () => {
      await signing.byProvider(window.location.search)
      window.location.replace('/')
      return true
    },
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
  })
  return (
    <Outside title={t(coming.error ? 'people.signIn' : 'factor.comingBack')}>
      <ProblemAlert error={coming.error} />
      {coming.error ? <Button href="/">{t('people.signIn')}</Button> : <Skeleton active />}
    </Outside>
  )
}
