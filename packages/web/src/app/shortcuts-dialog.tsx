import { Modal } from 'antd'
import { useWords } from '../i18n/use-words.ts'
import { placeOf, useAllPlaces } from './places.tsx'
import { GO_KEYS } from './shortcuts.ts'

/** The keys and what they do. */
export function ShortcutsDialog({ onClose }: { onClose: () => void }) {
  const { t } = useWords()
  const places = useAllPlaces()
  const rows: [string[], string][] = [
    [['Ctrl', 'K'], t('shell.searchAll')],
    [['/'], t('shell.searchHere')],
    [['n'], t('shell.mainAction')],
    [['?'], t('shell.shortcuts')],
    [['Esc'], t('shell.close')],
    ...Object.entries(GO_KEYS).map(([key, path]): [string[], string] => [
      ['g', key],
      t('shell.goTo', { place: placeOf(places, path).place.label }),
    ]),
  ]
  return (
    <Modal open title={t('shell.shortcuts')} footer={null} onCancel={onClose} destroyOnHidden>
      <dl className="shortcuts">
        {rows.map(([keys, what]) => (
          <div key={what}>
            <dt>
              {keys.map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
    </Modal>
  )
}
