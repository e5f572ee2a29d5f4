import { Button, Result } from 'antd'
import { useWords } from '../i18n/use-words.ts'

/** A page that failed to draw: says so, keeps the rest of the house standing. */
export function Broken({ error, reset }: { error: Error; reset: () => void }) {
  const { t } = useWords()
  return (
    <Result
      status="error"
      title={t('app.broken')}
      subTitle={error.message}
      extra={<Button onClick={() => reset()}>{t('problem.retry')}</Button>}
    />
  )
}
