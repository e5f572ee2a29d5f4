import { type OpportunityState, opportunityStates } from '@tandem/crm/definitions'
import { Link } from '@tanstack/react-router'
import { Button, Flex, Grid, Segmented } from 'antd'
import { useState } from 'react'
import { useWords } from '../i18n/use-words.ts'
import { type ListState, useListState } from '../lists/list-state.ts'
import { PersonPicker } from '../lists/person-picker.tsx'
import { Page } from '../parts/page.tsx'
import { ProblemAlert } from '../parts/problem-alert.tsx'
import { useNewDocument } from '../records/new-document.tsx'
import { Column } from './column.tsx'
import { stepTo } from './moves.ts'
import { useBoard } from './use-board.ts'
import { OPPORTUNITIES, type Opportunity, useMoves } from './use-moves.tsx'

/** Business that may come, stage by stage: what is where, how much it adds up to, and moved by hand from one to the next. */
export function BoardPage() {
  const { t } = useWords()
  const [state, go] = useListState()
  const owner = state.f?.owner
  const toNew = useNewDocument(OPPORTUNITIES)
  const byOwner = (name: string | null): ListState => (name ? { f: { owner: name } } : {})
  return (
    <Page
      title={t('board.title')}
      about={t('board.about')}
      actions={
        <>
          <Link to="/records/$side/$document" params={{ side: 'crm', document: 'opportunity' }} search={byOwner(owner ?? null)}>
            <Button>{t('board.asList')}</Button>
          </Link>
          {toNew?.button}
        </>
      }
    >
      <PersonPicker
        label={t('board.onlyOf')}
        placeholder={t('board.onlyOf')}
        value={owner ?? null}
        style={{ width: 280, maxWidth: '100%', marginBlockEnd: 12 }}
        onChange={(name) => go(byOwner(name))}
      />
      <Board owner={owner} />
      {toNew?.form}
    </Page>
  )
}

/** All stages side by side at a desk; on a phone one of them, which is chosen. */
function Board({ owner }: { owner: string | undefined }) {
  const { t, choice } = useWords()
  const wide = Grid.useBreakpoint().md ?? true
  const [shown, setShown] = useState<OpportunityState>('new')
  const [dragged, setDragged] = useState<Opportunity>()
  const { move, moved, form } = useMoves()
  const stages = wide ? opportunityStates : [shown]
  const { board, more } = useBoard(stages, owner)
  return (
    <>
      {!wide && (
        <Segmented<OpportunityState>
          aria-label={t('board.stage')}
          value={shown}
          onChange={setShown}
          style={{ maxWidth: '100%', overflowX: 'auto', marginBlockEnd: 12 }}
          options={opportunityStates.map((stage) => ({ value: stage, label: choice(stage) }))}
        />
      )}
      <ProblemAlert error={board.error} onRetry={() => void board.refetch()} />
      <Flex className="board" gap={12} align="stretch">
        {stages.map((stage) => (
          <Column
            key={stage}
            stage={stage}
            owner={owner}
            cards={board.data?.[stage]}
            isReading={board.isPending || board.isPlaceholderData}
            onMore={() => more(stage)}
            takes={dragged && dragged.state !== stage ? stepTo(dragged.state, stage) !== undefined : undefined}
            onDrag={setDragged}
            onDrop={() => {
              if (dragged && dragged.state !== stage) void move(dragged, stage)
              setDragged(undefined)
            }}
            onMove={move}
            moved={moved}
          />
        ))}
      </Flex>
      {form}
    </>
  )
}
