import { Flex } from 'antd'
import type { ReactNode } from 'react'
import type { Side } from '../api/documents.ts'
import { ReferenceName } from '../lists/field-value.tsx'

interface QuantityLineProps {
  readonly side: Side
  readonly item: string
  /** What may be entered. */
  readonly about: string
  readonly children: ReactNode
}

/** One line of goods by name, with what is to be entered of it beside. */
export function QuantityLine({ side, item, about, children }: QuantityLineProps) {
  return (
    <Flex gap={12} align="start" justify="space-between" wrap style={{ marginBlockEnd: 8 }}>
      <div style={{ minWidth: 0, flex: '1 1 160px' }}>
        <ReferenceName side={side} name="item" id={item} link={false} />
        <div className="small">{about}</div>
      </div>
      <Flex gap={8}>{children}</Flex>
    </Flex>
  )
}
