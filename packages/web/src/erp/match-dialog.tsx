import { bankLine, matchFields } from '@tandem/erp/definitions'
import { App, Flex, Form, Radio, Tag, Typography } from 'antd'
import { useState } from 'react'
import { type AnyRow, erpType, useAnswer, useSend } from '../api/documents.ts'
import { useWords } from '../i18n/use-words.ts'
import { ReferencePicker } from '../lists/reference-picker.tsx'
import { EditModal } from '../parts/edit-modal.tsx'
import { Loaded } from '../parts/page.tsx'

type Reason =
  | 'invoice-number'
  | 'exact-amount'
  | 'sum-of-invoices'
  | 'counterparty'
  | 'same-account'
  | 'recorded-already'
  | 'same-reference'

interface Proposal {
  readonly party: string
  readonly partyName: string
  readonly payment: { readonly id: string; readonly number: string } | null
  readonly allocations: readonly { readonly invoice: string; readonly number: string; readonly amount: string }[]
  readonly reasons: readonly Reason[]
}

const OTHER = -1

/** What a movement is the money of: proposals with their reasons, or a customer of one's own choice. */
export function MatchDialog({ row, onClose }: { row: AnyRow; onClose: () => void }) {
  const { t, money } = useWords()
  const { message } = App.useApp()
  const sending = useSend(erpType(bankLine))
  const found = useAnswer<readonly Proposal[]>('erp', 'bank-line-proposals', { line: row.id })
  const [picked, setPicked] = useState<number>()
  const [party, setParty] = useState<string | null>(null)
  // The best is chosen until somebody chooses; where there is none, who paid is asked.
  const chosen = picked ?? (found.data?.length === 0 ? OTHER : 0)
  const input = chosen === OTHER ? party && { party } : inputOf(found.data?.[chosen])
  const match = () => {
    const onSuccess = () => {
      void message.success(t('bank.matched'))
      onClose()
    }
    if (input) sending.mutate({ id: row.id, command: 'match', input, version: row.version }, { onSuccess })
  }
  return (
    <EditModal
      hasChanges={(picked !== undefined || party !== null) && !sending.isSuccess}
      error={sending.error}
      title={t('bank.matchTitle', { amount: money(String(row.amount), String(row.currency)) })}
      okText={t('bank.match')}
      okButtonProps={{ disabled: !input }}
      confirmLoading={sending.isPending}
      onOk={match}
      onClose={onClose}
      width={620}
    >
      <Said row={row} />
      <Loaded query={found}>
        {(proposals) => (
          <Radio.Group
            aria-label={t('bank.proposals')}
            value={chosen}
            onChange={(event) => setPicked(event.target.value as number)}
            style={{ display: 'grid', gap: 12, marginBlock: 16 }}
          >
            {proposals.length === 0 && <Typography.Text type="secondary">{t('bank.noProposals')}</Typography.Text>}
            {proposals.map((proposal, at) => (
              <Radio key={`${proposal.party} ${proposal.payment?.id ?? ''} ${proposal.allocations[0]?.invoice ?? ''}`} value={at}>
                <OneProposal proposal={proposal} currency={String(row.currency)} />
              </Radio>
            ))}
            <Radio value={OTHER}>{t('bank.otherwise')}</Radio>
          </Radio.Group>
        )}
      </Loaded>
      {chosen === OTHER && <WhoPaid party={party} onChange={setParty} />}
    </EditModal>
  )
}

function WhoPaid({ party, onChange }: { party: string | null; onChange: (party: string | null) => void }) {
  const { t, label } = useWords()
  const name = label(matchFields.party.label)
  return (
    <Form layout="vertical" component="div">
      <Form.Item label={name} htmlFor="party" extra={t('bank.otherwiseAbout')} required>
        <ReferencePicker id="party" side="erp" name="party" label={name} value={party} onChange={onChange} />
      </Form.Item>
    </Form>
  )
}

function inputOf(proposal: Proposal | undefined): object | undefined {
  if (!proposal) return undefined
  const { payment, party, allocations } = proposal
  if (payment) return { payment: payment.id }
  return {
    party,
    ...(allocations.length > 0 ? { allocations: allocations.map(({ invoice, amount }) => ({ invoice, amount })) } : {}),
  }
}

/** What the bank says. */
function Said({ row }: { row: AnyRow }) {
  const { t, date } = useWords()
  const way = String(row.amount).startsWith('-') ? 'bank.to' : 'bank.from'
  return (
    <Typography.Paragraph>
      {date(String(row.bookingDate))} · {t(way, { name: String(row.counterparty ?? t('bank.unknown')) })}
      {row.reference ? <Typography.Text type="secondary"> · {String(row.reference)}</Typography.Text> : null}
    </Typography.Paragraph>
  )
}

function OneProposal({ proposal, currency }: { proposal: Proposal; currency: string }) {
  const { t, money } = useWords()
  const { partyName, payment, allocations, reasons } = proposal
  const invoices = allocations.map(({ number, amount }) => `${number} (${money(amount, currency)})`).join(', ')
  const does = payment
    ? t('bank.isPayment', { number: payment.number })
    : invoices
      ? t('bank.pays', { invoices })
      : t('bank.oldest')
  return (
    <>
      <Typography.Text strong>{partyName}</Typography.Text> {does}
      <Flex gap={4} wrap style={{ marginBlockStart: 4 }}>
        {reasons.map((reason) => (
          <Tag key={reason}>{t(`bank.reasons.${reason}`)}</Tag>
        ))}
      </Flex>
    </>
  )
}
