import { Flex, Skeleton, Typography } from 'antd'
import { type ReactNode, useEffect } from 'react'
import { Trail } from '../app/trail.tsx'
import { Gone, isGone } from './gone.tsx'
import { ProblemAlert } from './problem-alert.tsx'

interface PageProps {
  /** Names the page in the browser's tab, too. */
  readonly title: string
  readonly beside?: ReactNode
  /** One sentence for somebody who sees this page for the first time. */
  readonly about?: ReactNode
  readonly actions?: ReactNode
  readonly children: ReactNode
}

export function Page({ title, beside, about, actions, children }: PageProps) {
  useEffect(() => {
    document.title = `${title} · Tandem`
  }, [title])
  return (
    <>
      <Trail title={title} />
      <Flex justify="space-between" align="center" gap={12} wrap style={{ marginBlockEnd: 16 }}>
        <div style={{ minWidth: 0 }}>
          <Flex align="center" gap={10} wrap>
            <Typography.Title level={1} style={{ margin: 0, fontSize: 24 }}>
              {title}
            </Typography.Title>
            {beside}
          </Flex>
          {about && <Typography.Text type="secondary">{about}</Typography.Text>}
        </div>
        {actions && (
          <Flex gap={8} wrap>
            {actions}
          </Flex>
        )}
      </Flex>
      {children}
    </>
  )
}

interface LoadedProps<T> {
  readonly query: {
    readonly data: T | undefined
    readonly error: unknown
    readonly refetch: () => unknown
    readonly fetchStatus?: string
  }
  readonly children: (data: T) => ReactNode
}

/** What a query brought; until then its outline, and when it failed why. Old data stays on while new is asked for. */
export function Loaded<T>({ query, children }: LoadedProps<T>) {
  if (query.data !== undefined) return <>{children(query.data)}</>
  if (isGone(query.error)) return <Gone error={query.error} />
  if (query.error) return <ProblemAlert error={query.error} onRetry={() => void query.refetch()} />
  // Nobody asks: it is not among the reader's rights.
  if (query.fetchStatus === 'idle') return null
  return <Skeleton active paragraph={{ rows: 6 }} />
}
