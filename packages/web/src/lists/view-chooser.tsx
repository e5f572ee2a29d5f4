import { DeleteOutlined, EyeOutlined } from '@ant-design/icons'
import { App, Button, Checkbox, Flex, Input, Popover, Typography } from 'antd'
import { useState } from 'react'
import { useViews, type View } from '../api/desk.ts'
import { useOfferUndo } from '../desk/offer-undo.tsx'
import { useNameOf } from '../desk/use-actor.ts'
import { useWords } from '../i18n/use-words.ts'
import { problemText } from '../parts/problem-alert.tsx'
import type { ListState } from './list-state.ts'
import { fromView, toView } from './view-state.ts'

interface ViewChooserProps {
  /** As the server knows it: `crm/customer`. */
  readonly list: string
  readonly state: ListState
  readonly onChange: (state: ListState) => void
}

/** Lists as they were kept under a name, by oneself or shared by others. */
export function ViewChooser(props: ViewChooserProps) {
  const { t } = useWords()
  const [open, setOpen] = useState(false)
  return (
    <Popover
      trigger="click"
      placement="bottomRight"
      open={open}
      onOpenChange={setOpen}
      title={t('tools.viewsAbout')}
      content={<Views {...props} onDone={() => setOpen(false)} />}
    >
      <Button icon={<EyeOutlined />}>{t('tools.views')}</Button>
    </Popover>
  )
}

function Views({ list, state, onChange, onDone }: ViewChooserProps & { onDone: () => void }) {
  const words = useWords()
  const nameOf = useNameOf()
  const { t } = words
  const { message } = App.useApp()
  const offerUndo = useOfferUndo()
  const { views, save, remove } = useViews(list)
  const onError = (error: Error) => void message.error(problemText(error, words), 8)
  const keep = (name: string, shared: boolean) =>
    save.mutate({ name, shared, state: toView(state) }, { onError, onSuccess: () => void message.success(t('tools.viewKept')) })
  const show = (view: View) => {
    onChange(fromView(view.state))
    onDone()
  }
  const takeAway = (view: View) => {
    const { name, shared, state: kept } = view
    const bringBack = () => save.mutate({ name, shared, state: kept }, { onError })
    remove.mutate(view.id, { onError, onSuccess: () => offerUndo(t('tools.viewRemoved', { name }), bringBack) })
  }
  return (
    <div className="columns">
      {views.length === 0 && <Typography.Paragraph type="secondary">{t('tools.noViews')}</Typography.Paragraph>}
      {views.map((view) => (
        <Flex key={view.id} justify="space-between" align="center" gap={8}>
          <Button type="link" style={{ paddingInline: 0 }} onClick={() => show(view)}>
            {view.name}
          </Button>
          {view.mine ? (
            <Button
              type="text"
              size="small"
              icon={<DeleteOutlined />}
              aria-label={t('tools.removeView', { name: view.name })}
              onClick={() => takeAway(view)}
            />
          ) : (
            <Typography.Text type="secondary">{nameOf(view.owner)}</Typography.Text>
          )}
        </Flex>
      ))}
      <KeepView isSaving={save.isPending} onKeep={keep} />
    </div>
  )
}

function KeepView({ isSaving, onKeep }: { isSaving: boolean; onKeep: (name: string, shared: boolean) => void }) {
  const { t } = useWords()
  const [name, setName] = useState('')
  const [shared, setShared] = useState(false)
  return (
    <form
      className="keep-view"
      onSubmit={(event) => {
        event.preventDefault()
        if (name.trim() !== '') onKeep(name.trim(), shared)
      }}
    >
      <Input
        value={name}
        maxLength={80}
        aria-label={t('tools.viewName')}
        placeholder={t('tools.viewName')}
        onChange={(event) => setName(event.target.value)}
      />
      <Checkbox checked={shared} onChange={(event) => setShared(event.target.checked)}>
        {t('tools.share')}
      </Checkbox>
      <Button htmlType="submit" type="primary" disabled={name.trim() === ''} loading={isSaving}>
        {t('tools.keepView')}
      </Button>
    </form>
  )
}
