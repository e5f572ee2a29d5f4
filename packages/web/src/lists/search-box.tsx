import { SearchOutlined } from '@ant-design/icons'
import { Input } from 'antd'
import { useEffect, useRef, useState } from 'react'
import { useClearing } from '../parts/clearing.tsx'

interface SearchBoxProps {
  readonly label: string
  readonly value: string
  readonly onChange: (q: string) => void
  /** What is typed counts when nothing more is typed for so long: for who asks a server. Left out: at each letter. */
  readonly pauseMs?: number
}

/** The one box to search a list by words. */
export function SearchBox({ label, value, onChange, pauseMs }: SearchBoxProps) {
  const clearing = useClearing()
  const [typed, setTyped] = useState(value)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => setTyped(value), [value])
  useEffect(() => () => clearTimeout(timer.current), [])
  const type = (text: string) => {
    setTyped(text)
    if (pauseMs === undefined) return onChange(text)
    clearTimeout(timer.current)
    timer.current = setTimeout(() => onChange(text.trim()), pauseMs)
  }
  return (
    <Input.Search
      allowClear={clearing}
      // The button says what it does by its icon alone.
      searchIcon={<SearchOutlined aria-label={label} />}
      value={typed}
      aria-label={label}
      placeholder={label}
      onChange={(event) => type(event.target.value)}
      onSearch={(text) => onChange(text.trim())}
      className="search-box"
    />
  )
}
