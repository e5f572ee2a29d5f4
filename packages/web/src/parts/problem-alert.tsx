import { Alert, Button } from 'antd'
import { ProblemFault } from '../api/client.ts'
import { useWords, type Words } from '../i18n/use-words.ts'

/** What went wrong, in words: the server's own where it gave any. */
export function problemText(error: unknown, { t }: Pick<Words, 't'>): string {
  if (!(error instanceof ProblemFault)) return t('problem.page')
  const { status, detail, title } = error.problem
  if (status === 0) return t('problem.noAnswer')
  if (status === 404 && !detail) return t('problem.notFound')
  return detail ?? title ?? t('problem.server', { status })
}

/** A refusal or a failure at the place where it belongs; nothing when there is none. */
export function ProblemAlert({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const words = useWords()
  if (!error) return null
  const fields = error instanceof ProblemFault ? (error.problem.errors ?? []) : []
  return (
    <Alert
      type="error"
      showIcon
      role="alert"
      style={{ marginBlock: 12 }}
      title={problemText(error, words)}
      description={
        fields.length > 0 && (
          <ul style={{ margin: 0, paddingInlineStart: 20 }}>
            {fields.map(({ pointer, detail }) => (
              <li key={pointer + detail}>{detail}</li>
            ))}
          </ul>
        )
      }
      action={
        onRetry && (
          <Button size="small" onClick={onRetry}>
            {words.t('problem.retry')}
          </Button>
        )
      }
    />
  )
}
