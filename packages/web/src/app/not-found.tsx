import { Link } from '@tanstack/react-router'
import { Result } from 'antd'
import { useEffect } from 'react'
import { useWords } from '../i18n/use-words.ts'

export function NotFound() {
  const { t } = useWords()
  const title = t('app.notFound')
  useEffect(() => {
    document.title = `${title} · Tandem`
  }, [title])
  return <Result status="404" title={<h1 className="plain-title">{title}</h1>} extra={<Link to="/">{t('app.toHome')}</Link>} />
}
