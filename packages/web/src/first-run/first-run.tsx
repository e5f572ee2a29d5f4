import { useQueryClient } from '@tanstack/react-query'
import { Alert } from 'antd'
import { lazy, Suspense, useEffect, useRef } from 'react'
import { useWords } from '../i18n/use-words.ts'
import { useSetup } from './use-setup.ts'

const SetupDialog = lazy(() => import('./setup-dialog.tsx').then(({ SetupDialog: Dialog }) => ({ default: Dialog })))

/** Asks its questions where a company is not set up yet, and tells while the demo is being loaded. */
export function FirstRun() {
  const { t } = useWords()
  const client = useQueryClient()
  const state = useSetup().data?.state
  const before = useRef(state)
  useEffect(() => {
    // What was loaded is there to be seen.
    if (before.current === 'loading' && state === 'done') void client.invalidateQueries()
    before.current = state
  }, [client, state])
  if (state === 'open') {
    return (
      <Suspense>
        <SetupDialog />
      </Suspense>
    )
  }
  if (state === 'loading') return <Alert banner type="info" title={t('firstRun.loading')} />
  if (state === 'failed') return <Alert banner type="error" title={t('firstRun.failed')} />
  return null
}
