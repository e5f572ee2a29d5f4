/** The fields that the company has added to a document, as fields like any other. */
import { customField as ofCrm } from '@tandem/crm/definitions'
import { CUSTOM_PREFIX, type CustomPart, type CustomValues, fieldOfCustom, flatCustom, withCustom } from '@tandem/db/definitions'
import { customField as ofErp } from '@tandem/erp/definitions'
import type { Definition, Fields } from '@tandem/kernel'
import { useMemo } from 'react'
import { crmType, type DocumentType, erpType, useList } from '../api/documents.ts'

export const CUSTOM_FIELD_TYPES = { crm: crmType(ofCrm), erp: erpType(ofErp) } as const

const NONE: readonly CustomPart[] = []

/** Those in use, the oldest first; none where there can be none, or the reader is none of the house. */
function useParts({ side, definition }: DocumentType): readonly CustomPart[] {
  const canHave = definition.fields.custom?.kind === 'custom'
  const type: DocumentType = CUSTOM_FIELD_TYPES[side === 'erp' ? 'erp' : 'crm']
  const filter = { document: definition.name, status: 'active' }
  const found = useList(type, { filter, sort: 'id', limit: 200 }, canHave)
  return (canHave ? (found.data?.items as unknown as readonly CustomPart[] | undefined) : undefined) ?? NONE
}

/** The same document with its custom fields as fields: `custom.region`. */
export function useWhole<D extends Definition>(type: DocumentType<D>): DocumentType<D> {
  const parts = useParts(type as unknown as DocumentType)
  return useMemo(() => (parts.length === 0 ? type : { ...type, definition: withCustom(type.definition, parts) }), [type, parts])
}

/** Custom fields by their names. */
export function useCustomFields(type: DocumentType): Fields {
  const parts = useParts(type)
  return useMemo(() => Object.fromEntries(parts.map((part) => [CUSTOM_PREFIX + part.code, fieldOfCustom(part)])), [parts])
}

type Given = Readonly<Record<string, unknown>>

/** A row, or what a form begins with, with custom values beside the others. */
export function flattened<R extends Given>(row: R): R {
  return row.custom ? { ...row, ...flatCustom(row.custom as CustomValues) } : row
}

/** What a form says, as commands take it: `custom.region` becomes a part of `custom`. */
export function nested(values: Given): Given {
  const entries = Object.entries(values)
  const isCustom = ([name]: [string, unknown]) => name.startsWith(CUSTOM_PREFIX)
  const custom = entries.filter(isCustom).map(([name, value]) => [name.slice(CUSTOM_PREFIX.length), value])
  const others = Object.fromEntries(entries.filter((entry) => !isCustom(entry) && entry[0] !== 'custom'))
  return custom.length > 0 ? { ...others, custom: Object.fromEntries(custom) } : others
}

/** The fields of an input, custom ones among them where it takes any. */
export function wholeInput(input: Fields, custom: Fields): Fields {
  if (input.custom?.kind !== 'custom') return input
  const { custom: _, ...own } = input
  return { ...own, ...custom }
}
