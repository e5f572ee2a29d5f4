import { Flex, Result, Skeleton, Typography } from 'antd'
import { type ReactNode, useEffect } from 'react'
import { ProblemFault } from '../api/client.ts'
import { useWords } from '../i18n/use-words.ts'
import { ProblemAlert } from '../parts/problem-alert.tsx'

interface PortalPageProps {
  readonly title: string
  readonly beside?: ReactNode
  readonly about?: ReactNode
  readonly children: ReactNode
}

export function PortalPage({ title, beside, about, children }: PortalPageProps) {
  useEffect(() => {
    document.title = title
  }, [title])
  return (
    <>
      <div style={{ marginBlockEnd: 16 }}>
        <Flex align="center" gap={10} wrap>
          <Typography.Title level={1} style={{ margin: 0, fontSize: 24 }}>
            {title}
          </Typography.Title>
          {beside}
        </Flex>
        {about && <Typography.Text type="secondary">{about}</Typography.Text>}
      </div>
      {children}
    </>
  )
}

interface ShownProps<T> {
  readonly query: { readonly data: T | undefined; readonly error: unknown; readonly refetch: () => unknown }
  readonly children: (data: T) => ReactNode
}

/** What was asked for; what is somebody else's is as if it were not there. */
export function Shown<T>({ query: { data, error, refetch }, children }: ShownProps<T>) {
  const { t } = useWords()
  if (data !== undefined) return <>{children(data)}</>
  if (error instanceof ProblemFault && error.problem.status === 404) return <Result status="404" title={t('portal.notYours')} />
  if (error) return <ProblemAlert error={error} onRetry={() => void refetch()} />
  return <Skeleton active paragraph={{ rows: 6 }} />
}
