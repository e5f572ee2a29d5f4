import { Button, Modal, Typography } from 'antd'
import { useState } from 'react'
import { useAdminister } from '../api/administration.ts'
import { useWords } from '../i18n/use-words.ts'
import { ProofForm } from './second-factor.tsx'
import { type Proof, useSecondFactor } from './use-second-factor.ts'

/** Ends one of one's own sessions, or all but this: who found the page open cannot do it. */
export function EndSessions({ which, text, small = false }: { which: string; text: string; small?: boolean }) {
  const { t } = useWords()
  const administer = useAdminister()
  const { status } = useSecondFactor()
  const [open, setOpen] = useState(false)
  const end = async (proof: Proof) => {
    await administer.mutateAsync({ path: `/me/sessions/${which}/end`, body: proof })
    setOpen(false)
  }
  return (
    <>
      <Button size={small ? 'small' : 'medium'} onClick={() => setOpen(true)}>
        {text}
      </Button>
      <Modal open={open} title={text} footer={null} onCancel={() => setOpen(false)} destroyOnHidden>
        <Typography.Paragraph>{t('factor.endAbout')}</Typography.Paragraph>
        <ProofForm on={status.data?.on ?? false} submit={text} onProof={end} />
      </Modal>
    </>
  )
}
