import { useBlocker } from '@tanstack/react-router'
import { useWords } from '../i18n/use-words.ts'

/** Asks before a page with unsaved changes is left, by a link, by "back" or by closing the tab. */
export function useUnsaved(hasChanges: boolean): void {
  const { t } = useWords()
  useBlocker({
    shouldBlockFn: () => !window.confirm(t('shell.leave')),
    enableBeforeUnload: hasChanges,
    disabled: !hasChanges,
  })
}
