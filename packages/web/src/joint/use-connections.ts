/** Connections and the descriptions of what can be connected, as the server gives them. */
import { connection } from '@tandem/hub/definitions'
import type { Field, Label, Row } from '@tandem/kernel'
import { call } from '../api/client.ts'
import { jointType, useAnswer } from '../api/documents.ts'

export const CONNECTIONS = jointType(connection)
export type Connection = Row<typeof connection>
export type ConnectedSide = 'crm' | 'erp'
export type Choice = Readonly<Record<string, { readonly read: boolean; readonly write: boolean }>>

export interface ConnectorType {
  readonly type: string
  readonly label: Label
  readonly about: Label
  readonly sides: readonly ConnectedSide[]
  readonly settings: Readonly<Record<string, Field>>
  readonly secrets: readonly string[]
  readonly kinds: Readonly<Partial<Record<ConnectedSide, Choice>>>
}

export function useConnectorTypes() {
  return useAnswer<readonly ConnectorType[]>('joint', 'connector-types', {})
}

export interface Tried {
  readonly works: boolean
  readonly summary: Label | null
  readonly kinds: Choice | null
  readonly trouble: { readonly code: string; readonly text: string } | null
}

/** What is being connected, while a person fills in the form. */
export interface Draft {
  readonly type: string
  readonly side: ConnectedSide
  readonly name: string
  readonly beside: boolean
  readonly settings: Readonly<Record<string, unknown>>
  /** Null: all it can. */
  readonly kinds: Choice | null
}

/** `id`: of the stored connection, whose secrets count where none are typed. */
export function tryDraft({ type, side, settings }: Draft, id?: string): Promise<Tried> {
  return call<Tried>('POST', '/joint/connection-test', { body: { ...(id ? { connection: id } : {}), type, side, settings } })
}
