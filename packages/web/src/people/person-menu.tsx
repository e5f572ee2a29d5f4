import { UserOutlined } from '@ant-design/icons'
import { useNavigate } from '@tanstack/react-router'
import { App, Button, Dropdown, Grid, type MenuProps } from 'antd'
import { lazy, Suspense, useState } from 'react'
import { useMay, usePlatform } from '../api/platform.ts'
import { useWords } from '../i18n/use-words.ts'
import { problemText } from '../parts/problem-alert.tsx'
import { roleWord } from './role-word.ts'
import { useLeaving } from './use-sign-in.ts'

const NewCompany = lazy(() => import('./new-company.tsx').then(({ NewCompany: Dialog }) => ({ default: Dialog })))

/** Who is signed in, at the top right: to another company, or out. */
export function PersonMenu() {
  const words = useWords()
  const { t, language } = words
  const wide = Grid.useBreakpoint().md ?? true
  const { message } = App.useApp()
  const navigate = useNavigate()
  const { toCompany, signOut } = useLeaving()
  const mayMake = useMay('platform.company.create')
  const [making, setMaking] = useState(false)
  const me = usePlatform().data
  if (!me?.user) return null
  const others = me.companies.filter(({ id }) => id !== me.tenant?.id)
  const items: MenuProps['items'] = [
    {
      key: 'who',
      type: 'group',
      label: `${me.user.fullName} · ${me.user.roles.map((role) => roleWord(role, language)).join(', ')}`,
    },
    { key: 'company', type: 'group', label: me.tenant?.name },
    { type: 'divider' },
    ...others.map(({ id, name }) => ({ key: `to:${id}`, label: t('people.switchTo', { company: name }) })),
    ...(mayMake ? [{ key: 'new', label: t('people.newCompany') }] : []),
    { key: 'me', label: t('people.me') },
    { key: 'out', label: t('people.signOut') },
  ]
  const choose = (key: string) => {
    if (key === 'new') return setMaking(true)
    if (key === 'me') return void navigate({ to: '/account' })
    leave(key === 'out' ? signOut() : toCompany(key.slice('to:'.length)))
  }
  const leave = (work: Promise<unknown>) => void work.catch((error: unknown) => void message.error(problemText(error, words)))
  return (
    <>
      <Dropdown trigger={['click']} menu={{ items, onClick: ({ key }) => choose(key) }}>
        <Button type="text" icon={<UserOutlined />} aria-label={me.user.fullName}>
          {wide ? me.user.fullName : undefined}
        </Button>
      </Dropdown>
      {making && (
        <Suspense>
          <NewCompany onMade={(id) => leave(toCompany(id))} onClose={() => setMaking(false)} />
        </Suspense>
      )}
    </>
  )
}
