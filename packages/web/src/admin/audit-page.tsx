import { DownloadOutlined } from '@ant-design/icons'
import { Button, Flex, Select } from 'antd'
import { useState } from 'react'
import { type AuditEntry, type AuditSearch, auditAddress, useAudit } from '../api/administration.ts'
import { documents, type Side } from '../api/documents.ts'
import { usePaused } from '../api/joint.ts'
import { useWords } from '../i18n/use-words.ts'
import { DateInput } from '../lists/inputs.tsx'
import { ReferencePicker } from '../lists/reference-picker.tsx'
import { useClearing } from '../parts/clearing.tsx'
import { Loaded, Page } from '../parts/page.tsx'
import { AuditList } from './audit-list.tsx'
import { eventOptions } from './event-options.ts'
import { VerifyChain } from './verify-chain.tsx'
import { useWhoOptions } from './who-options.ts'

const CONTEXTS = ['platform', 'crm', 'erp', 'hub'] as const

const SIDES = { platform: 'platform', crm: 'crm', erp: 'erp', hub: 'joint' } as const

function sidesOf(context: string | undefined): Side[] {
  const one = SIDES[context as keyof typeof SIDES]
  return one ? [one] : Object.values(SIDES)
}

/** The kinds of documents that a part has; each once, for both sides may have one of a name. */
function useDocumentKinds(context: string | undefined): { value: string; label: string }[] {
  const { label } = useWords()
  const all = sidesOf(context).flatMap((side) => [...documents[side].values()])
  return [...new Map(all.map(({ definition }) => [definition.name, label(definition.label)]))].map(([value, text]) => ({
    value,
    label: text,
  }))
}

interface DocumentPickerProps {
  readonly context: string | undefined
  readonly document: string
  readonly value: string | null
  readonly onChange: (id: string | null) => void
}

/** Which one of a kind: found by what people know it by. */
function DocumentPicker({ context, document, value, onChange }: DocumentPickerProps) {
  const side = sidesOf(context).find((one) => documents[one].has(document))
  return side ? <ReferencePicker side={side} name={document} value={value} onChange={onChange} /> : null
}

/** Everything that ever happened, who did it, and whether nothing of it was touched since. */
export function AuditPage() {
  const { t } = useWords()
  const [search, setSearch] = useState<AuditSearch>({})
  const paused = usePaused(search)
  const found = useAudit(paused)
  return (
    <Page
      title={t('admin.audit')}
      about={t('admin.auditAbout')}
      actions={
        <Button icon={<DownloadOutlined />} href={auditAddress(paused)} download>
          {t('admin.exportCsv')}
        </Button>
      }
    >
      <VerifyChain />
      <SearchBar search={search} seen={found.data?.pages.flatMap(({ items }) => items) ?? []} onChange={setSearch} />
      <Loaded query={found}>{({ pages }) => <AuditList entries={pages.flatMap(({ items }) => items)} />}</Loaded>
      {found.hasNextPage && (
        <Flex justify="center" style={{ marginBlockStart: 12 }}>
          <Button loading={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>
            {t('lists.more')}
          </Button>
        </Flex>
      )}
    </Page>
  )
}

interface SearchBarProps {
  readonly search: AuditSearch
  /** What was found: who did something there can be asked for, even who is no colleague (any more). */
  readonly seen: readonly AuditEntry[]
  readonly onChange: (search: AuditSearch) => void
}

function SearchBar({ search, seen, onChange }: SearchBarProps) {
  const clearing = useClearing()
  const words = useWords()
  const { t } = words
  const whoOptions = useWhoOptions()
  const set = (changes: AuditSearch) => {
    const all = Object.entries({ ...search, ...changes }).filter(([, value]) => value)
    onChange(Object.fromEntries(all))
  }
  return (
    <Flex gap={8} wrap role="search" style={{ marginBlock: 12 }}>
      <Select<string>
        allowClear={clearing}
        style={{ width: 160 }}
        aria-label={t('admin.part')}
        placeholder={t('admin.part')}
        value={search.context ?? null}
        options={CONTEXTS.map((context) => ({ value: context, label: t(`admin.contexts.${context}`) }))}
        onChange={(context) => set({ context: context ?? '', document: '', documentId: '', type: '' })}
      />
      <Chosen
        name={t('admin.who')}
        width={180}
        value={search.actor}
        options={whoOptions(seen)}
        onChange={(actor) => set({ actor })}
      />
      <WhichDocument search={search} onChange={set} />
      <Chosen
        name={t('admin.what')}
        width={220}
        value={search.type}
        options={eventOptions(search.document, words)}
        onChange={(type) => set({ type })}
      />
      <DateInput
        value={search.from ?? null}
        label={t('admin.from')}
        placeholder={t('admin.from')}
        onChange={(from) => set({ from: from ?? '' })}
      />
      <DateInput
        value={search.to ?? null}
        label={t('admin.before')}
        placeholder={t('admin.before')}
        onChange={(to) => set({ to: to ?? '' })}
      />
    </Flex>
  )
}

interface ChosenProps {
  readonly name: string
  /** In px. */
  readonly width: number
  readonly value: string | undefined
  readonly options: readonly { readonly value: string; readonly label: string }[]
  readonly onChange: (value: string) => void
}

/** One of many, found by typing a part of its words. */
function Chosen({ name, width, value, options, onChange }: ChosenProps) {
  const clearing = useClearing()
  return (
    <Select<string>
      allowClear={clearing}
      showSearch={{ optionFilterProp: 'label' }}
      style={{ width }}
      aria-label={name}
      placeholder={name}
      value={value ?? null}
      options={[...options]}
      onChange={(chosen) => onChange(chosen ?? '')}
    />
  )
}

/** Of which kind of document, and which one of it. */
function WhichDocument({ search, onChange }: { search: AuditSearch; onChange: (changes: AuditSearch) => void }) {
  const clearing = useClearing()
  const { t } = useWords()
  const kinds = useDocumentKinds(search.context)
  return (
    <>
      <Select<string>
        allowClear={clearing}
        showSearch={{ optionFilterProp: 'label' }}
        style={{ width: 180 }}
        aria-label={t('admin.document')}
        placeholder={t('admin.document')}
        value={search.document ?? null}
        options={kinds}
        onChange={(document) => onChange({ document: document ?? '', documentId: '', type: '' })}
      />
      {search.document && (
        <DocumentPicker
          context={search.context}
          document={search.document}
          value={search.documentId ?? null}
          onChange={(documentId) => onChange({ documentId: documentId ?? '' })}
        />
      )}
    </>
  )
}
