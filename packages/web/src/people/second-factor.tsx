import { Alert, Button, Flex, Form, Input, Modal, Skeleton, Typography } from 'antd'
import { useState } from 'react'
import { useWords } from '../i18n/use-words.ts'
import { ProblemAlert } from '../parts/problem-alert.tsx'
import { CodeField, SecondFactorEnrol } from './second-factor-enrol.tsx'
import { type Enrolment, type Proof, useSecondFactor } from './use-second-factor.ts'

/** One's own second factor: whether it is set; to set it up, change it, or go without. */
export function SecondFactor() {
  const { t } = useWords()
  const factor = useSecondFactor()
  const [open, setOpen] = useState<'set' | 'remove'>()
  const status = factor.status.data
  if (!status)
    return factor.status.error ? <ProblemAlert error={factor.status.error} /> : <Skeleton active paragraph={{ rows: 1 }} />
  const { on, needed, recoveryCodes } = status
  return (
    <Flex vertical gap={8} align="start">
      <Typography.Text type="secondary">{t('factor.about')}</Typography.Text>
      <Alert
        type={on ? 'success' : 'warning'}
        showIcon
        title={on ? t('factor.on', { count: recoveryCodes }) : t('factor.off')}
        description={needed ? t('factor.needed') : undefined}
      />
      <Flex gap={8} wrap>
        <Button type={on ? 'default' : 'primary'} onClick={() => setOpen('set')}>
          {t(on ? 'factor.replace' : 'factor.setUp')}
        </Button>
        {on && !needed && (
          <Button danger onClick={() => setOpen('remove')}>
            {t('factor.remove')}
          </Button>
        )}
      </Flex>
      {open === 'set' && <SetDialog on={on} onClose={() => setOpen(undefined)} />}
      {open === 'remove' && <RemoveDialog onClose={() => setOpen(undefined)} />}
    </Flex>
  )
}

function SetDialog({ on, onClose }: { on: boolean; onClose: () => void }) {
  const { t } = useWords()
  const { begin, confirm } = useSecondFactor()
  const [enrolment, setEnrolment] = useState<Enrolment>()
  return (
    <Modal open title={t('factor.title')} footer={null} onCancel={onClose} mask={{ closable: false }} destroyOnHidden>
      {enrolment ? (
        <SecondFactorEnrol enrolment={enrolment} onConfirm={confirm} onDone={onClose} />
      ) : (
        <ProofForm on={on} submit={t('factor.continue')} onProof={async (proof) => setEnrolment(await begin(proof))} />
      )}
    </Modal>
  )
}

function RemoveDialog({ onClose }: { onClose: () => void }) {
  const { t } = useWords()
  const { remove } = useSecondFactor()
  const go = async (proof: Proof) => {
    await remove(proof)
    onClose()
  }
  return (
    <Modal open title={t('factor.remove')} footer={null} onCancel={onClose} destroyOnHidden>
      <Typography.Paragraph>{t('factor.removeAbout')}</Typography.Paragraph>
      <ProofForm on submit={t('factor.remove')} onProof={go} />
    </Modal>
  )
}

interface ProofProps {
  /** A second factor is set, so a code of it is asked for. */
  readonly on: boolean
  readonly submit: string
  readonly onProof: (proof: Proof) => Promise<void>
}

/** A page left open is not enough: the password again, and a code. */
export function ProofForm({ on, submit, onProof }: ProofProps) {
  const { t } = useWords()
  const [error, setError] = useState<unknown>()
  const [busy, setBusy] = useState(false)
  const prove = async (proof: Proof) => {
    setBusy(true)
    setError(undefined)
    await onProof(proof).catch(setError)
    setBusy(false)
  }
  return (
    // Named, for the page below may have a field of the same name: a label would lead to that one.
    <Form<Proof> name="proof" layout="vertical" requiredMark={false} onFinish={(proof) => void prove(proof)}>
      <ProblemAlert error={error} />
      <Form.Item name="password" label={t('people.password')}>
        <Input.Password autoComplete="current-password" />
      </Form.Item>
      {on && <CodeField label={t('factor.code')} extra={t('factor.codeAbout')} />}
      <Button type="primary" htmlType="submit" block loading={busy}>
        {submit}
      </Button>
    </Form>
  )
}
