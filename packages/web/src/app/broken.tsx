import { Button, Result } from 'antd'
import { useWords } from '../i18n/use-words.ts'
import { problemText } from '../parts/problem-alert.tsx'

/** A page that failed to draw: says so, keeps the rest of the house standing. */
export function Broken({ error, reset }: { error: unknown; reset: () => void }) {
  const words = useWords()
  return (
    <Result
      status="error"
      title={words.t('app.broken')}
      subTitle={problemText(error, words)}
      extra={<Button onClick={() => reset()}>{words.t('problem.retry')}</Button>}
    />
  )
}
