import { App, Button } from 'antd'
import { mayFollow, useAbility } from '../api/desk.ts'
import { type AnyRow, type DocumentType, useSend } from '../api/documents.ts'
import { useMay } from '../api/platform.ts'
import { useOfferUndo } from '../desk/offer-undo.tsx'
import { useWords } from '../i18n/use-words.ts'
import { problemText } from '../parts/problem-alert.tsx'

interface CommandButtonProps {
  readonly type: DocumentType
  readonly row: { readonly id: string; readonly version: number }
  readonly command: string
  readonly input?: object
  readonly text: string
  /** What to say once it is done. */
  readonly done: string
  /** Asked first, for what cannot be taken back. */
  readonly ask?: string
  readonly primary?: boolean
  readonly danger?: boolean
  readonly small?: boolean
  readonly onDone?: (row: AnyRow) => void
  /** The command that takes it back, offered where it is told. */
  readonly undo?: { readonly command: string; readonly input: object }
}

/** A command on a document at the push of a button, for who may give it; a refusal is told in the server's words. */
export function CommandButton({
  type,
  row,
  command,
  input = {},
  text,
  done,
  ask,
  primary,
  danger,
  small,
  onDone,
  undo,
}: CommandButtonProps) {
  const words = useWords()
  const { message, modal } = App.useApp()
  const sending = useSend(type)
  const may = useMay(`${type.side}.${type.definition.name}.${command}`)
  const offerUndo = useOfferUndo()
  const fail = (error: unknown) => void message.error(problemText(error, words), 8)
  const run = async () => {
    try {
      const result = await sending.mutateAsync({ id: row.id, command, input, version: row.version })
      const { id, version } = result as AnyRow
      if (undo) offerUndo(done, () => void sending.mutateAsync({ id, version, ...undo }).catch(fail))
      else void message.success(done)
      onDone?.(result as AnyRow)
    } catch (error) {
      fail(error)
    }
  }
  const ability = useAbility(type)?.commands.find(({ name }) => name === command)
  if (!may || (ability && !mayFollow(ability, row))) return null
  return (
    <Button
      type={primary ? 'primary' : 'default'}
      danger={danger ?? false}
      size={small ? 'small' : 'medium'}
      loading={sending.isPending}
      onClick={() => (ask ? modal.confirm({ title: ask, okText: text, onOk: run }) : void run())}
    >
      {text}
    </Button>
  )
}
