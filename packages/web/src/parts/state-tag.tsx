import { Tag } from 'antd'
import { useWords } from '../i18n/use-words.ts'

/** Colours say how far along something is: grey not begun, blue on its way, green done, orange wants somebody, red lost. */
const COLOURS: Readonly<Record<string, string>> = {
  draft: 'geekblue',
  sent: 'blue',
  requested: 'orange',
  placed: 'blue',
  confirmed: 'blue',
  shipped: 'blue',
  partial: 'blue',
  open: 'orange',
  qualified: 'blue',
  proposition: 'blue',
  won: 'green',
  lost: 'red',
  invited: 'orange',
  disabled: 'red',
  paused: 'orange',
  accepted: 'green',
  active: 'green',
  delivered: 'green',
  received: 'blue',
  approved: 'blue',
  closed: 'green',
  complete: 'green',
  paid: 'green',
  matched: 'green',
  posted: 'green',
  done: 'green',
  decided: 'green',
  settled: 'green',
  linked: 'green',
  retried: 'blue',
  firing: 'red',
  resolved: 'green',
  declined: 'red',
  rejected: 'red',
  expired: 'red',
  cancelled: 'red',
}

export function StateTag({ state }: { state: string }) {
  const { choice } = useWords()
  const colour = COLOURS[state]
  // Without a colour only the outline keeps it apart from the page.
  return colour ? <Tag color={colour}>{choice(state)}</Tag> : <Tag variant="outlined">{choice(state)}</Tag>
}

/** Whether a value says how far along something is, and not only what it is. */
export function isProgress(value: string): boolean {
  return value in COLOURS
}
