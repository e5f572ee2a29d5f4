import { App, Modal, type ModalProps } from 'antd'
import type { ReactNode } from 'react'
import { ChangedMeanwhile, isChangedMeanwhile, type Saved } from '../desk/changed-meanwhile.tsx'
import { useWords } from '../i18n/use-words.ts'
import { ProblemAlert } from './problem-alert.tsx'
import { useUnsaved } from './use-unsaved.ts'

/** Closes what is edited: at once, or after asking where something typed would be lost. The page is guarded meanwhile, too. */
export function useLeave(hasChanges: boolean, onClose: () => void): () => void {
  const { t } = useWords()
  const { modal } = App.useApp()
  useUnsaved(hasChanges)
  return () => {
    if (!hasChanges) return onClose()
    modal.confirm({ title: t('shell.leave'), okText: t('shell.drop'), cancelText: t('shell.stay'), onOk: onClose })
  }
}

interface EditModalProps extends Pick<ModalProps, 'title' | 'okText' | 'width' | 'confirmLoading' | 'okButtonProps'> {
  /** Something was typed that is not saved. */
  readonly hasChanges: boolean
  readonly onOk: () => void
  readonly onClose: () => void
  /** What the last try to save came to. */
  readonly error: unknown
  /** What is edited, where others may edit it, too; left out: it is new. */
  readonly saved?: Saved | undefined
  /** Saves over what others saved; left out where that makes no sense. */
  readonly onKeepMine?: () => void
  readonly children: ReactNode
}

/**
 * A dialog in which something is edited: it is not left without asking, and says so when somebody else saved first: who, when
 * and what.
 */
export function EditModal({ hasChanges, onOk, onClose, error, saved, onKeepMine, children, ...rest }: EditModalProps) {
  const leave = useLeave(hasChanges, onClose)
  return (
    <Modal open destroyOnHidden onOk={onOk} onCancel={leave} {...rest}>
      {children}
      <SaveTrouble error={error} saved={saved} onTakeTheirs={onClose} {...(onKeepMine ? { onKeepMine } : {})} />
    </Modal>
  )
}

interface SaveTroubleProps {
  readonly error: unknown
  readonly saved: Saved | undefined
  readonly onTakeTheirs: () => void
  readonly onKeepMine?: () => void
}

/** Why saving did not go through; where somebody else was first, who and what, and which of both shall count. */
export function SaveTrouble({ error, saved, onTakeTheirs, onKeepMine }: SaveTroubleProps) {
  if (!saved || !isChangedMeanwhile(error)) return <ProblemAlert error={error} />
  return <ChangedMeanwhile saved={saved} error={error} onTakeTheirs={onTakeTheirs} {...(onKeepMine ? { onKeepMine } : {})} />
}
