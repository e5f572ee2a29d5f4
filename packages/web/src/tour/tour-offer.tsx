import { Alert, Button, Flex } from 'antd'
import { useState } from 'react'
import { useWords } from '../i18n/use-words.ts'
import { startTour } from './tour-state.ts'

const KEY = 'tandem.tour'

function wasOffered(): boolean {
  try {
    return localStorage.getItem(KEY) !== null
  } catch {
    return true
  }
}

function remember(): void {
  try {
    localStorage.setItem(KEY, 'offered')
  } catch {
    // A private window may forbid it.
  }
}

/** Offered on the start page to who was never here, in this browser; it stands in nobody's way. */
export function TourOffer() {
  const { t } = useWords()
  const [open, setOpen] = useState(() => !wasOffered())
  if (!open) return null
  const close = () => {
    remember()
    setOpen(false)
  }
  return (
    <Alert
      type="info"
      showIcon
      className="wraps"
      style={{ marginBlockEnd: 16 }}
      title={t('tour.offer')}
      action={
        <Flex gap={8} wrap>
          <Button
            type="primary"
            onClick={() => {
              close()
              startTour()
            }}
          >
            {t('tour.start')}
          </Button>
          <Button onClick={close}>{t('tour.no')}</Button>
        </Flex>
      }
    />
  )
}
