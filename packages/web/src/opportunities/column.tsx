import type { OpportunityState } from '@tandem/crm/definitions'
import { Button, Flex, Skeleton, Typography } from 'antd'
import { type DragEvent, useId } from 'react'
import { type Summary, useSummary } from '../api/documents.ts'
import { useWords } from '../i18n/use-words.ts'
import { StateTag } from '../parts/state-tag.tsx'
import { OpportunityCard } from './opportunity-card.tsx'
import type { StageCards } from './stages.ts'
import { ofStage } from './use-board.ts'
import { type Moves, OPPORTUNITIES, type Opportunity } from './use-moves.tsx'

interface ColumnProps extends Pick<Moves, 'moved'> {
  readonly stage: OpportunityState
  readonly owner: string | undefined
  /** Undefined: not known yet. */
  readonly cards: StageCards<Opportunity> | undefined
  readonly isReading: boolean
  readonly onMore: () => void
  /** Whether the card in somebody's hand may be put here; undefined: none is, or it is from here. */
  readonly takes: boolean | undefined
  readonly onDrag: (row: Opportunity | undefined) => void
  readonly onDrop: () => void
  readonly onMove: Moves['move']
}

/** One stage: how many, what they add up to in each currency, and their cards. */
export function Column({ stage, owner, cards, isReading, onMore, takes, onDrag, onDrop, onMove, moved }: ColumnProps) {
  const { t } = useWords()
  const title = useId()
  const summary = useSummary(OPPORTUNITIES, { filter: ofStage(stage, owner), sum: 'expectedRevenue' })
  // Also where no step leads: who lets go there is told why.
  const over = (event: DragEvent) => {
    if (takes !== undefined) event.preventDefault()
  }
  return (
    <section
      className={takes === undefined ? 'stage' : takes ? 'stage takes' : 'stage refuses'}
      data-stage={stage}
      aria-labelledby={title}
      onDragOver={over}
      onDrop={(event) => {
        event.preventDefault()
        onDrop()
      }}
    >
      <StageHead id={title} stage={stage} summary={summary.data} />
      {!cards && isReading && <Skeleton active paragraph={{ rows: 3 }} />}
      {cards?.rows.length === 0 && <Typography.Text type="secondary">{t('board.none')}</Typography.Text>}
      <Flex vertical gap={8} role="list">
        {cards?.rows.map((row) => (
          <OpportunityCard key={row.id} row={row} isMoved={row.id === moved} onDrag={onDrag} onMove={onMove} />
        ))}
      </Flex>
      {cards?.hasMore && (
        <Button block style={{ marginBlockStart: 8 }} loading={isReading} onClick={onMore}>
          {t('lists.more')}
        </Button>
      )}
    </section>
  )
}

interface StageHeadProps {
  readonly id: string
  readonly stage: OpportunityState
  readonly summary: Summary | undefined
}

function StageHead({ id, stage, summary }: StageHeadProps) {
  const { decimal, money } = useWords()
  return (
    <header>
      <Flex justify="space-between" align="center" gap={8}>
        <Typography.Title level={2} id={id} style={{ margin: 0, fontSize: 14 }}>
          <StateTag state={stage} />
        </Typography.Title>
        {summary && <span className="number">{decimal(String(summary.count))}</span>}
      </Flex>
      <div className="stage-sums">
        {summary?.sums.map(({ currency, expectedRevenue }) => (
          <strong key={String(currency)} className="number">
            {money(String(expectedRevenue), String(currency))}
          </strong>
        ))}
      </div>
    </header>
  )
}
