import { Alert, Typography } from 'antd'
import { useWords } from '../i18n/use-words.ts'

/** A secret that is shown this once, to be copied. */
export function Once({ text, about }: { text: string; about: string }) {
  const { t } = useWords()
  return (
    <Alert
      type="warning"
      showIcon
      title={t('admin.once')}
      description={
        <>
          <Typography.Paragraph
            code
            copyable={{ text, tooltips: [t('admin.copy'), t('admin.copied')] }}
            style={{ marginBlock: 8, overflowWrap: 'anywhere' }}
          >
            {text}
          </Typography.Paragraph>
          {about}
        </>
      }
    />
  )
}
