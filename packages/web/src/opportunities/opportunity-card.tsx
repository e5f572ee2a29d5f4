import { SwapOutlined } from '@ant-design/icons'
import { Link } from '@tanstack/react-router'
import { Button, Card, Dropdown, Flex, Typography } from 'antd'
import { useEffect, useRef } from 'react'
import { useAbility } from '../api/desk.ts'
import { usePlatform } from '../api/platform.ts'
import { useNameOf } from '../desk/use-actor.ts'
import { useWords } from '../i18n/use-words.ts'
import { ReferenceName } from '../lists/field-value.tsx'
import { pageOf } from '../lists/pages.ts'
import { type Step, stepsFrom } from './moves.ts'
import { type Moves, OPPORTUNITIES, type Opportunity } from './use-moves.tsx'

interface OpportunityCardProps {
  readonly row: Opportunity
  /** Just moved here by this reader. */
  readonly isMoved: boolean
  readonly onDrag: (row: Opportunity | undefined) => void
  readonly onMove: Moves['move']
}

/** With whom, how much, until when and whose; taken by the mouse, or moved by its menu. */
export function OpportunityCard({ row, isMoved, onDrag, onMove }: OpportunityCardProps) {
  const { money } = useWords()
  const nameOf = useNameOf()
  const steps = useSteps(row)
  const mayMove = steps.length > 0
  return (
    <Card
      size="small"
      role="listitem"
      className={mayMove ? 'opportunity-card movable' : 'opportunity-card'}
      data-row={row.id}
      draggable={mayMove}
      onDragStart={(event) => {
        event.dataTransfer.setData('text/plain', row.title)
        event.dataTransfer.effectAllowed = 'move'
        onDrag(row)
      }}
      onDragEnd={() => onDrag(undefined)}
    >
      <Flex justify="space-between" align="start" gap={4}>
        <Link to={pageOf('crm', 'opportunity', row.id)} draggable={false}>
          <strong>{row.title}</strong>
        </Link>
        {mayMove && <MoveMenu row={row} steps={steps} isMoved={isMoved} onMove={onMove} />}
      </Flex>
      <div>{row.customer ? <ReferenceName side="crm" name="customer" id={row.customer} /> : row.prospect}</div>
      <Flex justify="space-between" align="baseline" gap={8} wrap>
        <span className="number">{money(row.expectedRevenue, row.currency)}</span>
        <CloseDate row={row} />
      </Flex>
      {row.owner && (
        <Typography.Text type="secondary" className="small">
          {nameOf(row.owner)}
        </Typography.Text>
      )}
    </Card>
  )
}

/** Those the table has for its stage and this reader may take, with what they are called. */
function useSteps({ state }: Opportunity): (Step & { readonly text: string })[] {
  const { label } = useWords()
  const allowed = useAbility(OPPORTUNITIES)?.commands ?? []
  return stepsFrom(state).flatMap((step) => {
    const own = allowed.find(({ name }) => name === step.command)
    return own ? [{ ...step, text: label(own.label) }] : []
  })
}

interface MoveMenuProps extends Pick<OpportunityCardProps, 'row' | 'isMoved' | 'onMove'> {
  readonly steps: readonly (Step & { readonly text: string })[]
}

/** For the keyboard, and for fingers; who moved a card goes on from where it is now. */
function MoveMenu({ row, steps, isMoved, onMove }: MoveMenuProps) {
  const { t } = useWords()
  const button = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    if (isMoved) button.current?.focus()
  }, [isMoved])
  return (
    <Dropdown
      trigger={['click']}
      autoFocus
      menu={{ items: steps.map(({ command, to, text }) => ({ key: command, label: text, onClick: () => void onMove(row, to) })) }}
    >
      <Button
        ref={button}
        type="text"
        size="small"
        icon={<SwapOutlined />}
        aria-label={t('board.move', { title: row.title })}
        aria-haspopup="menu"
      />
    </Dropdown>
  )
}

/** What was to be decided by now and is not, stands out. */
function CloseDate({ row: { expectedCloseDate, state } }: { row: Opportunity }) {
  const { t, date } = useWords()
  const today = usePlatform().data?.today
  if (!expectedCloseDate) return null
  const isLate = state !== 'won' && state !== 'lost' && today !== undefined && expectedCloseDate < today
  return (
    <Typography.Text type={isLate ? 'danger' : 'secondary'} className="small nowrap">
      {isLate ? t('board.late', { date: date(expectedCloseDate) }) : date(expectedCloseDate)}
    </Typography.Text>
  )
}
