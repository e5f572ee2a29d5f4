import { Link } from '@tanstack/react-router'
import { useAnswer } from '../api/documents.ts'
import { pageOf } from '../lists/pages.ts'

interface Linked {
  readonly links: readonly { readonly system: string; readonly externalId: string }[]
}

interface EntrySubjectProps {
  readonly subject: string
  readonly kind: string
  readonly record: string | null
}

/** What an entry is about, and the way to its page on whichever side has one. */
export function EntrySubject({ subject, kind, record }: EntrySubjectProps) {
  const { data } = useAnswer<Linked>('joint', 'record', { id: record }, record !== null)
  const idIn = (system: string) => data?.links.find((link) => link.system === system)?.externalId
  const [crm, erp] = [idIn('tandem-crm'), idIn('tandem-erp')]
  const page = (crm && pageOf('crm', kind, crm)) ?? (erp && pageOf('erp', kind === 'order' ? 'sales-order' : kind, erp))
  return page ? <Link to={page}>{subject}</Link> : <span>{subject}</span>
}
