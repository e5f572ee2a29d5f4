import { Alert, App, Button, ConfigProvider, Flex, Typography } from 'antd'
import { useState } from 'react'
import { fetchDocument, useSend } from '../../api/documents.ts'
import { useMay } from '../../api/platform.ts'
import { ChangedMeanwhile, isChangedMeanwhile } from '../../desk/changed-meanwhile.tsx'
import { useWords } from '../../i18n/use-words.ts'
import { May } from '../../parts/may.tsx'
import { Loaded } from '../../parts/page.tsx'
import { problemText } from '../../parts/problem-alert.tsx'
import { useUnsaved } from '../../parts/use-unsaved.ts'
import { DryRunCard } from './dry-run-card.tsx'
import { MappingActions } from './mapping-actions.tsx'
import { MappingTable } from './mapping-table.tsx'
import { MAPPINGS, type Mapping } from './mapping-type.ts'
import { type DraftRow, draftOf, type MappingFields, type Preview, rowsOf, useMappingFields, usePreview } from './use-mapping.ts'

interface EditorProps {
  readonly system: string
  readonly kind: string
  /** The version that is looked at; none yet: a new draft is suggested. */
  readonly shown: Mapping | undefined
  readonly onSaved: (id: string) => void
}

export function MappingEditor(props: EditorProps) {
  const fields = useMappingFields(props.system, props.kind)
  return <Loaded query={fields}>{(found) => <Editor {...props} fields={found} />}</Loaded>
}

function Editor(props: EditorProps & { fields: MappingFields }) {
  const { system, kind, shown, fields } = props
  const { t } = useWords()
  const { draft, setDraft, rows, saving, takeTheirs } = useDraft(props)
  const preview = usePreview(system, kind, rows)
  const mayEdit = useMay('joint.mapping.create')
  const problems = preview.data?.problems ?? []
  const about = preview.data?.sample
  return (
    <Flex vertical gap={12}>
      <Typography.Text type="secondary">
        {about ? t('lineage.sample', { name: sampleName(preview.data) }) : t('lineage.noSample')}
      </Typography.Text>
      {problems.length > 0 && <Alert type="error" showIcon title={t('lineage.problems', { count: problems.length })} />}
      <ConfigProvider componentDisabled={!mayEdit}>
        <MappingTable fields={fields} draft={draft} preview={preview.data} onChange={setDraft} />
      </ConfigProvider>
      {shown && isChangedMeanwhile(saving.error) && (
        <ChangedMeanwhile
          saved={{ document: 'joint/mapping', id: shown.id, since: saving.since }}
          error={saving.error}
          onTakeTheirs={() => void takeTheirs()}
          onKeepMine={() => void fetchDocument(MAPPINGS, shown.id).then(({ version }) => saving.save(false, version))}
        />
      )}
      <Buttons shown={shown} saving={saving} canSave={rows !== undefined} onAdd={() => setDraft(withRow(draft))} />
      {shown && <DryRunCard mapping={shown} />}
    </Flex>
  )
}

function withRow(draft: readonly DraftRow[]): DraftRow[] {
  const key = Math.max(-1, ...draft.map((row) => row.key)) + 1
  return [...draft, { key, field: '', native: null, direction: 'both', steps: [], outSteps: null }]
}

/** What is typed, beside what it began with: it is not left without being asked, and what others saved is not saved over unseen. */
function useDraft({ system, kind, shown, onSaved, fields }: EditorProps & { fields: MappingFields }) {
  const [draft, setDraft] = useState<readonly DraftRow[]>(() =>
    draftOf(shown ? (shown.rows as unknown as MappingFields['suggested']) : fields.suggested),
  )
  const [begun, setBegun] = useState(draft)
  const rows = rowsOf(draft)
  const saving = useSave({ system, kind, shown, rows }, (id) => {
    setBegun(draft)
    onSaved(id)
  })
  useUnsaved(JSON.stringify(draft) !== JSON.stringify(begun) && !saving.isSaving)
  const takeTheirs = async () => {
    const { id, version, rows: theirs } = await fetchDocument(MAPPINGS, shown?.id ?? '')
    const taken = draftOf(theirs as unknown as MappingFields['suggested'])
    setDraft(taken)
    setBegun(taken)
    saving.begin(version)
    onSaved(id)
  }
  return { draft, setDraft, rows, saving, takeTheirs }
}

interface ButtonsProps {
  readonly shown: Mapping | undefined
  readonly saving: ReturnType<typeof useSave>
  readonly canSave: boolean
  readonly onAdd: () => void
}

function Buttons({ shown, saving: { save, isSaving }, canSave, onAdd }: ButtonsProps) {
  const { t } = useWords()
  const isDraft = shown?.state === 'draft'
  return (
    <Flex gap={8} wrap>
      <May right="joint.mapping.create">
        <Button onClick={onAdd}>{t('lineage.addRow')}</Button>
      </May>
      {isDraft && (
        <May right="joint.mapping.change">
          <Button type="primary" disabled={!canSave} loading={isSaving} onClick={() => void save(false)}>
            {t('lineage.save')}
          </Button>
        </May>
      )}
      <May right="joint.mapping.create">
        <Button type={isDraft ? 'default' : 'primary'} disabled={!canSave} loading={isSaving} onClick={() => void save(true)}>
          {shown ? t('lineage.copy') : t('lineage.newDraft')}
        </Button>
      </May>
      {shown && <MappingActions row={shown} />}
    </Flex>
  )
}

interface Draft extends Pick<EditorProps, 'system' | 'kind' | 'shown'> {
  readonly rows: ReturnType<typeof rowsOf>
}

/** Saves rows into the draft that is shown, or as a new one. */
function useSave({ system, kind, shown, rows }: Draft, onSaved: (id: string) => void) {
  const words = useWords()
  const { message } = App.useApp()
  const sending = useSend(MAPPINGS)
  // A draft is said to have been saved by somebody else against the version that it was opened with.
  const [version, setVersion] = useState(shown?.version)
  const save = async (asNew: boolean, over = version) => {
    try {
      const saved = asNew
        ? await sending.mutateAsync({ command: 'create', input: { system, kind, rows } })
        : await sending.mutateAsync({ id: shown?.id ?? '', command: 'change', input: { rows }, version: over })
      setVersion(saved.version)
      void message.success(words.t('lineage.saved'))
      onSaved(saved.id)
    } catch (error) {
      if (!isChangedMeanwhile(error)) void message.error(problemText(error, words), 8)
    }
  }
  return { save, isSaving: sending.isPending, error: sending.error, since: version ?? 0, begin: setVersion }
}

/** What people call the document that the preview is made of; its id there, where no row reads anything else. */
function sampleName(preview: Preview | undefined): string {
  const said = (field: string) => preview?.inward.find((one) => one.field === field && typeof one.value === 'string')?.value
  const words = [said('number') ?? said('code'), said('name') ?? said('subject')].filter(Boolean)
  return words.length > 0 ? words.join(' ') : (preview?.sample?.externalId ?? '')
}
