import { Typography } from 'antd'
import type { Page } from '../api/documents.ts'
import { useWords } from '../i18n/use-words.ts'

/** Says of a queue that is longer than what is shown of it that there is more, and that search and filters do not look there. */
export function OnlyFirst({ page: { items, next } }: { readonly page: Page<unknown> }) {
  const { t, decimal } = useWords()
  if (next === null) return null
  return <Typography.Text type="secondary">{t('joint.onlyFirst', { shown: decimal(String(items.length)) })}</Typography.Text>
}
