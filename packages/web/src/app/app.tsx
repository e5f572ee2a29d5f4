import { QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { App as AntApp, ConfigProvider, theme } from 'antd'
import enGB from 'antd/locale/en_GB'
import zhCN from 'antd/locale/zh_CN'
import dayjs from 'dayjs'
import 'dayjs/locale/zh-cn'
import { lazy, Suspense, useEffect } from 'react'
import { ProblemFault } from '../api/client.ts'
import { ME, useIsGuest } from '../api/platform.ts'
import { localeOf } from '../format/decimal.ts'
import { Gate } from '../people/gate.tsx'
import { nonce } from './nonce.ts'
import { router } from './router.tsx'
import { useDark, useSettings } from './settings.ts'

const Portal = lazy(() => import('../portal/portal.tsx'))

const client: QueryClient = new QueryClient({
  queryCache: new QueryCache({
    // A session may end at any moment: then the gate asks who this is.
    onError: (error, { queryKey }) => {
      const isOut = error instanceof ProblemFault && error.problem.status === 401
      if (isOut && queryKey[0] !== ME[0]) void client.resetQueries({ queryKey: ME })
    },
  }),
  defaultOptions: {
    queries: {
      staleTime: 5_000,
      refetchOnWindowFocus: true,
      // A refusal stays one however often it is asked; only silence may be an accident.
      retry: (count, error) =>
        count < 2 && !(error instanceof ProblemFault && error.problem.status >= 400 && error.problem.status < 500),
    },
    mutations: { retry: false },
  },
})

/** Quiet text, and hints in empty fields, must be readable, too: 4.5 to 1 at least against what is behind them. */
const quiet = (colour: string) => ({ colorTextTertiary: colour, colorTextDescription: colour, colorTextPlaceholder: colour })
/** Dark colours are lighter, so that links can be read on black. */
const LIGHT = {
  ...{ colorPrimary: '#1a5fd0', colorLink: '#1a5fd0', colorError: '#cf1322', colorSuccess: '#237804', colorWarning: '#ad6800' },
  // What is reckoned for a button under the pointer is too light to be read.
  ...{ colorPrimaryHover: '#174fae', colorLinkHover: '#174fae' },
  // What is reckoned from the dark green and brown is muddy.
  ...{ colorSuccessBg: '#f6ffed', colorSuccessBorder: '#b7eb8f', colorWarningBg: '#fffbe6', colorWarningBorder: '#ffe58f' },
  ...quiet('rgba(0, 0, 0, 0.62)'),
}
const DARK = { colorPrimary: '#3474dc', colorLink: '#7ab3ff', colorError: '#ff7875', ...quiet('rgba(255, 255, 255, 0.65)') }

const MENU = {
  light: { groupTitleColor: 'rgba(0, 0, 0, 0.65)' },
  dark: { groupTitleColor: 'rgba(255, 255, 255, 0.65)', itemSelectedColor: '#8fc0ff', subMenuItemSelectedColor: '#8fc0ff' },
}
/** Some people get dizzy from what moves. */
const calm = window.matchMedia('(prefers-reduced-motion: reduce)')

export function App() {
  const { language } = useSettings()
  const dark = useDark()
  useEffect(() => {
    document.documentElement.lang = localeOf(language)
    document.documentElement.style.colorScheme = dark ? 'dark' : 'light'
    document.documentElement.dataset.colours = dark ? 'dark' : 'light'
    dayjs.locale(language === 'zh' ? 'zh-cn' : 'en')
  }, [language, dark])
  return (
    <ConfigProvider
      locale={language === 'zh' ? zhCN : enGB}
      {...(nonce ? { csp: { nonce } } : {})}
      button={{ autoInsertSpace: false }}
      theme={{
        algorithm: dark ? theme.darkAlgorithm : theme.defaultAlgorithm,
        token: { ...(dark ? DARK : LIGHT), motion: !calm.matches, borderRadius: 6, fontFamily: 'inherit' },
        components: {
          Menu: MENU[dark ? 'dark' : 'light'],
          Tabs: dark ? { itemSelectedColor: '#7ab3ff' } : {},
          Layout: { headerHeight: 52, headerPadding: '0 16px' },
        },
      }}
    >
      <AntApp>
        <QueryClientProvider client={client}>
          <Gate>
            <House />
          </Gate>
        </QueryClientProvider>
      </AntApp>
    </ConfigProvider>
  )
}

/** Somebody of a customer's meets pages of their own; nobody else has to load them. */
function House() {
  return useIsGuest() ? (
    <Suspense>
      <Portal />
    </Suspense>
  ) : (
    <RouterProvider router={router} />
  )
}
