import { DatePicker, InputNumber } from 'antd'
import dayjs from 'dayjs'
import type { CSSProperties } from 'react'

interface DateInputProps {
  readonly id?: string | undefined
  readonly value: string | null
  readonly onChange: (date: string | null) => void
  readonly placeholder?: string
  readonly label?: string
  readonly disabled?: boolean
  readonly style?: CSSProperties
}

/** A business day as text, `2026-11-22`; no time zone ever touches it. */
export function DateInput({ id, value, onChange, placeholder, label, disabled, style }: DateInputProps) {
  return (
    <DatePicker
      {...(id ? { id } : {})}
      value={value ? dayjs(value) : null}
      format="YYYY-MM-DD"
      aria-label={label ?? placeholder ?? ''}
      placeholder={placeholder ?? 'YYYY-MM-DD'}
      disabled={disabled ?? false}
      // Enter takes the day that was typed; the form around it is not sent yet.
      onKeyDown={(event) => event.key === 'Enter' && event.preventDefault()}
      onChange={(_, text) => onChange(typeof text === 'string' && text !== '' ? text : null)}
      style={{ width: 160, ...style }}
    />
  )
}

/** A moment, typed as the reader's clock says it; as text in UTC. */
export function InstantInput({ id, value, onChange, label, style }: DateInputProps) {
  return (
    <DatePicker
      {...(id ? { id } : {})}
      showTime={{ format: 'HH:mm' }}
      value={value ? dayjs(value) : null}
      format="YYYY-MM-DD HH:mm"
      aria-label={label ?? ''}
      placeholder="YYYY-MM-DD HH:mm"
      onKeyDown={(event) => event.key === 'Enter' && event.preventDefault()}
      onChange={(at) => onChange(at ? at.toISOString() : null)}
      style={style ?? {}}
    />
  )
}

interface DecimalInputProps {
  readonly id?: string | undefined
  readonly value: string | null
  readonly onChange: (value: string | null) => void
  readonly label: string
  readonly placeholder?: string
  readonly suffix?: string
  readonly min?: string
  readonly max?: string
  readonly disabled?: boolean
  readonly invalid?: boolean
  readonly style?: CSSProperties
}

/** An exact decimal as text: typed, stepped and kept without ever becoming a floating-point number. */
export function DecimalInput({ value, onChange, label, suffix, invalid, ...rest }: DecimalInputProps) {
  const { id, min, max, placeholder, disabled, style } = rest
  return (
    <InputNumber<string>
      stringMode
      controls={false}
      inputMode="decimal"
      {...(id ? { id } : {})}
      value={value}
      aria-label={label}
      {...(min === undefined ? {} : { min })}
      {...(max === undefined ? {} : { max })}
      {...(suffix === undefined ? {} : { suffix })}
      placeholder={placeholder ?? ''}
      disabled={disabled ?? false}
      status={invalid ? 'error' : ''}
      onChange={(typed) => onChange(typed === null || typed === '' ? null : String(typed))}
      style={{ width: '100%', ...style }}
    />
  )
}
