import { deletion, duplicate } from '@tandem/hub/definitions'
import type { Row } from '@tandem/kernel'
import { Card, Empty, Flex, Tabs, Tag } from 'antd'
import type { ReactNode } from 'react'
import { jointType, useList } from '../api/documents.ts'
import { CommandButton } from '../erp/command-button.tsx'
import { useWords } from '../i18n/use-words.ts'
import { Loaded, Page } from '../parts/page.tsx'
import { ConflictList } from './conflict-list.tsx'
import { DeletionList } from './deletion-list.tsx'
import { CONFLICTS } from './use-joint.ts'
import { fieldLabel, kindLabel, valueText } from './words.ts'

type Duplicate = Row<typeof duplicate>

const DUPLICATES = jointType(duplicate)
const DELETIONS = jointType(deletion)

/** Where the two sides say different things, and where one thing may be there twice: a person decides. */
export function ConflictsPage() {
  const { t } = useWords()
  const conflicts = useList(CONFLICTS, { filter: { state: 'open' }, limit: 100 })
  const deletions = useList(DELETIONS, { filter: { state: 'open' }, limit: 100 })
  const duplicates = useList(DUPLICATES, { filter: { state: 'open' }, limit: 100 })
  const named = (name: string, count: number | undefined) => (count ? `${name} (${count})` : name)
  return (
    <Page title={t('joint.conflicts')} about={t('joint.conflictsAbout')}>
      <Tabs
        items={[
          {
            key: 'conflicts',
            label: named(t('joint.differentValues'), conflicts.data?.items.length),
            children: <ConflictList />,
          },
          {
            key: 'duplicates',
            label: named(t('joint.duplicates'), duplicates.data?.items.length),
            children: (
              <Loaded query={duplicates}>
                {({ items }) => (
                  <Cards empty={t('joint.noDuplicates')}>
                    {items.map((row) => (
                      <OneDuplicate key={row.id} row={row} />
                    ))}
                  </Cards>
                )}
              </Loaded>
            ),
          },
          {
            key: 'deletions',
            label: named(t('rules.deletions'), deletions.data?.items.length),
            children: <DeletionList />,
          },
        ]}
      />
    </Page>
  )
}

function Cards({ children, empty }: { children: ReactNode[]; empty: string }) {
  if (children.length === 0) return <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={empty} />
  return (
    <Flex vertical gap={12}>
      {children}
    </Flex>
  )
}

function OneDuplicate({ row }: { row: Duplicate }) {
  const { t, label } = useWords()
  const values = Object.entries((row.document ?? {}) as Readonly<Record<string, unknown>>).filter(
    ([, value]) => typeof value === 'string',
  )
  return (
    <Card size="small" title={`${label(kindLabel(row.kind))} · ${row.system}`}>
      <dl className="facts">
        {values.slice(0, 8).map(([name, value]) => (
          <div key={name}>
            <dt>{label(fieldLabel(row.kind, name))}</dt>
            <dd>{valueText(value)}</dd>
          </div>
        ))}
      </dl>
      <FoundBy row={row} />
      <Flex gap={8} wrap>
        <CommandButton type={DUPLICATES} row={row} command="link" text={t('joint.same')} done={t('joint.linkedNow')} primary />
        <CommandButton type={DUPLICATES} row={row} command="keep-apart" text={t('joint.apart')} done={t('joint.apartNow')} />
      </Flex>
    </Card>
  )
}

const SIGN = { same: '=', similar: '≈', different: '≠' } as const
const COLOUR = { same: 'green', similar: 'gold', different: 'red' } as const

function FoundBy({ row }: { row: Duplicate }) {
  const { label } = useWords()
  const reasons = (row.foundBy ?? []) as readonly { readonly field: string; readonly is: keyof typeof SIGN }[]
  return (
    <Flex gap={4} wrap style={{ marginBlock: 8 }}>
      {row.score !== null && <Tag>{row.score} %</Tag>}
      {reasons.map(({ field, is }) => (
        <Tag key={field} color={COLOUR[is]}>
          {SIGN[is]} {label(fieldLabel(row.kind, field))}
        </Tag>
      ))}
    </Flex>
  )
}
