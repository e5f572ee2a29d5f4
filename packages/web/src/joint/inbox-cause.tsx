import { Alert } from 'antd'
import { useAnswer } from '../api/documents.ts'
import { useWords } from '../i18n/use-words.ts'
import type { Cause } from './use-joint.ts'

/** Why an entry of the inbox is there and what to do about it, in words; its code for who looks it up in the manual. */
export function InboxCause({ id, isOpen }: { id: string; isOpen: boolean }) {
  const { t, label } = useWords()
  const { data } = useAnswer<readonly Cause[]>('joint', 'inbox-causes', { entry: id })
  const cause = data?.[0]
  if (!cause) return null
  return (
    <Alert
      type={isOpen ? 'warning' : 'info'}
      showIcon
      style={{ marginBlockStart: 12 }}
      title={label(cause.text)}
      description={
        <>
          {isOpen && <div>{t('running.fix', { text: label(cause.fix.text) })}</div>}
          <code className="small">{cause.code}</code>
        </>
      }
    />
  )
}
