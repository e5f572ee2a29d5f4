import { App, Button, Dropdown } from 'antd'
import { useState } from 'react'
import { type Session, type User, useAdminister } from '../api/administration.ts'
import { call } from '../api/client.ts'
import { useRights } from '../api/platform.ts'
import { useOfferUndo } from '../desk/offer-undo.tsx'
import { useWords, type Words } from '../i18n/use-words.ts'
import { problemText } from '../parts/problem-alert.tsx'
import { LinkDialog } from './link-dialog.tsx'
import { UserForm } from './user-form.tsx'

type Action = 'change' | 'link' | 'unlock' | 'second-factor' | 'sign-out' | 'disable' | 'enable'

/** What an administrator may do with a user, each by its own right. */
export function UserActions({ user }: { user: User }) {
  const words = useWords()
  const { t } = words
  const [open, setOpen] = useState<'change' | 'link'>()
  const run = useRun(user)
  const actions = useActions(user)
  if (actions.length === 0) return null
  const choose = (action: Action) => (action === 'change' || action === 'link' ? setOpen(action) : run(action))
  return (
    <>
      <Dropdown
        trigger={['click']}
        menu={{
          items: actions.map((action) => ({
            key: action,
            label: t(`admin.do.${action}`),
            danger: action === 'disable',
          })),
          onClick: ({ key }) => choose(key as Action),
        }}
      >
        <Button size="small" aria-label={t('admin.doWith', { name: user.fullName })}>
          {t('shell.more')}
        </Button>
      </Dropdown>
      {open === 'change' && <UserForm user={user} onClose={() => setOpen(undefined)} />}
      {open === 'link' && <LinkDialog user={user} onClose={() => setOpen(undefined)} />}
    </>
  )
}

function useActions({ state }: User): Action[] {
  const { reach } = useRights()
  const may = (permission: string) => reach(permission) !== undefined
  const isIn = state === 'active'
  return [
    ...(may('platform.user.change') ? (['change'] as const) : []),
    ...(may('platform.user.link') && state !== 'disabled' ? (['link'] as const) : []),
    ...(may('platform.user.unlock') && isIn ? (['unlock'] as const) : []),
    ...(may('platform.user.reset-second-factor') && isIn ? (['second-factor'] as const) : []),
    ...(may('platform.session.end') && may('platform.session.read') && isIn ? (['sign-out'] as const) : []),
    ...(may('platform.user.disable') && state !== 'disabled' ? (['disable'] as const) : []),
    ...(may('platform.user.enable') && state === 'disabled' ? (['enable'] as const) : []),
  ]
}

function useRun(user: User) {
  const words: Words = useWords()
  const { t } = words
  const { message, modal } = App.useApp()
  const administer = useAdminister()
  const offerUndo = useOfferUndo()
  const fail = (error: unknown) => void message.error(problemText(error, words), 8)
  const path = `/platform/users/${user.id}`
  const work = async (action: Exclude<Action, 'change' | 'link'>) => {
    try {
      if (action === 'sign-out') await signOut(user, (id) => administer.mutateAsync({ path: `/platform/sessions/${id}/end` }))
      else if (action === 'second-factor') await administer.mutateAsync({ path: `${path}/reset-second-factor` })
      else if (action === 'unlock') await administer.mutateAsync({ path: `${path}/unlock` })
      else await administer.mutateAsync({ path: `${path}/${action}`, body: {}, version: user.version })
      const back = BACK[action]
      if (!back) return void message.success(t('admin.saved'))
      const undo = () => void administer.mutateAsync({ path: `${path}/${back}`, body: {} }).catch(fail)
      offerUndo(t(`admin.didWith.${action as 'disable' | 'enable'}`, { name: user.fullName }), undo)
    } catch (error) {
      fail(error)
    }
  }
  return (action: Exclude<Action, 'change' | 'link'>) => {
    if (action !== 'disable' && action !== 'second-factor') return void work(action)
    const isFactor = action === 'second-factor'
    modal.confirm({
      title: t(isFactor ? 'admin.factorAsk' : 'admin.disableAsk', { name: user.fullName }),
      content: t(isFactor ? 'admin.factorAbout' : 'admin.disableAbout'),
      okText: t(`admin.do.${action}`),
      okButtonProps: { danger: true },
      onOk: () => work(action),
    })
  }
}

/** What takes an action back. */
const BACK: Readonly<Record<string, string>> = { disable: 'enable', enable: 'disable' }

/** Wherever they are signed in. */
async function signOut(user: User, end: (session: string) => Promise<unknown>): Promise<void> {
  const { items } = await call<{ readonly items: readonly Session[] }>('GET', '/platform/sessions')
  for (const session of items.filter((one) => one.user === user.name)) await end(session.id)
}
