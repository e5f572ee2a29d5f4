import { Flex, Tag, Typography } from 'antd'
import { useWords } from '../i18n/use-words.ts'
import { groupedRights, type Right } from './rights.ts'
import { useRightWords } from './use-right-words.ts'

interface RightsListProps {
  readonly grants: readonly string[]
  /** Absent: they are only shown. */
  readonly onRemove?: (grant: string) => void
}

/** Rights in words, those on the same thing in one line. */
export function RightsList({ grants, onRemove }: RightsListProps) {
  const { t } = useWords()
  const { areaWord, subjectWord } = useRightWords()
  if (grants.includes('*') && !onRemove) return <Typography.Text>{t('admin.all')}</Typography.Text>
  if (grants.length === 0) return <Typography.Text type="secondary">{t('admin.noRights')}</Typography.Text>
  return (
    <ul className="rights">
      {groupedRights(grants).map(({ area, subject, rights }) => (
        <li key={`${area}.${subject}`}>
          <span>
            {area === '*' ? t('admin.all') : subjectWord(area, subject)}{' '}
            {subject !== '*' && area !== 'field' && (
              <Typography.Text type="secondary" className="small">
                {areaWord(area)}
              </Typography.Text>
            )}
          </span>
          <Flex gap={4} wrap>
            {rights.map((right) => (
              <OneRight key={right.grant} right={right} onRemove={onRemove} />
            ))}
          </Flex>
        </li>
      ))}
    </ul>
  )
}

function OneRight({ right, onRemove }: { right: Right; onRemove: RightsListProps['onRemove'] }) {
  const { t } = useWords()
  const { actionWord } = useRightWords()
  const reach = right.reach === 'all' ? '' : ` · ${t(`admin.reach.${right.reach}`)}`
  return (
    <Tag
      variant="outlined"
      title={right.grant}
      {...(onRemove
        ? {
            closable: true,
            closeIcon: (
              <span role="img" aria-label={t('admin.remove', { what: right.grant })}>
                ×
              </span>
            ),
          }
        : {})}
      onClose={(event) => {
        event.preventDefault()
        onRemove?.(right.grant)
      }}
    >
      {actionWord(right)}
      {reach}
    </Tag>
  )
}
