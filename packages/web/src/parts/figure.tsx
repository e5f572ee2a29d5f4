import { Link } from '@tanstack/react-router'
import { Card, Flex, Typography } from 'antd'
import type { ReactNode } from 'react'
import type { ListState } from '../lists/list-state.ts'

interface FigureProps {
  readonly label: string
  readonly value: ReactNode
  readonly note?: ReactNode
  readonly tone?: 'danger' | 'success' | 'warning'
  /** Where the figure comes from: one click deep. */
  readonly to?: string
  /** What of the list it is: see `listSearch`. */
  readonly search?: ListState
}

/** One number with its name. */
export function Figure({ label, value, note, tone, to, search }: FigureProps) {
  const card = (
    <Card size="small" hoverable={Boolean(to)} style={{ height: '100%' }}>
      <Typography.Text type="secondary">{label}</Typography.Text>
      <div
        style={{ fontSize: 20, fontWeight: 600, lineHeight: 1.4, fontVariantNumeric: 'tabular-nums', overflowWrap: 'anywhere' }}
      >
        <Typography.Text {...(tone ? { type: tone } : {})} style={{ fontSize: 'inherit' }}>
          {value}
        </Typography.Text>
      </div>
      {note && <Typography.Text type="secondary">{note}</Typography.Text>}
    </Card>
  )
  return to ? (
    <Link to={to} {...(search ? { search: search as never } : {})} className="plain-link">
      {card}
    </Link>
  ) : (
    card
  )
}

/** As many figures in a row as there is room for. */
export function Figures({ children }: { children: ReactNode }) {
  return <div className="figures">{children}</div>
}

export function Section({ title, extra, children }: { title: string; extra?: ReactNode; children: ReactNode }) {
  return (
    <section style={{ marginBlockStart: 24 }}>
      <Flex justify="space-between" align="center" gap={8} wrap style={{ marginBlockEnd: 8 }}>
        <Typography.Title level={2} style={{ margin: 0, fontSize: 18 }}>
          {title}
        </Typography.Title>
        {extra}
      </Flex>
      {children}
    </section>
  )
}
