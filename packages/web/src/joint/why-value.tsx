import { QuestionCircleOutlined } from '@ant-design/icons'
import { Link } from '@tanstack/react-router'
import { Button, Flex, Popover, Typography } from 'antd'
import { useState } from 'react'
import { useMay } from '../api/platform.ts'
import { useWords } from '../i18n/use-words.ts'
import { ProblemAlert } from '../parts/problem-alert.tsx'
import { type JointAddress, jointField } from './joint-address.ts'
import { useWhy } from './use-lineage.ts'
import { localTimes } from './words.ts'

interface WhyValueProps {
  readonly address: JointAddress
  /** As the document calls it. */
  readonly field: string
  /** What people call it. */
  readonly name: string
}

/** A small question mark beside a value: who wrote it, where, when, by which rule, and what did not count. */
export function WhyValue({ address, field, name }: WhyValueProps) {
  const { t } = useWords()
  const [open, setOpen] = useState(false)
  const may = useMay('joint.why.ask')
  const known = jointField(address, field)
  if (!known || !may) return null
  return (
    <Popover
      trigger="click"
      open={open}
      onOpenChange={setOpen}
      title={t('lineage.why')}
      content={open && <Answer address={address} field={known} />}
    >
      <Button
        type="text"
        size="small"
        icon={<QuestionCircleOutlined style={{ opacity: 0.55 }} />}
        aria-label={t('lineage.whyOf', { field: name })}
      />
    </Popover>
  )
}

function Answer({ address, field }: { address: JointAddress; field: string }) {
  const words = useWords()
  const { t, label } = words
  const why = useWhy(address, field, true)
  const found = why.data?.fields[0]
  return (
    <Flex vertical gap={8} style={{ maxWidth: 360 }}>
      <ProblemAlert error={why.error} />
      {found && <Typography.Text>{localTimes(label(found.words), words)}</Typography.Text>}
      <HistoryLink address={address}>{t('lineage.history')}</HistoryLink>
    </Flex>
  )
}

export function HistoryLink({ address, children }: { address: JointAddress; children: string }) {
  const { system, kind, externalId } = address
  return !useMayFollow() ? null : (
    <Link to="/joint/records/$system/$kind/$id" params={{ system, kind, id: externalId }}>
      {children}
    </Link>
  )
}

/** Whether the page of a record's history is the reader's to see. */
export function useMayFollow(): boolean {
  const [pages, history] = [useMay('joint.systems.ask'), useMay('joint.record-history.ask')]
  return pages && history
}
