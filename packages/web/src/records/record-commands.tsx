import type { Fields } from '@tandem/kernel'
import { App, Button, Dropdown } from 'antd'
import { useState } from 'react'
import { type Ability, mayFollow, useAbility } from '../api/desk.ts'
import { type AnyRow, type DocumentType, useSend } from '../api/documents.ts'
import { useOfferUndo } from '../desk/offer-undo.tsx'
import { useWords } from '../i18n/use-words.ts'
import { DocumentForm } from '../lists/document-form.tsx'
import { titleOf } from '../lists/title.ts'
import { problemText } from '../parts/problem-alert.tsx'

type Command = Ability['commands'][number]

/** Commands other systems need and no person at a page: what is recorded elsewhere, and merges, which have a page. */
const NOT_HERE = /^(record|merge|unmerge|supersede)/
/** Only one of each pair makes sense, depending on the document's status. */
const NEEDS_ACTIVE = new Set(['archive', 'change', 'put-on-hold'])
const NEEDS_ARCHIVED = new Set(['restore'])
const UNDONE_BY: Readonly<Record<string, string>> = { archive: 'restore', restore: 'archive', close: 'reopen', reopen: 'close' }

const NONE: ReadonlySet<string> = new Set()

interface CommandsProps {
  readonly type: DocumentType
  readonly row: AnyRow
  /** Commands that have a button of their own beside these. */
  readonly without?: ReadonlySet<string>
}

/** What may be done with a document, as the server says; each asks for its input, or whether one is sure. */
export function RecordCommands({ type, row, without = NONE }: CommandsProps) {
  const words = useWords()
  const { t, label, language } = words
  const { modal } = App.useApp()
  const [asking, setAsking] = useState<Command>()
  const isArchived = row.status === 'archived'
  const all =
    useAbility(type)?.commands.filter(({ on, name }) => on === 'one' && !NOT_HERE.test(name) && !without.has(name)) ?? []
  const possible = all.filter((one) => mayFollow(one, row) && !(isArchived ? NEEDS_ACTIVE : NEEDS_ARCHIVED).has(one.name))
  const run = useRun(type, row, all)
  const begin = (command: Command) => {
    if (Object.keys(command.input).length > 0) return setAsking(command)
    modal.confirm({
      title: t('record.sure', { what: label(command.label), title: titleOf(type.definition, row, language) }),
      okText: t('record.do'),
      onOk: () => run(command),
    })
  }
  const [first, ...others] = possible
  if (!first) return null
  return (
    <>
      <Button onClick={() => begin(first)}>{label(first.label)}</Button>
      {others.length > 0 && (
        <Dropdown
          trigger={['click']}
          menu={{
            items: others.map(({ name, label: text }) => ({ key: name, label: label(text) })),
            onClick: ({ key }) => begin(others.find(({ name }) => name === key) as Command),
          }}
        >
          <Button aria-label={t('shell.more')}>⋯</Button>
        </Dropdown>
      )}
      {asking && (
        <DocumentForm
          type={type}
          title={label(asking.label)}
          command={asking.name}
          on={row}
          input={asking.input}
          ask={Object.keys(asking.input)}
          given={givenFrom(row, asking.input)}
          okText={t('customers.save')}
          done={t('customers.saved')}
          onClose={() => setAsking(undefined)}
        />
      )}
    </>
  )
}

/** Runs a command without input; one that another undoes can be undone where it is told. */
function useRun(type: DocumentType, row: AnyRow, all: readonly Command[]) {
  const words = useWords()
  const { t } = words
  const { message } = App.useApp()
  const sending = useSend(type)
  const offerUndo = useOfferUndo()
  const fail = (error: unknown) => void message.error(problemText(error, words), 8)
  return (command: Command) => {
    const back = UNDONE_BY[command.name]
    const canUndo = all.some(({ name, input }) => name === back && Object.keys(input).length === 0)
    const undo = () => sending.mutate({ id: row.id, command: back ?? '', input: {} }, { onError: fail })
    return sending
      .mutateAsync({ id: row.id, command: command.name, input: {}, version: row.version })
      .then(() => (canUndo ? offerUndo(t('record.done'), undo) : void message.success(t('record.done'))))
      .catch(fail)
  }
}

/** What the document says already stands in the form. */
function givenFrom(row: AnyRow, input: Fields): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(input).flatMap(([name, field]) => {
      const value = row[name]
      if (value === undefined) return []
      return [[name, field.kind === 'lines' && Array.isArray(value) ? value.map((line) => asked(line, field.of)) : value]]
    }),
  )
}

/** Of a line, what the command asks: the rest is the document's to say. */
function asked(line: Readonly<Record<string, unknown>>, of: Fields): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.keys(of).map((name) => [name, line[name]]))
}
