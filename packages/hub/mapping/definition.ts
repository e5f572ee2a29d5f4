/** A mapping says which field of the joint is which field of a system, and how one becomes the other. Data: people edit it. */
import { define, type Row, type Transitions } from '@tandem/kernel'

/** One version of the mapping of a kind of a system. At most one of them is active; without any the terms are the joint's. */
export const mapping = define({
  name: 'mapping',
  plural: 'mappings',
  label: { en: 'Mapping', zh: '字段映射' },
  table: 'hub.mapping',
  states: ['draft', 'active', 'retired'],
  title: ['system', 'kind', 'revision'],
  fields: {
    system: { kind: 'text', label: { en: 'System', zh: '系统' } },
    kind: { kind: 'text', label: { en: 'Kind', zh: '类型' } },
    revision: { kind: 'integer', set: 'by-us', label: { en: 'Version', zh: '版本' } },
    note: { kind: 'text', optional: true, max: 500, label: { en: 'Note', zh: '备注' } },
    rows: { kind: 'json', label: { en: 'Fields', zh: '字段' } },
  },
})

export type Mapping = Row<typeof mapping>

export const mappingTransitions = {
  change: { from: ['draft'], to: 'draft' },
  /** Also the way back to an earlier version. */
  activate: { from: ['draft', 'retired'], to: 'active' },
  retire: { from: ['draft', 'active'], to: 'retired' },
} as const satisfies Transitions<Mapping['state']>

export interface MappingRow {
  /** A field of the kind: `phone`, `custom.size`; of its lines `lines.quantity`, beside a row for `lines` itself. */
  readonly field: string
  /** Where it stands there: `phone`, `billing.city`; within a line relative to the line. Null: nowhere, it is made up. */
  readonly native: string | null
  readonly direction: 'both' | 'in' | 'out'
  /** What happens to the system's value on its way in, step after step. */
  readonly in?: readonly Step[]
  /** And on the way out; left out: the way in, backwards, where that can be. */
  readonly out?: readonly Step[]
}

export type Step =
  | { readonly do: 'trim' | 'upper' | 'lower' | 'tax' }
  /** A whole number as decimal text. */
  | { readonly do: 'decimal-text' }
  /** Digits and a leading plus; `country` is put before numbers without one. */
  | { readonly do: 'phone'; readonly country?: string }
  | { readonly do: 'replace'; readonly from: string; readonly to: string }
  | { readonly do: 'prefix' | 'suffix' | 'without-prefix' | 'without-suffix'; readonly text: string }
  /** Pairs of theirs and ours; `otherwise` stands for everything that is not in the table. */
  | { readonly do: 'lookup'; readonly table: readonly (readonly [string, string])[]; readonly otherwise?: string }
  | { readonly do: 'split'; readonly by: string; readonly at: number }
  /** Several fields of the document as one text; empty ones are left out. */
  | { readonly do: 'join'; readonly paths: readonly string[]; readonly by: string }
  /** Times a decimal factor, exactly. */
  | { readonly do: 'scale'; readonly factor: string }
  /** Half up. */
  | { readonly do: 'round'; readonly digits: number }
  /** A text of such a form into a date, and a date into such a text: `DD.MM.YYYY`. */
  | { readonly do: 'parse-date' | 'format-date'; readonly format: string }
  /** The day of a moment in a time zone. */
  | { readonly do: 'day'; readonly zone: string }
  | { readonly do: 'flag'; readonly yes: readonly string[]; readonly no: readonly string[] }
  | { readonly do: 'from-flag'; readonly yes: string; readonly no: string }
  /** In place of an empty value. */
  | { readonly do: 'default'; readonly value: string | number | boolean }
  | { readonly do: 'constant'; readonly value: string | number | boolean }
  /** `$` is the value so far, `$document` the whole document as that side has it. Decimals must come out as text. */
  | { readonly do: 'jsonata'; readonly expression: string }

export const stepNames = [
  'trim',
  'upper',
  'lower',
  'tax',
  'phone',
  'replace',
  'prefix',
  'suffix',
  'without-prefix',
  'without-suffix',
  'lookup',
  'split',
  'join',
  'scale',
  'round',
  'decimal-text',
  'parse-date',
  'format-date',
  'day',
  'flag',
  'from-flag',
  'default',
  'constant',
  'jsonata',
] as const satisfies readonly Step['do'][]
