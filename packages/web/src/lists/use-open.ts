import type { Definition } from '@tandem/kernel'
import { useNavigate } from '@tanstack/react-router'
import type { AnyRow, DocumentType } from '../api/documents.ts'
import { pageOf } from './pages.ts'

/** Opens the page of a row by click and by Enter; a link inside the row goes its own way. */
export function useOpen({ side, definition }: { side: DocumentType['side']; definition: Definition }) {
  const navigate = useNavigate()
  const go = (id: string) => void navigate({ to: pageOf(side, definition.name, id) })
  return (row: AnyRow) => ({
    tabIndex: 0,
    className: 'opens',
    'data-row': row.id,
    onClick: (event: { target: EventTarget }) => {
      if (!(event.target as Element).closest('a,button,input')) go(row.id)
    },
    onKeyDown: (event: { key: string; target: EventTarget; currentTarget: EventTarget }) => {
      if (event.key === 'Enter' && event.target === event.currentTarget) go(row.id)
    },
  })
}
