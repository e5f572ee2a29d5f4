import { duplicate } from '@tandem/hub/definitions'
import type { Row } from '@tandem/kernel'
import { Card, Empty, Flex, Tag, Typography } from 'antd'
import { jointType, useAnswer, useList } from '../api/documents.ts'
import { CommandButton } from '../erp/command-button.tsx'
import { useWords } from '../i18n/use-words.ts'
import { Loaded } from '../parts/page.tsx'
import { fieldLabel, kindLabel, valueText } from './words.ts'

type Duplicate = Row<typeof duplicate>
type Values = Readonly<Record<string, unknown>>

export const DUPLICATES = jointType(duplicate)

/** What may be there twice, the surest first: a person says whether it is. */
export function DuplicateList() {
  const { t } = useWords()
  const found = useList(DUPLICATES, { filter: { state: 'open' }, sort: '-score', limit: 100 })
  return (
    <Loaded query={found}>
      {({ items }) =>
        items.length === 0 ? (
          <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t('joint.noDuplicates')} />
        ) : (
          <Flex vertical gap={12}>
            {items.map((row) => (
              <OneDuplicate key={row.id} row={row} />
            ))}
          </Flex>
        )
      }
    </Loaded>
  )
}

function OneDuplicate({ row }: { row: Duplicate }) {
  const { t, label } = useWords()
  const known = useAnswer<{ readonly values: Values }>('joint', 'record', { id: row.record as string })
  const send = { type: DUPLICATES, row }
  return (
    <Card size="small" title={`${label(kindLabel(row.kind))} · ${row.system}`}>
      <div className="beside">
        <Facts title={t('identity.found')} kind={row.kind} values={(row.document ?? {}) as Values} />
        <Facts title={t('identity.known')} kind={row.kind} values={known.data?.values ?? {}} />
      </div>
      <FoundBy row={row} />
      <Flex gap={8} wrap>
        {row.type === 'link' ? (
          <CommandButton {...send} command="link" text={t('joint.same')} done={t('joint.linkedNow')} primary />
        ) : (
          <>
            <CommandButton
              {...{ ...send, command: 'merge', input: { keep: 'known' } }}
              text={t('identity.keepKnown')}
              done={t('identity.merged')}
              primary
            />
            <CommandButton
              {...{ ...send, command: 'merge', input: { keep: 'found' } }}
              text={t('identity.keepFound')}
              done={t('identity.merged')}
            />
          </>
        )}
        <CommandButton {...send} command="keep-apart" text={t('joint.apart')} done={t('joint.apartNow')} />
      </Flex>
    </Card>
  )
}

function Facts({ title, kind, values }: { title: string; kind: string; values: Values }) {
  const { label } = useWords()
  const filled = Object.entries(values).filter(([, value]) => typeof value === 'string' && value !== '')
  return (
    <div>
      <Typography.Text type="secondary" className="small">
        {title}
      </Typography.Text>
      <dl className="facts">
        {filled.slice(0, 10).map(([name, value]) => (
          <div key={name}>
            <dt>{label(fieldLabel(kind, name))}</dt>
            <dd>{valueText(value)}</dd>
          </div>
        ))}
      </dl>
    </div>
  )
}

const SIGN = { same: '=', similar: '≈', different: '≠' } as const
const COLOUR = { same: 'green', similar: 'gold', different: 'red' } as const

function FoundBy({ row }: { row: Duplicate }) {
  const { t, label } = useWords()
  const reasons = (row.foundBy ?? []) as readonly { readonly field: string; readonly is: keyof typeof SIGN }[]
  return (
    <Flex gap={4} wrap style={{ marginBlock: 8 }}>
      {row.score !== null && (
        <Tag>
          {t('identity.byLikeness')} {row.score} %
        </Tag>
      )}
      {reasons.map(({ field, is }) => (
        <Tag key={field} color={COLOUR[is]}>
          {SIGN[is]} {label(fieldLabel(row.kind, field))}
        </Tag>
      ))}
    </Flex>
  )
}
