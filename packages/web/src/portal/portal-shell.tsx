import { QuestionCircleOutlined } from '@ant-design/icons'
import { useQueryClient } from '@tanstack/react-query'
import { Link, Outlet, useRouterState } from '@tanstack/react-router'
import { Button, Flex, Layout, theme } from 'antd'
import { lazy, Suspense, useEffect, useState } from 'react'
import { usePlatform } from '../api/platform.ts'
import { coloursFor } from '../app/shell-colours.ts'
import { Switches } from '../app/switches.tsx'
import { useWords } from '../i18n/use-words.ts'
import { PersonMenu } from '../people/person-menu.tsx'

const HelpDrawer = lazy(() => import('../help/help-drawer.tsx').then(({ HelpDrawer: Drawer }) => ({ default: Drawer })))

/** Around every page of the portal: whose house this is, and three ways to go. */
export function PortalShell() {
  const { t } = useWords()
  const { token } = theme.useToken()
  const company = usePlatform().data?.tenant?.name ?? 'Tandem'
  useFreshness()
  return (
    <Layout style={{ minHeight: '100vh', ...coloursFor(token) }}>
      <a className="skip" href="#content">
        {t('app.skip')}
      </a>
      <header className="portal-header" style={{ background: token.colorBgContainer }}>
        <Link to="/" className="plain-link portal-company" style={{ color: token.colorText }}>
          {company}
        </Link>
        <Ways />
        <Flex align="center" gap={8} className="portal-person">
          <Switches />
          <Help />
          <PersonMenu />
        </Flex>
      </header>
      <Layout.Content id="content" tabIndex={-1} className="portal-content">
        <main>
          <Outlet />
        </main>
      </Layout.Content>
    </Layout>
  )
}

/** One page of the manual is for customers. */
function Help() {
  const { t } = useWords()
  const [open, setOpen] = useState(false)
  return (
    <>
      <Button type="text" icon={<QuestionCircleOutlined />} aria-label={t('shell.help')} onClick={() => setOpen(true)} />
      {open && (
        <Suspense>
          <HelpDrawer only="portal" onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  )
}

const PLACES = [
  { to: '/', text: 'portal.home' },
  { to: '/quotes', text: 'menu.quotes' },
  { to: '/orders', text: 'menu.orders' },
  { to: '/invoices', text: 'menu.invoices' },
  { to: '/tickets', text: 'menus.tickets' },
] as const

function Ways() {
  const { t } = useWords()
  const path = useRouterState({ select: (state) => state.location.pathname })
  return (
    <nav aria-label={t('app.menu')} className="portal-ways">
      {PLACES.map(({ to, text }) => {
        const isHere = to === '/' ? path === '/' : path === to || path.startsWith(`${to}/`)
        return (
          <Link key={to} to={to as string} className="portal-way" {...(isHere ? { 'aria-current': 'page' as const } : {})}>
            {t(text)}
          </Link>
        )
      })}
    </nav>
  )
}

/** The live feed is for the house; a page that stays open asks by itself now and then. */
const ASK_AGAIN_MS = 60_000

function useFreshness(): void {
  const client = useQueryClient()
  useEffect(() => {
    const timer = setInterval(() => void client.invalidateQueries({ queryKey: ['crm'] }), ASK_AGAIN_MS)
    return () => clearInterval(timer)
  }, [client])
}
