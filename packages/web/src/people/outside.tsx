import { Card, Flex, Typography, theme } from 'antd'
import { type ReactNode, useEffect } from 'react'
import { LanguageSwitch } from '../app/switches.tsx'

/** What is around a page for people who are not in yet: the name of the house, and the language. */
export function Outside({ title, about, children }: { title: string; about?: ReactNode; children: ReactNode }) {
  const { token } = theme.useToken()
  useEffect(() => {
    document.title = `${title} · Tandem`
  }, [title])
  return (
    <Flex vertical align="center" gap={20} style={{ minHeight: '100vh', padding: '48px 16px', background: token.colorBgLayout }}>
      <Flex align="center" gap={10} style={{ color: token.colorText, fontWeight: 700, fontSize: 22 }}>
        <img src="/tandem.svg" alt="" width={34} height={34} />
        Tandem 双骑
      </Flex>
      <main style={{ width: '100%', maxWidth: 460 }}>
        <Card>
          <Typography.Title level={1} style={{ margin: 0, fontSize: 22 }}>
            {title}
          </Typography.Title>
          {about && <Typography.Paragraph type="secondary">{about}</Typography.Paragraph>}
          {children}
        </Card>
      </main>
      <LanguageSwitch />
    </Flex>
  )
}
