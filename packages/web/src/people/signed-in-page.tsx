import { Button, Skeleton } from 'antd'
import { useEffect, useState } from 'react'
import { useWords } from '../i18n/use-words.ts'
import { ProblemAlert } from '../parts/problem-alert.tsx'
import { Outside } from './outside.tsx'
import { useSigning } from './use-sign-in.ts'

/** What a provider said counts once, so it is told to the server once, however often this page is drawn. */
let coming: Promise<unknown> | undefined

/** Where a provider sends the browser back to. */
export default function SignedInPage() {
  const { t } = useWords()
  const { byProvider } = useSigning()
  const [error, setError] = useState<unknown>()
  useEffect(() => {
    coming ??= byProvider(window.location.search)
    coming.then(() => window.location.replace('/'), setError)
  }, [byProvider])
  return (
    <Outside title={t(error ? 'people.signIn' : 'factor.comingBack')}>
      <ProblemAlert error={error} />
      {error ? <Button href="/">{t('people.signIn')}</Button> : <Skeleton active />}
    </Outside>
  )
}
