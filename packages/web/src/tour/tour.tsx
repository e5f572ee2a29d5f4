import { Tour as AntTour, type TourProps } from 'antd'
import { useEffect } from 'react'
import { usePlatform, useRights } from '../api/platform.ts'
import { visibleTo } from '../app/place-list.ts'
import { placeOf, usePlaces } from '../app/places.tsx'
import { useWords } from '../i18n/use-words.ts'
import { AROUND, placesToShow } from './steps.ts'

type Step = NonNullable<TourProps['steps']>[number]

/** A short walk around the page, by role: each step points at what it is about. */
export function Tour({ onClose }: { onClose: () => void }) {
  const { t } = useWords()
  useEscape(onClose)
  const places = usePlaces()
  const rights = useRights()
  const roles = usePlatform().data?.user?.roles ?? []
  const visible = visibleTo(rights).flatMap(({ places: all }) => all.map(({ key }) => key))
  const words = t('tour.places', { returnObjects: true }) as Readonly<Record<string, string>>
  const menu: Step[] = placesToShow(roles, visible).map((key) => ({
    title: placeOf(places, key).place.label,
    description: words[key] ?? t('tour.anyPlace'),
    placement: 'right',
    target: () => found(`[data-menu-id$="${key}"]`),
  }))
  const around: Step[] = AROUND.map((what) => ({
    title: t(`tour.around.${what}.title`),
    description: t(`tour.around.${what}.text`),
    placement: 'bottomRight',
    target: () => found(`[data-tour="${what}"]`),
  }))
  const hello: Step = { title: t('tour.hello'), description: t('tour.helloAbout') }
  return (
    <AntTour
      open
      steps={[hello, ...menu, ...around]}
      onClose={onClose}
      onFinish={onClose}
      disabledInteraction
      indicatorsRender={(at, total) => `${at + 1} / ${total}`}
    />
  )
}

/** As everything else that lies over the page, it ends with Escape. */
function useEscape(onClose: () => void): void {
  useEffect(() => {
    const press = (event: KeyboardEvent) => event.key === 'Escape' && onClose()
    window.addEventListener('keydown', press)
    return () => window.removeEventListener('keydown', press)
  }, [onClose])
}

/** Null: it is not on the screen, as the menu on a phone; then the step stands in the middle. */
function found(selector: string): HTMLElement {
  const all = [...document.querySelectorAll<HTMLElement>(selector)]
  return all.find((one) => one.offsetParent !== null) ?? (null as never)
}
