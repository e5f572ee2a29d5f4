import { Typography } from 'antd'
import { useWords } from '../i18n/use-words.ts'
import { kindLabel } from './words.ts'

/** What no other system has is looked at, and travels nowhere. */
export function KindName({ kind, stays }: { kind: string; stays: boolean }) {
  const { t, label } = useWords()
  return (
    <>
      {label(kindLabel(kind))}
      {stays && (
        <div>
          <Typography.Text type="secondary" className="small">
            {t('joint.staysHere')}
          </Typography.Text>
        </div>
      )}
    </>
  )
}
