import { Card, Flex } from 'antd'
import { type ReactNode, useEffect, useRef } from 'react'
import type { AnyRow } from '../api/documents.ts'
import { useWords } from '../i18n/use-words.ts'
import { FieldValue } from './field-value.tsx'
import type { RowsProps } from './rows.ts'
import { valueIn } from './title.ts'
import { useOpen } from './use-open.ts'

/** Rows as cards, for a phone: the first column leads, and the state stands beside it. */
export function RowCards({ type, rows, shown, extra, drawn, more }: RowsProps) {
  const { label, language } = useWords()
  const open = useOpen(type)
  const [lead, ...others] = shown
  const value = (row: AnyRow, { name, field }: RowsProps['shown'][number]) =>
    drawn[name]?.(row) ?? <FieldValue side={type.side} field={field} value={valueIn(language, row, name)} row={row} />
  const state = others.find(({ name }) => name === 'state')
  const rest = others.filter(({ name }) => name !== 'state')
  const isGiven = (row: AnyRow, name: string) => row[name] !== null && row[name] !== undefined && row[name] !== ''
  return (
    <Flex vertical gap={8}>
      {rows.map((row) => {
        const { className, ...props } = open(row)
        return (
          <Card key={row.id} size="small" hoverable className={`${className} row-card`} {...props}>
            <Flex justify="space-between" align="center" gap={8} className="card-lead">
              {lead && value(row, lead)}
              {state && value(row, state)}
            </Flex>
            <dl className="pairs">
              {rest
                .filter(({ name }) => isGiven(row, name))
                .map((column) => (
                  <Pair key={column.name} name={label(column.field.label)} value={value(row, column)} />
                ))}
              {extra.map(({ title, render }) => (
                <Pair key={title} name={title} value={render(row)} />
              ))}
            </dl>
          </Card>
        )
      })}
      {more.isLong && <InSight onSeen={more.read} />}
    </Flex>
  )
}

function Pair({ name, value }: { name: string; value: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  )
}

/** Reads on when the end of the list comes near. */
function InSight({ onSeen }: { onSeen: () => void }) {
  const mark = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const observer = new IntersectionObserver(
      (entries) => {
        if (entries.some(({ isIntersecting }) => isIntersecting)) onSeen()
      },
      { rootMargin: '800px' },
    )
    if (mark.current) observer.observe(mark.current)
    return () => observer.disconnect()
  }, [onSeen])
  return <div ref={mark} />
}
