import { ArrowDownOutlined, ArrowUpOutlined, TableOutlined } from '@ant-design/icons'
import { Button, Checkbox, Flex, Popover } from 'antd'
import { useWords } from '../i18n/use-words.ts'

interface ColumnChooserProps {
  /** All that the list could show. */
  readonly possible: readonly { readonly name: string; readonly title: string }[]
  readonly usual: readonly string[]
  readonly shown: readonly string[]
  /** Names with commas between; undefined: as at first. */
  readonly onChange: (columns: string | undefined) => void
}

/** Which columns, in which order; kept in the address of the list and in its views. */
export function ColumnChooser(props: ColumnChooserProps) {
  const { t } = useWords()
  return (
    <Popover trigger="click" placement="bottomRight" content={<Columns {...props} />} title={t('tools.columnsAbout')}>
      <Button icon={<TableOutlined />}>{t('tools.columns')}</Button>
    </Popover>
  )
}

function Columns({ possible, usual, shown, onChange }: ColumnChooserProps) {
  const { t } = useWords()
  const titles = new Map(possible.map(({ name, title }) => [name, title]))
  const order = [...shown, ...[...titles.keys()].filter((name) => !shown.includes(name))]
  const set = (names: readonly string[]) => {
    if (names.length > 0) onChange(names.join() === usual.join() ? undefined : names.join())
  }
  const toggle = (name: string) => set(shown.includes(name) ? shown.filter((one) => one !== name) : [...shown, name])
  const move = (at: number, by: number) => {
    const names = [...shown]
    names.splice(at + by, 0, ...names.splice(at, 1))
    set(names)
  }
  return (
    <div className="columns">
      {order.map((name, at) => {
        const text = titles.get(name) ?? name
        return (
          <Flex key={name} justify="space-between" align="center" gap={8}>
            <Checkbox checked={shown.includes(name)} onChange={() => toggle(name)}>
              {text}
            </Checkbox>
            {at < shown.length && (
              <span>
                <Button
                  type="text"
                  size="small"
                  icon={<ArrowUpOutlined />}
                  disabled={at === 0}
                  aria-label={t('tools.up', { column: text })}
                  onClick={() => move(at, -1)}
                />
                <Button
                  type="text"
                  size="small"
                  icon={<ArrowDownOutlined />}
                  disabled={at === shown.length - 1}
                  aria-label={t('tools.down', { column: text })}
                  onClick={() => move(at, 1)}
                />
              </span>
            )}
          </Flex>
        )
      })}
      <Button type="link" onClick={() => onChange(undefined)}>
        {t('tools.usualColumns')}
      </Button>
    </div>
  )
}
