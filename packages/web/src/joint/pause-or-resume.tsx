import { flow } from '@tandem/hub/definitions'
import { Button } from 'antd'
import { useState } from 'react'
import { jointType } from '../api/documents.ts'
import { CommandButton } from '../erp/command-button.tsx'
import { useWords } from '../i18n/use-words.ts'
import { DocumentForm } from '../lists/document-form.tsx'
import { May } from '../parts/may.tsx'
import type { FlowState } from './use-flows.ts'
import { useSystemTitle } from './use-who.ts'
import { kindLabel } from './words.ts'

const FLOWS = jointType(flow)

const RESUME = { command: 'resume', input: {} } as const

const { optional: _, ...REASON } = flow.fields.pauseReason

/** What flows there waits, and goes on where it stopped. */
export function PauseOrResume({ row }: { row: FlowState }) {
  const { t, label } = useWords()
  const titleOf = useSystemTitle()
  const [open, setOpen] = useState(false)
  if (row.state === 'paused') {
    return (
      <CommandButton
        small
        type={FLOWS}
        row={row}
        command="resume"
        text={t('joint.resume')}
        done={t('joint.resumed')}
        undo={{ command: 'pause', input: { reason: row.pauseReason ?? '–' } }}
        primary
      />
    )
  }
  return (
    <>
      <May right="joint.flow.pause">
        <Button size="small" onClick={() => setOpen(true)}>
          {t('joint.pause')}
        </Button>
      </May>
      {open && (
        <DocumentForm
          type={FLOWS}
          title={t('running.pauseTitle', { kind: label(kindLabel(row.kind)), system: titleOf(row.system) })}
          command="pause"
          on={row}
          input={{ reason: REASON }}
          ask={['reason']}
          given={{ reason: '' }}
          okText={t('joint.pause')}
          done={t('joint.paused')}
          undo={RESUME}
          onClose={() => setOpen(false)}
        />
      )}
    </>
  )
}
