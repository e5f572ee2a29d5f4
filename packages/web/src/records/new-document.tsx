import type { Field, Fields } from '@tandem/kernel'
import { useNavigate } from '@tanstack/react-router'
import { Button } from 'antd'
import { type ReactNode, useState } from 'react'
import { useAbility } from '../api/desk.ts'
import type { DocumentType } from '../api/documents.ts'
import { usePlatform } from '../api/platform.ts'
import { useWords } from '../i18n/use-words.ts'
import { DocumentForm } from '../lists/document-form.tsx'
import { pageOf } from '../lists/pages.ts'

/** The button that makes a new document, for who may, and its form; what was made is gone to. Undefined: not by this reader. */
export function useNewDocument(type: DocumentType): { readonly button: ReactNode; readonly form: ReactNode } | undefined {
  const { t, inside } = useWords()
  const navigate = useNavigate()
  const [making, setMaking] = useState(false)
  const { data } = usePlatform()
  const create = useAbility(type)?.commands.find(({ on, name }) => on === 'new' && name === 'create')
  if (!create) return undefined
  const title = t('record.new', { what: inside(type.definition.label) })
  const button = (
    <Button type="primary" onClick={() => setMaking(true)}>
      {title}
    </Button>
  )
  const form = making && (
    <DocumentForm
      type={type}
      title={title}
      command="create"
      input={create.input}
      ask={Object.keys(create.input)}
      given={usualIn(create.input, data?.tenant?.baseCurrency)}
      okText={t('customers.save')}
      done={t('customers.saved')}
      onClose={() => setMaking(false)}
      // What was typed is saved by now, though the form has not gone yet.
      onDone={(row) => void navigate({ to: pageOf(type.side, type.definition.name, row.id), ignoreBlocker: true })}
    />
  )
  return { button, form }
}

/** What most new ones say of what must be said: the first choice, no, and the company's own currency. */
function usualIn(input: Fields, currency: string | undefined): Readonly<Record<string, unknown>> {
  const usual = (name: string, field: Field): unknown => {
    if (field.kind === 'choice') return field.of[0]
    if (field.kind === 'flag') return false
    return name === 'currency' ? currency : undefined
  }
  return Object.fromEntries(
    Object.entries(input).flatMap(([name, field]) => {
      const value = field.optional ? undefined : usual(name, field)
      return value === undefined ? [] : [[name, value]]
    }),
  )
}
