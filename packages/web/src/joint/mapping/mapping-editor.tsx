import { Alert, App, Button, ConfigProvider, Flex, Typography } from 'antd'
import { useState } from 'react'
import { useSend } from '../../api/documents.ts'
import { useMay } from '../../api/platform.ts'
import { useWords } from '../../i18n/use-words.ts'
import { May } from '../../parts/may.tsx'
import { Loaded } from '../../parts/page.tsx'
import { problemText } from '../../parts/problem-alert.tsx'
import { DryRunCard } from './dry-run-card.tsx'
import { MappingActions } from './mapping-actions.tsx'
import { MappingTable } from './mapping-table.tsx'
import { MAPPINGS, type Mapping } from './mapping-type.ts'
import { type DraftRow, draftOf, type MappingFields, rowsOf, useMappingFields, usePreview } from './use-mapping.ts'

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

function Editor({ system, kind, shown, onSaved, fields }: EditorProps & { fields: MappingFields }) {
  const { t } = useWords()
  const [draft, setDraft] = useState<readonly DraftRow[]>(() =>
    draftOf(shown ? (shown.rows as unknown as MappingFields['suggested']) : fields.suggested),
  )
  const rows = rowsOf(draft)
  const preview = usePreview(system, kind, rows)
  const isDraft = shown?.state === 'draft'
  const { save, isSaving } = useSave(system, kind, shown, rows, onSaved)
  const mayEdit = useMay('joint.mapping.create')
  const problems = preview.data?.problems ?? []
  const about = preview.data?.sample
  return (
    <Flex vertical gap={12}>
      <Typography.Text type="secondary">
        {about ? t('lineage.sample', { id: about.externalId }) : t('lineage.noSample')}
      </Typography.Text>
      {problems.length > 0 && <Alert type="error" showIcon title={t('lineage.problems', { count: problems.length })} />}
      <ConfigProvider componentDisabled={!mayEdit}>
        <MappingTable fields={fields} draft={draft} preview={preview.data} onChange={setDraft} />
      </ConfigProvider>
      <Flex gap={8} wrap>
        <May right="joint.mapping.create">
          <Button
            onClick={() =>
              setDraft([
                ...draft,
                {
                  key: Math.max(-1, ...draft.map(({ key }) => key)) + 1,
                  field: '',
                  native: null,
                  direction: 'both',
                  steps: [],
                  outSteps: null,
                },
              ])
            }
          >
            {t('lineage.addRow')}
          </Button>
        </May>
        {isDraft && (
          <May right="joint.mapping.change">
            <Button type="primary" disabled={!rows} loading={isSaving} onClick={() => void save(false)}>
              {t('lineage.save')}
            </Button>
          </May>
        )}
        <May right="joint.mapping.create">
          <Button type={isDraft ? 'default' : 'primary'} disabled={!rows} loading={isSaving} onClick={() => void save(true)}>
            {shown ? t('lineage.copy') : t('lineage.newDraft')}
          </Button>
        </May>
        {shown && <MappingActions row={shown} />}
      </Flex>
      {shown && <DryRunCard mapping={shown} />}
    </Flex>
  )
}

/** Saves rows into the draft that is shown, or as a new one. */
function useSave(
  system: string,
  kind: string,
  shown: Mapping | undefined,
  rows: ReturnType<typeof rowsOf>,
  onSaved: (id: string) => void,
) {
  const words = useWords()
  const { message } = App.useApp()
  const sending = useSend(MAPPINGS)
  const save = async (asNew: boolean) => {
    try {
      const saved = asNew
        ? await sending.mutateAsync({ command: 'create', input: { system, kind, rows } })
        : await sending.mutateAsync({ id: shown?.id ?? '', command: 'change', input: { rows }, version: shown?.version })
      void message.success(words.t('lineage.saved'))
      onSaved(saved.id)
    } catch (error) {
      void message.error(problemText(error, words), 8)
    }
  }
  return { save, isSaving: sending.isPending }
}
