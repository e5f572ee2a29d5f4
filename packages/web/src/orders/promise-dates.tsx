import { Flex } from 'antd'
import { useWords } from '../i18n/use-words.ts'
import { ReferenceName } from '../lists/field-value.tsx'
import { DateInput } from '../lists/inputs.tsx'

interface Line {
  readonly lineNumber: number
  readonly item: string
  readonly description: string | null
  readonly quantity: string
  readonly unit: string
}

export type DatesByLine = ReadonlyMap<number, string | null>

interface PromiseDatesProps {
  readonly lines: readonly Line[]
  readonly dates: DatesByLine
  readonly onChange: (lineNumber: number, date: string | null) => void
}

/** Until when each line is promised, to be typed. */
export function PromiseDates({ lines, dates, onChange }: PromiseDatesProps) {
  const { t, quantity } = useWords()
  return lines.map((line) => (
    <Flex key={line.lineNumber} gap={12} align="center" justify="space-between" style={{ marginBlockEnd: 8 }}>
      <div style={{ minWidth: 0 }}>
        {line.lineNumber}. {line.description || <ReferenceName side="crm" name="item" id={line.item} link={false} />}
        <div className="small number">{quantity(line.quantity, line.unit)}</div>
      </div>
      <DateInput
        label={t('journey.promisedFor', { line: line.lineNumber })}
        value={dates.get(line.lineNumber) ?? null}
        onChange={(date) => onChange(line.lineNumber, date)}
        style={{ flex: 'none' }}
      />
    </Flex>
  ))
}

/** As a command takes them. */
export function promisesOf(dates: DatesByLine): { lineNumber: number; promisedDate: string | null }[] {
  return [...dates].map(([lineNumber, promisedDate]) => ({ lineNumber, promisedDate }))
}

/** What can be kept, but not before it is wanted; null when nobody can say. */
export function laterOf(possible: string | null | undefined, wanted: string | null): string | null {
  if (!possible) return null
  return wanted !== null && wanted > possible ? wanted : possible
}
