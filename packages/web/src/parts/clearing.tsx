import { CloseCircleFilled } from '@ant-design/icons'
import { useMemo } from 'react'
import { useWords } from '../i18n/use-words.ts'

/** For `allowClear` of inputs and selects: else their button has an English name, or none. */
export function useClearing() {
  const { t } = useWords()
  return useMemo(
    () => ({ clearIcon: <CloseCircleFilled aria-label={t('lists.emptyField')} />, label: t('lists.emptyField') }),
    [t],
  )
}
