import { quote } from '@tandem/crm/definitions'
import { CUSTOM_PREFIX } from '@tandem/db/definitions'
import type { Field } from '@tandem/kernel'
import { Form, Input } from 'antd'
import type { ReactNode } from 'react'
import { crmType } from '../api/documents.ts'
import { useCustomFields } from '../custom/use-custom.ts'
import { useWords } from '../i18n/use-words.ts'
import { FormField } from '../lists/document-form.tsx'
import { ReferenceName } from '../lists/field-value.tsx'
import { DateInput } from '../lists/inputs.tsx'
import { ReferencePicker } from '../lists/reference-picker.tsx'
import type { QuoteForm } from './quote-form.ts'

const QUOTES = crmType(quote)

interface QuoteTermsProps {
  readonly form: QuoteForm
  readonly onChange: (form: QuoteForm) => void
  readonly isNew: boolean
  /** Somebody tried to save: now what is missing is marked. */
  readonly tried: boolean
}

/** For whom, until when, where to: what holds for the whole quote. */
export function QuoteTerms({ form, onChange, isNew, tried }: QuoteTermsProps) {
  const { t } = useWords()
  const { fields } = quote
  const set = (changes: Partial<QuoteForm>) => onChange({ ...form, ...changes })
  const date = (name: 'requestedDate' | 'validUntil', placeholder?: string) => (
    <Term name={name} field={fields[name]}>
      <DateInput
        id={name}
        value={form[name]}
        {...(placeholder ? { placeholder } : {})}
        onChange={(value) => set({ [name]: value })}
        style={{ width: '100%' }}
      />
    </Term>
  )
  return (
    <Form layout="vertical" className="terms" component="div">
      <Term name="customer" field={fields.customer} isMissing={tried && !form.customer}>
        <CustomerTerm form={form} isNew={isNew} set={set} />
      </Term>
      {form.opportunity && (
        <Term name="opportunity" field={fields.opportunity}>
          <ReferenceName side="crm" name="opportunity" id={form.opportunity} />
        </Term>
      )}
      {date('requestedDate')}
      {date('validUntil', t('quotes.validDays'))}
      <Term name="customerReference" field={fields.customerReference}>
        <Input
          id="customerReference"
          maxLength={100}
          value={form.customerReference ?? ''}
          onChange={(event) => set({ customerReference: event.target.value || null })}
        />
      </Term>
      <Term name="shippingAddress" field={fields.shippingAddress}>
        <AddressTerm form={form} set={set} />
      </Term>
      <Term name="notes" field={fields.notes}>
        <Input.TextArea
          id="notes"
          rows={1}
          className="grows"
          value={form.notes ?? ''}
          onChange={(event) => set({ notes: event.target.value || null })}
        />
      </Term>
      <CustomTerms form={form} set={set} />
    </Form>
  )
}

interface TermProps {
  readonly name: string
  readonly field: Field
  readonly isMissing?: boolean
  readonly children: ReactNode
}

function Term({ name, field, isMissing = false, children }: TermProps) {
  const { label } = useWords()
  return (
    <Form.Item label={label(field.label)} htmlFor={name} required={name === 'customer'} validateStatus={isMissing ? 'error' : ''}>
      {children}
    </Form.Item>
  )
}

interface SetProps {
  readonly form: QuoteForm
  readonly set: (changes: Partial<QuoteForm>) => void
}

/** What the company has added. */
function CustomTerms({ form, set }: SetProps) {
  const fields = useCustomFields(QUOTES)
  return Object.entries(fields).map(([name, field]) => {
    const code = name.slice(CUSTOM_PREFIX.length)
    return (
      <FormField
        key={name}
        name={name}
        field={field}
        side="crm"
        autoFocus={false}
        error={undefined}
        value={form.custom[code]}
        onChange={(value) => set({ custom: { ...form.custom, [code]: value ?? null } })}
      />
    )
  })
}

/** A saved quote keeps its customer; a new one takes the customer's currency. */
function CustomerTerm({ form, isNew, set }: SetProps & { readonly isNew: boolean }) {
  if (!isNew) return form.customer ? <ReferenceName side="crm" name="customer" id={form.customer} /> : null
  return (
    <ReferencePicker
      id="customer"
      side="crm"
      name="customer"
      value={form.customer}
      filter={{ status: 'active' }}
      autoFocus={!form.customer}
      onChange={(id, row) =>
        set({ customer: id, opportunity: null, currency: String(row?.currency ?? ''), shippingAddress: null })
      }
    />
  )
}

function AddressTerm({ form, set }: SetProps) {
  return (
    <ReferencePicker
      id="shippingAddress"
      side="crm"
      name="address"
      value={form.shippingAddress}
      disabled={!form.customer}
      {...(form.customer ? { filter: { customer: form.customer, status: 'active' } } : {})}
      onChange={(shippingAddress) => set({ shippingAddress })}
    />
  )
}
