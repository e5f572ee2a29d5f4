import { useNavigate, useRouterState } from '@tanstack/react-router'
import { Menu, type MenuProps } from 'antd'
import { useWords } from '../i18n/use-words.ts'
import { type PlaceToGo, placeOf, usePlaces } from './places.tsx'

/** Where one can go. */
export function MainMenu({ onGo }: { onGo?: () => void }) {
  const { t } = useWords()
  const navigate = useNavigate()
  const path = useRouterState({ select: (state) => state.location.pathname })
  const places = usePlaces()
  const items: MenuProps['items'] = [
    item(places.home),
    ...places.groups.map(({ label, places: entries }) => ({ type: 'group' as const, label, children: entries.map(item) })),
  ]
  return (
    <Menu
      mode="inline"
      aria-label={t('app.menu')}
      style={{ border: 0, background: 'transparent' }}
      selectedKeys={[placeOf(places, path).place.key]}
      items={items}
      onClick={({ key }) => {
        void navigate({ to: key })
        onGo?.()
      }}
    />
  )
}

function item({ key, icon, label }: PlaceToGo) {
  return { key, icon, label }
}
