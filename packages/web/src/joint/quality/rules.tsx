import { type KindName, kindOf } from '@tandem/hub/definitions'
import type { Field } from '@tandem/kernel'
import { App, Button, Checkbox, Form, Input, InputNumber, Select } from 'antd'
import { useState } from 'react'
import { useList, useSend } from '../../api/documents.ts'
import { CommandButton } from '../../erp/command-button.tsx'
import { useWords } from '../../i18n/use-words.ts'
import { RowList } from '../../lists/row-list.tsx'
import { EditModal } from '../../parts/edit-modal.tsx'
import { May } from '../../parts/may.tsx'
import { Loaded } from '../../parts/page.tsx'
import { useSystems } from '../use-joint.ts'
import { useSystemTitle } from '../use-who.ts'
import { fieldLabel } from '../words.ts'
import { asked, type Options, optionsFor, optionsText } from './rule-options.ts'
import { DICTIONARIES, RULES } from './use-quality.ts'

/** The rules of a kind, field by field in their order, and a form for one more. */
export function Rules({ kind }: { kind: KindName }) {
  const { t, label, choice } = useWords()
  const [open, setOpen] = useState(false)
  const sourceText = useSourceText()
  const rules = useList(RULES, { filter: { kind, state: 'active' }, sort: 'field', limit: 200 })
  const { fields } = RULES.definition
  return (
    <>
      <Loaded query={rules}>
        {({ items }) => (
          <RowList
            rows={[...items].sort((a, b) => (a.field === b.field ? a.position - b.position : a.field < b.field ? -1 : 1))}
            rowKey={({ id }) => id}
            empty={t('quality.noRules')}
            list="joint/quality-rule"
            imported={RULES}
            columns={[
              { key: 'field', title: label(fields.field.label), render: (row) => label(fieldLabel(kind, row.field)) },
              {
                key: 'does',
                title: label(fields.does.label),
                render: (row) => choice(row.does),
                among: (row) => [{ value: row.does, label: choice(row.does) }],
              },
              {
                key: 'options',
                title: label(fields.options.label),
                render: (row) => optionsText(row.options as Options, choice),
              },
              {
                key: 'grade',
                title: label(fields.grade.label),
                render: (row) => choice(row.grade),
                among: (row) => [{ value: row.grade, label: choice(row.grade) }],
              },
              { key: 'source', title: label(fields.source.label), render: (row) => sourceText(row.source) },
              {
                key: 'remove',
                title: '',
                render: (row) => (
                  <CommandButton type={RULES} row={row} command="remove" text={t('quality.remove')} done={t('quality.removed')} />
                ),
              },
            ]}
          />
        )}
      </Loaded>
      <May right="joint.quality-rule.create">
        <div style={{ marginBlockStart: 12 }}>
          <Button onClick={() => setOpen(true)}>{t('quality.newRule')}</Button>
        </div>
      </May>
      {open && <NewRule kind={kind} onClose={() => setOpen(false)} />}
    </>
  )
}

/** What a rule looks at, in words. */
function useSourceText(): (source: string | null) => string {
  const { t } = useWords()
  const systemTitle = useSystemTitle()
  return (source) =>
    source === null ? t('quality.fromFiles') : source === EVERYWHERE ? t('quality.fromAll') : systemTitle(source)
}

const EVERYWHERE = '*'
const FILES = ''

interface Draft {
  readonly field: string
  readonly does: string
  readonly grade: string
  readonly options: Options
  /** A system by its name, all, or files and audits alone. */
  readonly source: string
  readonly replan: 'everything' | 'from-now-on'
}

function NewRule({ kind, onClose }: { kind: KindName; onClose: () => void }) {
  const { t } = useWords()
  const { message } = App.useApp()
  const sending = useSend(RULES)
  const names = fieldNames(kind)
  const first = names.includes('name') ? 'name' : (names[0] ?? '')
  const [draft, setDraft] = useState<Draft>({
    ...{ field: first, does: 'trim', grade: 'warning', options: {} },
    ...{ source: FILES, replan: 'from-now-on' },
  })
  const [begun] = useState(draft)
  const hasChanges = draft !== begun
  const submit = () =>
    sending.mutate(
      { command: 'create', input: { kind, ...inputOf(draft) } },
      {
        onSuccess: () => {
          void message.success(t('quality.ruleAdded'))
          onClose()
        },
      },
    )
  return (
    <EditModal
      hasChanges={hasChanges && !sending.isSuccess}
      error={sending.error}
      title={t('quality.newRule')}
      okText={t('quality.newRule')}
      confirmLoading={sending.isPending}
      onOk={submit}
      onClose={onClose}
    >
      <RuleFields kind={kind} draft={draft} onChange={setDraft} />
    </EditModal>
  )
}

