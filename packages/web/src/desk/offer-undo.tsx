import { App, Button } from 'antd'
import { useCallback } from 'react'
import { useWords } from '../i18n/use-words.ts'

const OFFERED_S = 8

/** Tells that something was done, with a button that undoes it, for as long as the message stands. */
export function useOfferUndo(): (text: string, undo: () => void) => void {
  const { t } = useWords()
  const { message } = App.useApp()
  return useCallback(
    (text, undo) => {
      const key = `undo-${text}`
      const take = () => {
        message.destroy(key)
        undo()
      }
      const content = (
        <>
          {text}{' '}
          <Button size="small" onClick={take}>
            {t('record.undo')}
          </Button>
        </>
      )
      void message.open({ key, type: 'success', duration: OFFERED_S, content })
    },
    [message, t],
  )
}
