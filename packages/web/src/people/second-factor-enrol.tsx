import { Button, Flex, Form, Input, QRCode, Typography } from 'antd'
import { type ReactNode, useState } from 'react'
import { useWords } from '../i18n/use-words.ts'
import { ProblemAlert } from '../parts/problem-alert.tsx'
import type { Enrolment } from './use-second-factor.ts'

interface Props {
  readonly enrolment: Enrolment
  readonly onConfirm: (code: string) => Promise<readonly string[]>
  readonly onDone: () => void
  /** Stands below until it is confirmed. */
  readonly below?: ReactNode
}

/** Scan, type the first code, keep the recovery codes. */
export function SecondFactorEnrol({ enrolment, onConfirm, onDone, below }: Props) {
  const { t } = useWords()
  const [codes, setCodes] = useState<readonly string[]>()
  const [error, setError] = useState<unknown>()
  const [busy, setBusy] = useState(false)
  if (codes) return <RecoveryCodes codes={codes} onDone={onDone} />
  const confirm = async ({ code }: { code: string }) => {
    setBusy(true)
    setError(undefined)
    await onConfirm(code).then(setCodes, setError)
    setBusy(false)
  }
  return (
    <Flex vertical gap={12}>
      <Typography.Text>{t('factor.scan')}</Typography.Text>
      {/* Who does not see it has the key below. */}
      <Flex justify="center" aria-hidden>
        {/* On white, whatever the colours of the page: cameras want it so. */}
        <QRCode type="svg" value={enrolment.uri} size={180} color="#000" bgColor="#fff" />
      </Flex>
      <Typography.Text type="secondary">
        {t('factor.byHand')}
        <br />
        <Typography.Text code copyable={{ text: enrolment.secret }}>
          {(enrolment.secret.match(/.{1,4}/g) ?? []).join(' ')}
        </Typography.Text>
      </Typography.Text>
      <ProblemAlert error={error} />
      <Form<{ code: string }> layout="vertical" requiredMark={false} onFinish={(values) => void confirm(values)}>
        <CodeField label={t('factor.confirmCode')} />
        <Button type="primary" htmlType="submit" block loading={busy}>
          {t('factor.confirm')}
        </Button>
      </Form>
      {below}
    </Flex>
  )
}

export function CodeField({ label, extra, name = 'code' }: { label: string; extra?: string; name?: string }) {
  return (
    <Form.Item name={name} label={label} extra={extra} rules={[{ required: true, min: 6, message: label }]}>
      <Input autoComplete="one-time-code" inputMode="text" maxLength={40} autoFocus />
    </Form.Item>
  )
}

function RecoveryCodes({ codes, onDone }: { codes: readonly string[]; onDone: () => void }) {
  const { t } = useWords()
  return (
    <Flex vertical gap={12}>
      <Typography.Text strong>{t('factor.recovery')}</Typography.Text>
      <Typography.Text type="secondary">{t('factor.recoveryAbout')}</Typography.Text>
      <Typography.Paragraph copyable={{ text: codes.join('\n'), tooltips: [t('factor.copy')] }}>
        <ul style={{ columns: 2, margin: 0, paddingInlineStart: 20 }}>
          {codes.map((code) => (
            <li key={code}>
              <code>{code}</code>
            </li>
          ))}
        </ul>
      </Typography.Paragraph>
      <Button type="primary" block onClick={onDone}>
        {t('factor.kept')}
      </Button>
    </Flex>
  )
}
