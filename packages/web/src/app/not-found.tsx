import { Link } from '@tanstack/react-router'
import { Result } from 'antd'
import { useWords } from '../i18n/use-words.ts'

export function NotFound() {
  const { t } = useWords()
  return <Result status="404" title={t('app.notFound')} extra={<Link to="/">{t('app.toHome')}</Link>} />
}
