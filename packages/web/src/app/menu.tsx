import { useNavigate, useRouterState } from '@tanstack/react-router'
import { Menu, type MenuProps } from 'antd'
import { useState } from 'react'
import { useWords } from '../i18n/use-words.ts'
import { type PlaceToGo, placeOf, usePlaces } from './places.tsx'

/** A group that is no longer than this is seen whole. */
const MOST_UNFOLDED = 12

type Items = NonNullable<MenuProps['items']>

/** Where one can go; of a long group what is rare is folded away. */
export function MainMenu({ onGo }: { onGo?: () => void }) {
  const { t } = useWords()
  const navigate = useNavigate()
  const path = useRouterState({ select: (state) => state.location.pathname })
  const places = usePlaces()
  const { place } = placeOf(places, path)
  const [open, setOpen] = useState<readonly string[]>([])
  const [seen, setSeen] = useState<string>()
  // Who comes to a place by another way finds it in the menu, too; from then on it is theirs to fold.
  if (seen !== place.key) {
    setSeen(place.key)
    if (place.fold && !open.includes(place.fold.key)) setOpen([...open, place.fold.key])
  }
  const items: Items = [
    item(places.home),
    ...places.groups.map(({ label, places: entries }) => ({
      ...{ type: 'group' as const, label },
      children: entries.length > MOST_UNFOLDED ? folded(entries) : entries.map(item),
    })),
  ]
  return (
    <Menu
      mode="inline"
      aria-label={t('app.menu')}
      style={{ border: 0, background: 'transparent' }}
      selectedKeys={[place.key]}
      openKeys={[...open]}
      onOpenChange={setOpen}
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

/** In their order; those of a fold where the first of it stands. */
function folded(places: readonly PlaceToGo[]): Items {
  return [...Map.groupBy(places, ({ key, fold }) => fold?.key ?? key)].flatMap(([key, entries]) => {
    const fold = entries[0]?.fold
    return fold ? [{ key, label: fold.label, icon: entries[0]?.icon, children: entries.map(item) }] : entries.map(item)
  })
}
