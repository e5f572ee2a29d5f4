import { loseInput, type OpportunityState, opportunity } from '@tandem/crm/definitions'
import type { Row } from '@tandem/kernel'
import { App } from 'antd'
import { type ReactNode, useState } from 'react'
import { crmType, useSend } from '../api/documents.ts'
import { useWords } from '../i18n/use-words.ts'
import { DocumentForm } from '../lists/document-form.tsx'
import { problemText } from '../parts/problem-alert.tsx'
import { stepTo } from './moves.ts'

export type Opportunity = Row<typeof opportunity>
export const OPPORTUNITIES = crmType(opportunity)

export interface Moves {
  /** Gives the command that leads to the stage; what refuses it is told. */
  readonly move: (row: Opportunity, to: OpportunityState) => Promise<void>
  /** The one moved last, which the keyboard goes on with. */
  readonly moved: string | undefined
  /** Asks why something was lost. */
  readonly form: ReactNode
}

export function useMoves(): Moves {
  const words = useWords()
  const { t, choice } = words
  const { message } = App.useApp()
  const sending = useSend(OPPORTUNITIES)
  const [losing, setLosing] = useState<Opportunity>()
  const [moved, setMoved] = useState<string>()
  const move = async (row: Opportunity, to: OpportunityState) => {
    const step = stepTo(row.state, to)
    if (!step) {
      void message.warning(t('board.noStep', { from: choice(row.state), to: choice(to) }), 6)
      return
    }
    if (step.command === 'lose') return setLosing(row)
    try {
      await sending.mutateAsync({ id: row.id, command: step.command, input: {}, version: row.version })
      setMoved(row.id)
      void message.success(t('board.moved', { title: row.title, to: choice(to) }))
    } catch (error) {
      void message.error(problemText(error, words), 8)
    }
  }
  const form = losing && (
    <DocumentForm
      type={OPPORTUNITIES}
      title={t('board.why', { title: losing.title })}
      command="lose"
      on={losing}
      input={loseInput}
      ask={['reason']}
      okText={choice('lost')}
      done={t('board.moved', { title: losing.title, to: choice('lost') })}
      onDone={({ id }) => setMoved(id)}
      onClose={() => setLosing(undefined)}
    />
  )
  return { move, moved, form }
}
