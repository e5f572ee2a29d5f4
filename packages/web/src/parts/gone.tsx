import { Link, useRouterState } from '@tanstack/react-router'
import { Button, Result } from 'antd'
import { ProblemFault } from '../api/client.ts'
import { placeOf, usePlaces } from '../app/places.tsx'
import { useWords } from '../i18n/use-words.ts'

export function isGone(error: unknown): boolean {
  return error instanceof ProblemFault && error.problem.status === 404
}

/** What is looked for is not there (any more), or not for this reader: and the way to what there is. */
export function Gone({ error }: { error: unknown }) {
  const { t } = useWords()
  const { place } = placeOf(usePlaces(), useRouterState({ select: (state) => state.location.pathname }))
  const detail = error instanceof ProblemFault ? error.problem.detail : undefined
  return (
    <Result
      status="404"
      title={<h1 className="plain-title">{t('problem.notFound')}</h1>}
      subTitle={detail}
      extra={
        <Link to={place.key}>
          <Button type="primary">{place.label}</Button>
        </Link>
      }
    />
  )
}
