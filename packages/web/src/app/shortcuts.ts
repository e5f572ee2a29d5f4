/** What keys do, wherever one is; typing into a field never triggers them, but for Ctrl-K. */
import { useNavigate } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'

/** After `g`, so long one may think about the second key. */
const SECOND_KEY_MS = 1500

export const GO_KEYS: Readonly<Record<string, string>> = {
  h: '/',
  q: '/quotes',
  o: '/orders',
  c: '/customers',
  i: '/erp/items',
  s: '/erp/sales-orders',
  v: '/erp/invoices',
  e: '/joint/inbox',
  p: '/joint/proof',
}

interface Shortcuts {
  readonly onSearch: () => void
  readonly onHelp: () => void
}

export function useShortcuts({ onSearch, onHelp }: Shortcuts): void {
  const navigate = useNavigate()
  const goSince = useRef(0)
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k') {
        event.preventDefault()
        return onSearch()
      }
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target) || isInDialog()) return
      const isSecond = event.timeStamp - goSince.current < SECOND_KEY_MS
      goSince.current = event.key === 'g' && !isSecond ? event.timeStamp : Number.NEGATIVE_INFINITY
      const to = isSecond ? GO_KEYS[event.key] : undefined
      if (to) return void navigate({ to })
      if (event.key === '?') onHelp()
      if (event.key === '/') focusSearch(event)
      if (event.key === 'n') document.querySelector<HTMLElement>('main .ant-btn-primary')?.focus()
    }
    window.addEventListener('keydown', press)
    return () => window.removeEventListener('keydown', press)
  }, [navigate, onSearch, onHelp])
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
}

function isInDialog(): boolean {
  return document.querySelector('[role=dialog][aria-modal=true]') !== null
}

function focusSearch(event: KeyboardEvent): void {
  const box = document.querySelector<HTMLElement>('main [role=search] input')
  if (!box) return
  event.preventDefault()
  box.focus()
}
