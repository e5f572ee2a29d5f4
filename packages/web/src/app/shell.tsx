import { MenuOutlined, QuestionCircleOutlined, SearchOutlined } from '@ant-design/icons'
import { Link, Outlet } from '@tanstack/react-router'
import { Badge, Button, Drawer, Flex, Grid, Layout, Tooltip, theme } from 'antd'
import { type CSSProperties, lazy, Suspense, useCallback, useState } from 'react'
import { useFeed, useLiveData } from '../api/feed.ts'
import { FirstRun } from '../first-run/first-run.tsx'
import { useWords } from '../i18n/use-words.ts'
import { PersonMenu } from '../people/person-menu.tsx'
import { endTour, useTour } from '../tour/tour-state.ts'
import { Allowed } from './allowed.tsx'
import { MainMenu } from './menu.tsx'
import { coloursFor } from './shell-colours.ts'
import { useShortcuts } from './shortcuts.ts'
import { Switches } from './switches.tsx'

const SearchDialog = lazy(() => import('./search-dialog.tsx').then(({ SearchDialog: Dialog }) => ({ default: Dialog })))
const HelpDrawer = lazy(() => import('../help/help-drawer.tsx').then(({ HelpDrawer: Help }) => ({ default: Help })))
const Tour = lazy(() => import('../tour/tour.tsx').then(({ Tour: Shown }) => ({ default: Shown })))
const ShortcutsDialog = lazy(() => import('./shortcuts-dialog.tsx').then(({ ShortcutsDialog: Dialog }) => ({ default: Dialog })))

/** What is around every page: header, menu, and the live feed behind them. */
export function Shell() {
  const { t } = useWords()
  const { token } = theme.useToken()
  const wide = Grid.useBreakpoint().lg ?? true
  const [open, setOpen] = useState(false)
  const dialogs = useDialogs()
  useLiveData()
  const colours = coloursFor(token)
  return (
    <Layout style={{ minHeight: '100vh', ...colours }}>
      <a className="skip" href="#content">
        {t('app.skip')}
      </a>
      <Header wide={wide} onMenu={() => setOpen(true)} onSearch={dialogs.onSearch} onHelp={dialogs.onHelp} />
      <Layout>
        {wide && (
          <Layout.Sider width={220} theme="light" style={SIDER}>
            <nav aria-label={t('app.menu')}>
              <MainMenu />
            </nav>
          </Layout.Sider>
        )}
        <Layout.Content id="content" tabIndex={-1} style={{ padding: wide ? 24 : 12, minWidth: 0, outline: 'none' }}>
          <div style={{ maxWidth: 1320, marginInline: 'auto' }}>
            <FirstRun />
            <Allowed>
              <Outlet />
            </Allowed>
          </div>
        </Layout.Content>
      </Layout>
      <Drawer
        placement="left"
        size={270}
        title="Tandem"
        open={open && !wide}
        onClose={() => setOpen(false)}
        styles={{ body: { padding: 8 } }}
      >
        <MainMenu onGo={() => setOpen(false)} />
      </Drawer>
      {dialogs.shown}
      <Touring />
    </Layout>
  )
}

function Touring() {
  return useTour() ? (
    <Suspense>
      <Tour onClose={endTour} />
    </Suspense>
  ) : null
}

interface HeaderProps {
  readonly wide: boolean
  readonly onMenu: () => void
  readonly onSearch: () => void
  readonly onHelp: () => void
}

function Header({ wide, onMenu, onSearch, onHelp }: HeaderProps) {
  const { t } = useWords()
  const { token } = theme.useToken()
  return (
    <Layout.Header style={headerStyle(token, wide)}>
      {!wide && <Button type="text" icon={<MenuOutlined />} aria-label={t('app.menu')} onClick={onMenu} />}
      <Link to="/" aria-label="Tandem" className="plain-link" style={{ fontWeight: 700, fontSize: 17, color: token.colorText }}>
        <Flex align="center" gap={8}>
          <img src="/tandem.svg" alt="" width={26} height={26} />
          <span className="brand">Tandem</span>
        </Flex>
      </Link>
      <span style={{ flex: 1 }} />
      <span data-tour="search">
        <SearchButton onClick={onSearch} />
      </span>
      <span data-tour="live">
        <LiveBadge />
      </span>
      <Switches />
      <Button data-tour="help" type="text" icon={<QuestionCircleOutlined />} aria-label={t('shell.help')} onClick={onHelp} />
      <span data-tour="person">
        <PersonMenu />
      </span>
    </Layout.Header>
  )
}

/** What keys open from anywhere. */
function useDialogs() {
  const [shown, setShown] = useState<'search' | 'keys' | 'help'>()
  const onSearch = useCallback(() => setShown('search'), [])
  const onKeys = useCallback(() => setShown('keys'), [])
  const [page, setPage] = useState<string>()
  const onHelp = useCallback(() => {
    setPage(undefined)
    setShown('help')
  }, [])
  const openHelp = (at: string) => {
    setPage(at)
    setShown('help')
  }
  const close = () => setShown(undefined)
  useShortcuts({ onSearch, onHelp: onKeys })
  const dialog = {
    search: <SearchDialog onClose={close} openHelp={openHelp} />,
    keys: <ShortcutsDialog onClose={close} />,
    help: <HelpDrawer at={page} onClose={close} />,
  }
  return { onSearch, onHelp, shown: shown && <Suspense>{dialog[shown]}</Suspense> }
}

function SearchButton({ onClick }: { onClick: () => void }) {
  const { t } = useWords()
  const wide = Grid.useBreakpoint().md ?? true
  return (
    <Button
      icon={<SearchOutlined />}
      {...(wide ? {} : { type: 'text', 'aria-label': t('shell.searchAll') })}
      style={{ flex: 'none' }}
      onClick={onClick}
    >
      {wide && (
        <>
          {t('shell.search')} <kbd>Ctrl K</kbd>
        </>
      )}
    </Button>
  )
}

/** On a phone everything is to fit in one row. */
function headerStyle(token: ReturnType<typeof theme.useToken>['token'], wide: boolean): CSSProperties {
  return {
    ...{ position: 'sticky', top: 0, zIndex: 20, display: 'flex', alignItems: 'center', gap: wide ? 12 : 2 },
    ...{ background: token.colorBgContainer, borderBlockEnd: `1px solid ${token.colorBorderSecondary}` },
  }
}

const SIDER: CSSProperties = {
  position: 'sticky',
  insetBlockStart: 52,
  height: 'calc(100vh - 52px)',
  overflow: 'auto',
  padding: 8,
}

/** Whether what is shown is kept fresh by itself. */
function LiveBadge() {
  const { t } = useWords()
  const wide = Grid.useBreakpoint().sm ?? true
  const { state } = useFeed()
  const status = ({ live: 'success', connecting: 'processing', broken: 'error' } as const)[state]
  return (
    <Tooltip title={t(`app.feed.${state}About`)}>
      <span role="status" aria-label={t(`app.feed.${state}`)}>
        <Badge status={status} text={wide ? t(`app.feed.${state}`) : ''} />
      </span>
    </Tooltip>
  )
}
