import type { Definition, Field } from '@tandem/kernel'
import { Link } from '@tanstack/react-router'
import { Tag, Typography } from 'antd'
import { documents, type Side } from '../api/documents.ts'
import { usePlatform } from '../api/platform.ts'
import { useReferenced } from '../api/titles.ts'
import { useNameOf } from '../desk/use-actor.ts'
import { useWords, type Words } from '../i18n/use-words.ts'
import { isProgress, StateTag } from '../parts/state-tag.tsx'
import { choiceIn } from './choice-in.ts'
import { isSignature, isStep, isUnit, isWarning, targetOf } from './fields.ts'
import { pageOf } from './pages.ts'
import { titleOf } from './title.ts'

const NUMERIC = new Set<Field['kind']>(['amount', 'price', 'quantity', 'percent', 'integer'])

export function isNumeric(field: Field): boolean {
  return NUMERIC.has(field.kind)
}

interface FieldValueProps {
  readonly side: Side
  readonly field: Field
  readonly value: unknown
  /** Says the currency or unit that the field names. */
  readonly row: Readonly<Record<string, unknown>>
}

/** A value as its definition means it, in the words and formats of the reader. */
export function FieldValue({ side, field, value, row }: FieldValueProps) {
  const words = useWords()
  const namesDocument = useDocumentName()
  if (value === null || value === undefined || value === '') return <Typography.Text type="secondary">–</Typography.Text>
  const text = String(value)
  switch (field.kind) {
    case 'amount':
    case 'price':
      return <Money amount={text} currency={row[field.currency]} />
    case 'quantity':
      return <Numeral>{words.quantity(text, String(row[field.unit] ?? ''))}</Numeral>
    case 'percent':
      return <Numeral>{words.percent(text)}</Numeral>
    case 'integer':
      return <Numeral>{words.decimal(text)}</Numeral>
    case 'date':
      return <span className="nowrap">{words.date(text)}</span>
    case 'instant':
      return <span className="nowrap">{words.instant(text)}</span>
    case 'choice':
      return !field.words && isProgress(text) ? <StateTag state={text} /> : <span>{choiceIn(field, text, words)}</span>
    case 'flag':
      return value === true ? (
        <Tag color={isWarning(field) ? 'orange' : 'default'}>{words.t('lists.yes')}</Tag>
      ) : (
        <span>{words.t('lists.no')}</span>
      )
    case 'reference':
      return <ReferenceName side={side} name={targetOf(field.to, row)} id={text} />
    case 'json':
    case 'custom':
    case 'lines':
      return <code>{JSON.stringify(value)}</code>
    default:
      if (isStep(field)) return <span>{stepWord(text, words)}</span>
      if (isSignature(field)) return <Signature id={text} />
      if (isUnit(field)) return <span>{words.unit(text)}</span>
      return <span>{namesDocument(field, side, text) ?? text}</span>
  }
}

function Signature({ id }: { id: string }) {
  return useNameOf()(id)
}

/** `allocate-2`: the second of its kind. */
function stepWord(step: string, { choice }: Words): string {
  const [, name = step, number] = /^(.*?)(?:-(\d+))?$/.exec(step) ?? []
  return [choice(name), number].filter(Boolean).join(' ')
}

/** A text that names a kind of document, such as what a journal entry comes from, is said as people call that. */
function useDocumentName() {
  const { label } = useWords()
  return (field: Field, side: Side, text: string) => {
    const isNamed = documents[side].get('journal-entry')?.definition.fields.sourceDocument === field
    const definition = isNamed ? documents[side].get(text)?.definition : undefined
    return definition && label(definition.label)
  }
}

/** What names no currency of its own is in the company's. */
function Money({ amount, currency }: { amount: string; currency: unknown }) {
  const { money } = useWords()
  const { data: me } = usePlatform()
  return <Numeral>{money(amount, String(currency ?? me?.tenant?.baseCurrency ?? ''))}</Numeral>
}

function Numeral({ children }: { children: string }) {
  return <span className="number">{children}</span>
}

interface ReferenceProps {
  readonly side: Side
  readonly name: string
  readonly id: string
  readonly link?: boolean
}

/** The name of a referenced document, and the way to it. */
export function ReferenceName({ side, name, id, link = true }: ReferenceProps) {
  const { language } = useWords()
  const { data } = useReferenced(side, name, id)
  const definition: Definition | undefined = documents[side].get(name)?.definition
  const text = data && definition ? titleOf(definition, data, language) : '…'
  const page = link ? pageOf(side, name, id) : undefined
  if (page && data) return <Link to={page}>{text}</Link>
  // An id tells nobody anything: what is gone, or not for this reader, is a dash.
  return <span>{data === null ? '–' : definition ? text : id.slice(0, 8)}</span>
}
