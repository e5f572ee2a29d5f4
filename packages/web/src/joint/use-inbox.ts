/** The inbox, as the page works on it. */
import type { inboxEntry } from '@tandem/hub/definitions'
import type { Fields, Label, Row } from '@tandem/kernel'
import { useAnswer } from '../api/documents.ts'
import type { Cause } from './use-joint.ts'

export type Entry = Row<typeof inboxEntry>

/** The document a case is about. */
export interface InboxDocument {
  readonly values: Readonly<Record<string, unknown>>
  /** Whose ids its references are: the system's, or the joint's records. */
  readonly ids: 'system' | 'record'
  readonly names: Readonly<Record<string, string>>
  /** The company's own fields of the kind: `custom.region`. */
  readonly custom: Fields
}

export interface Proposal {
  readonly name: 'edit' | 'fetch' | 'resume-flow' | 'resume-system' | 'retry-named' | 'retry' | 'look'
  readonly label: Label
  readonly changes: readonly {
    readonly field: string
    readonly label: Label
    readonly from: unknown
    readonly to: unknown
  }[]
  readonly does:
    | {
        readonly document: 'inbox-entry' | 'flow' | 'system'
        readonly id: string
        readonly version: number
        readonly command: string
        readonly input: object
      }
    | { readonly look: 'conflicts' | 'mappings' }
}

export interface Helped {
  readonly id: string
  readonly subject: string
  readonly proposals: readonly Proposal[]
}

export function useProposals({ code, system, kind, dependsOn }: Cause, owner: string | undefined) {
  const group = { code, system, kind, ...(dependsOn ? { dependsOn } : {}), ...(owner ? { owner } : {}) }
  return useAnswer<readonly Helped[]>('joint', 'inbox-proposals', group)
}