function inputOf({ source, replan, ...draft }: Draft) {
  const options = optionsFor(draft.does, draft.options)
  return source === FILES ? { ...draft, options } : { ...draft, options, source, replan }
}

function fieldNames(kind: KindName): string[] {
  const plain = ([name, one]: [string, Field]) => (one.kind === 'lines' || one.kind === 'json' ? [] : [name])
  const all = Object.entries<Field>(kindOf(kind).fields)
  const inLines = all.flatMap(([name, one]) =>
    one.kind === 'lines'
      ? Object.entries<Field>(one.of)
          .flatMap(plain)
          .map((inside) => `${name}.${inside}`)
      : [],
  )
  return [...all.flatMap(plain), ...inLines]
}

function RuleFields({ kind, draft, onChange }: { kind: KindName; draft: Draft; onChange: (draft: Draft) => void }) {
  const { t, label, choice } = useWords()
  const { fields } = RULES.definition
  const choose = (name: 'field' | 'does' | 'grade', values: readonly string[], say: (value: string) => string) => (
    <Form.Item label={label(fields[name].label)} htmlFor={name}>
      <Select
        id={name}
        value={draft[name]}
        onChange={(value: string) => onChange({ ...draft, [name]: value })}
        options={values.map((value) => ({ value, label: say(value) }))}
      />
    </Form.Item>
  )
  return (
    <Form layout="vertical" component="div">
      {choose('field', fieldNames(kind), (value) => label(fieldLabel(kind, value)))}
      {choose('does', fields.does.of, choice)}
      {asked(draft.does).map((name) => (
        <Form.Item key={name} label={t(`quality.${name}`)} htmlFor={name}>
          <OptionInput
            name={name}
            value={draft.options[name]}
            onChange={(value) => onChange({ ...draft, options: { ...draft.options, [name]: value } })}
          />
        </Form.Item>
      ))}
      {choose('grade', fields.grade.of, choice)}
      <SourceFields draft={draft} onChange={onChange} />
    </Form>
  )
}

function SourceFields({ draft, onChange }: { draft: Draft; onChange: (draft: Draft) => void }) {
  const { t, label } = useWords()
  const { source } = RULES.definition.fields
  const systems = useSystems()
  return (
    <>
      <Form.Item label={label(source.label)} htmlFor="source">
        <Select
          id="source"
          value={draft.source}
          onChange={(value: string) => onChange({ ...draft, source: value })}
          options={[
            { value: FILES, label: t('quality.fromFiles') },
            { value: EVERYWHERE, label: t('quality.fromAll') },
            ...(systems.data ?? []).filter((one) => one.isJoined).map((one) => ({ value: one.system, label: label(one.label) })),
          ]}
        />
      </Form.Item>
      {draft.source !== FILES && (
        <Checkbox
          checked={draft.replan === 'everything'}
          onChange={({ target }) => onChange({ ...draft, replan: target.checked ? 'everything' : 'from-now-on' })}
        >
          {t('quality.readAgain')}
        </Checkbox>
      )}
    </>
  )
}

const FORMATS = ['YYYY-MM-DD', 'DD-MM-YY', 'DD-MM-YYYY', 'DD/MM/YYYY', 'MM/DD/YYYY', 'DD.MM.YYYY', 'YYYY/MM/DD']

function OptionInput({ name, value, onChange }: { name: string; value: unknown; onChange: (value: unknown) => void }) {
  const { choice } = useWords()
  const dictionaries = useList(DICTIONARIES, { sort: 'name', limit: 200 }, name === 'dictionary')
  const of = (values: readonly string[], say: (one: string) => string = (one) => one) =>
    values.map((one) => ({ value: one, label: say(one) }))
  switch (name) {
    case 'as':
      return <Select id={name} value={value} onChange={onChange} options={of(['upper', 'lower', 'title'], choice)} />
    case 'formats':
      return <Select id={name} mode="multiple" value={value} onChange={onChange} options={of(FORMATS)} />
    case 'dictionary':
      return (
        <Select
          id={name}
          value={value}
          onChange={onChange}
          options={of((dictionaries.data?.items ?? []).map((one) => one.name))}
        />
      )
    case 'isChinese':
      return (
        <Select
          id={name}
          value={value ?? 'no'}
          onChange={onChange}
          options={of(['no', 'CN'], (one) => (one === 'CN' ? '✓' : '–'))}
        />
      )
    case 'acceptFrom':
      return (
        <InputNumber
          id={name}
          min={50}
          max={100}
          precision={0}
          value={value as number | null}
          onChange={onChange}
          style={{ width: '100%' }}
        />
      )
    default:
      return <Input id={name} value={(value as string) ?? ''} onChange={(event) => onChange(event.target.value)} />
  }
}
