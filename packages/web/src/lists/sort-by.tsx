import { SortAscendingOutlined, SortDescendingOutlined } from '@ant-design/icons'
import { Button, Select, Space } from 'antd'
import { useWords } from '../i18n/use-words.ts'
import { useClearing } from '../parts/clearing.tsx'

interface SortByProps {
  readonly columns: readonly { readonly key: string; readonly title: string }[]
  /** The column sorted by, `-` before it for descending; one that is not among the columns is the page's own order. */
  readonly sorted: string | undefined
  /** Left out: the page's own order. */
  readonly onSort: (sort?: string) => void
}

/** By what a list is sorted, on a phone, where there are no headings to press. */
export function SortBy({ columns, sorted = '', onSort }: SortByProps) {
  const clearing = useClearing()
  const { t } = useWords()
  const isDown = sorted.startsWith('-')
  const name = sorted.replace(/^-/, '')
  const isOurs = columns.some(({ key }) => key === name)
  return (
    <Space.Compact>
      <Select
        allowClear={clearing}
        value={isOurs ? name : null}
        placeholder={t('tools.sortBy')}
        aria-label={t('tools.sortBy')}
        onChange={(key: string | undefined) => onSort(key)}
        options={columns.map(({ key, title }) => ({ value: key, label: title }))}
        popupMatchSelectWidth={false}
        style={{ width: 132 }}
      />
      <Button
        disabled={!isOurs}
        icon={isDown ? <SortDescendingOutlined /> : <SortAscendingOutlined />}
        aria-label={t(isDown ? 'tools.descending' : 'tools.ascending')}
        onClick={() => onSort(isDown ? name : `-${name}`)}
      />
    </Space.Compact>
  )
}
