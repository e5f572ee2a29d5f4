import { Flex, Spin } from 'antd'
import { lazy, type ReactNode, Suspense } from 'react'
import { usePlatform } from '../api/platform.ts'
import { ProblemAlert } from '../parts/problem-alert.tsx'
import { useIsLeaving } from './use-sign-in.ts'

const SignInPage = lazy(() => import('./sign-in-page.tsx'))
const SignedInPage = lazy(() => import('./signed-in-page.tsx'))
const WelcomePage = lazy(() => import('./welcome-page.tsx'))

/** Lets in who is signed in; everybody else meets the page to sign in, or the one their link leads to. */
export function Gate({ children }: { children: ReactNode }) {
  const me = usePlatform()
  const isLeaving = useIsLeaving()
  const link = window.location.pathname === '/welcome' ? window.location.hash.slice(1) : ''
  if (window.location.pathname === '/signed-in') return <Waiting page={<SignedInPage />} />
  if (link) return <Waiting page={<WelcomePage secret={link} />} />
  if (isLeaving) return <Spinning />
  if (me.data === null) return <Waiting page={<SignInPage />} />
  if (me.data) return <>{children}</>
  if (me.error) return <ProblemAlert error={me.error} onRetry={() => void me.refetch()} />
  return <Waiting page={<Spinning />} />
}

function Waiting({ page }: { page: ReactNode }) {
  return <Suspense fallback={<Spinning />}>{page}</Suspense>
}

function Spinning() {
  return (
    <Flex justify="center" align="center" style={{ minHeight: '100vh' }}>
      <Spin size="large" />
    </Flex>
  )
}
