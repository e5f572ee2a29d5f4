/** What the queues of the joint are searched, filtered and taken away by; they are drawn as cards. */
import { conflict, deletion, duplicate } from '@tandem/hub/definitions'
import type { Field } from '@tandem/kernel'
import { useNameOf } from '../desk/use-actor.ts'
import { useWords } from '../i18n/use-words.ts'
import type { RowColumn } from '../lists/rows.ts'
import type { Said } from '../lists/said.ts'
import { useFieldLabel } from './use-field-label.ts'
import type { Conflict } from './use-joint.ts'
import { useRecordNames } from './use-record-names.ts'
import { useSystemTitle } from './use-who.ts'
import { fieldText, kindLabel, ruleText } from './words.ts'

type Row = Readonly<Record<string, unknown>>

/** Columns that say something, each in the reader's words. */
function useMakers<R extends object>() {
  const words = useWords()
  const { label, choice } = words
  const titleOf = useSystemTitle()
  const nameOf = useNameOf()
  const one = (key: string, field: Pick<Field, 'label'>, says: (row: R) => Said): RowColumn<R> => {
    return { key, title: label(field.label), render: (row) => String(says(row) ?? ''), says }
  }
  const chosen = (key: string, field: Pick<Field, 'label'>, word: (value: string, row: R) => string): RowColumn<R> => {
    const of = (row: R) => (row as Row)[key] ?? null
    const said = (row: R) => (of(row) === null ? null : word(String(of(row)), row))
    return {
      ...one(key, field, said),
      among: (row) => (said(row) === null ? [] : [{ value: String(of(row)), label: said(row) as string }]),
    }
  }
  return {
    words,
    one,
    chosen,
    moment: (key: string, field: Pick<Field, 'label'>) =>
      one(key, field, (row) => ((row as Row)[key] ? { at: String((row as Row)[key]) } : null)),
    kind: (field: Field) => chosen('kind', field, (value) => label(kindLabel(value))),
    system: (key: string, field: Field) => chosen(key, field, titleOf),
    person: (key: string, field: Pick<Field, 'label'>) => chosen(key, field, nameOf),
    choice: (key: string, field: Pick<Field, 'label'>) => chosen(key, field, choice),
  }
}

const DOCUMENT = { label: { en: 'Document', zh: '单据' } } as const
const SINCE = { label: { en: 'Since', zh: '开始时间' } } as const
const STATE = { label: { en: 'State', zh: '状态' } } as const

export function useConflictColumns(rows: readonly Conflict[]): RowColumn<Conflict>[] {
  const { words, one, chosen, moment, kind, system, person } = useMakers<Conflict>()
  const fieldName = useFieldLabel()
  const nameOf = useRecordNames(rows.map(({ record }) => record))
  const { fields } = conflict
  const value = (key: 'agreed' | 'kept' | 'other' | 'decision') =>
    one(key, fields[key], (row) => fieldText(row.kind, row.field, row[key], words))
  return [
    one('document', DOCUMENT, ({ record }) => nameOf(record)),
    kind(fields.kind),
    chosen('field', fields.field, (field, row) => fieldName(row.kind, field)),
    system('system', fields.system),
    value('kept'),
    value('other'),
    value('agreed'),
    person('keptBy', fields.keptBy),
    person('otherBy', fields.otherBy),
    chosen('rule', fields.rule, (rule) => ruleText(rule, words)),
    moment('createdAt', SINCE),
    value('decision'),
  ]
}

type Duplicate = Row & { readonly record: string; readonly score: string | null }

export function useDuplicateColumns(rows: readonly Duplicate[]): RowColumn<Duplicate>[] {
  const { one, moment, kind, system, choice, words } = useMakers<Duplicate>()
  const nameOf = useRecordNames(rows.map(({ record }) => record))
  const { fields } = duplicate
  return [
    one('document', DOCUMENT, ({ record }) => nameOf(record)),
    kind(fields.kind),
    system('system', fields.system),
    {
      ...one('type', fields.type, (row) => words.t(`identity.questions.${row.type as 'link' | 'merge'}`)),
      among: (row) => [{ value: String(row.type), label: words.t(`identity.questions.${row.type as 'link' | 'merge'}`) }],
    },
    one('score', fields.score, ({ score }) => (score === null ? null : { number: score, unit: '%' })),
    one('externalId', fields.externalId, (row) => String(row.externalId)),
    moment('createdAt', SINCE),
    choice('state', STATE),
  ]
}

type Deletion = Row & { readonly subject: string }

export function useDeletionColumns(): RowColumn<Deletion>[] {
  const { one, moment, kind, system, person, choice } = useMakers<Deletion>()
  const { fields } = deletion
  return [
    one('subject', fields.subject, ({ subject }) => subject),
    kind(fields.kind),
    choice('state', STATE),
    system('system', fields.system),
    person('deletedBy', fields.deletedBy),
    moment('deletedAt', fields.deletedAt),
    choice('policy', fields.policy),
  ]
}
