import { App } from 'antd'
import { useState } from 'react'
import { type DocumentType, useSend } from '../api/documents.ts'
import { useWords } from '../i18n/use-words.ts'
import { problemText } from '../parts/problem-alert.tsx'

interface Said {
  readonly id: string
  readonly version: number
  readonly command: string
  readonly input: object
}

/**
 * Says one thing of many. Each goes by itself, against the version that was looked at: where somebody else was first it is
 * refused, and stays to be seen with the reason, in the server's words.
 */
export function useSayAll(type: DocumentType, onClose: () => void) {
  const words = useWords()
  const { message } = App.useApp()
  const sending = useSend(type)
  const [busy, setBusy] = useState(false)
  const [refused, setRefused] = useState<ReadonlyMap<string, string>>(new Map())
  const sayAll = async (all: readonly Said[]) => {
    setBusy(true)
    const failed = new Map<string, string>()
    const sent = all.map((one) => sending.mutateAsync(one).catch((error) => failed.set(one.id, problemText(error, words))))
    await Promise.all(sent)
    setBusy(false)
    setRefused(failed)
    void message.info(words.t('rules.doneAll', { done: all.length - failed.size, all: all.length }))
    if (failed.size === 0) onClose()
  }
  return { sayAll, busy, refused }
}
