import { Link, useRouterState } from '@tanstack/react-router'
import { Result } from 'antd'
import type { ReactNode } from 'react'
import { useRights } from '../api/platform.ts'
import { useWords } from '../i18n/use-words.ts'
import { PLACES } from './place-list.ts'

const ALL = PLACES.flatMap(({ places }) => places).sort((a, b) => b.key.length - a.key.length)

/** Who follows a link to a place that is not theirs reads why, instead of meeting an empty page. */
export function Allowed({ children }: { children: ReactNode }) {
  const { t } = useWords()
  const { reach } = useRights()
  const path = useRouterState({ select: (state) => state.location.pathname })
  const place = ALL.find(({ key }) => path === key || path.startsWith(`${key}/`))
  if (!place || reach(place.needs) !== undefined) return <>{children}</>
  return (
    <Result
      status="403"
      title={<h1 className="plain-title">{t('shell.notYours')}</h1>}
      subTitle={t('shell.notYoursAbout')}
      extra={<Link to="/">{t('app.toHome')}</Link>}
    />
  )
}
