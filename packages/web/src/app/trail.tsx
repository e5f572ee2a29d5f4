import { Link, useRouterState } from '@tanstack/react-router'
import { Breadcrumb } from 'antd'
import { useWords } from '../i18n/use-words.ts'
import { placeOf, useAllPlaces } from './places.tsx'

/** Where one is, and the way back up. */
export function Trail({ title }: { title: string }) {
  const { t } = useWords()
  const path = useRouterState({ select: (state) => state.location.pathname })
  const places = useAllPlaces()
  if (path === '/') return null
  const { place, group } = placeOf(places, path)
  const isPlace = place.key === path
  return (
    <nav aria-label={t('shell.trail')}>
      <Breadcrumb
        className="trail"
        items={[
          { key: 'home', title: <Link to="/">{places.home.label}</Link> },
          ...(group ? [{ key: 'group', title: group.label }] : []),
          ...(isPlace || place.key === '/' ? [] : [{ key: 'list', title: <Link to={place.key}>{place.label}</Link> }]),
          { key: 'here', title: <span aria-current="page">{title}</span> },
        ]}
      />
    </nav>
  )
}
