import { kindNames } from '@tandem/hub/definitions'
import { Empty, Flex, Select, Tag } from 'antd'
import { useState } from 'react'
import { useList } from '../../api/documents.ts'
import { useWords } from '../../i18n/use-words.ts'
import { Loaded, Page } from '../../parts/page.tsx'
import { useSystems } from '../use-joint.ts'
import { kindLabel } from '../words.ts'
import { MappingEditor } from './mapping-editor.tsx'
import { MAPPINGS, type Mapping } from './mapping-type.ts'

/** How a system's own fields become the joint's: versions, an editor with a preview, dry runs, the way back. */
export function MappingsPage() {
  const { t, label } = useWords()
  const systems = useSystems()
  const [system, setSystem] = useState<string>()
  const [kind, setKind] = useState<string>('customer')
  const chosen = system ?? systems.data?.[0]?.system
  return (
    <Page title={t('lineage.mappings')} about={t('lineage.mappingsAbout')}>
      <Loaded query={systems}>
        {(found) => (
          <Flex gap={12} wrap style={{ marginBlockEnd: 16 }}>
            <Select
              aria-label={t('lineage.system')}
              style={{ minWidth: 200 }}
              value={chosen ?? null}
              onChange={setSystem}
              options={found.map((one) => ({ value: one.system, label: label(one.label) }))}
            />
            <Select
              aria-label={t('lineage.kind')}
              style={{ minWidth: 160 }}
              value={kind}
              onChange={setKind}
              options={kindNames.map((name) => ({ value: name, label: label(kindLabel(name)) }))}
            />
          </Flex>
        )}
      </Loaded>
      {chosen && <Versions key={`${chosen} ${kind}`} system={chosen} kind={kind} />}
    </Page>
  )
}

function Versions({ system, kind }: { system: string; kind: string }) {
  const { t, choice } = useWords()
  const versions = useList(MAPPINGS, { filter: { system, kind }, sort: '-revision', limit: 100 })
  const [picked, setPicked] = useState<string | null>(null)
  return (
    <Loaded query={versions}>
      {({ items }) => {
        const rows = items as unknown as readonly Mapping[]
        const shown = rows.find(({ id }) => id === picked) ?? rows[0]
        return (
          <>
            {rows.length === 0 && <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t('lineage.noVersions')} />}
            <Flex gap={8} wrap style={{ marginBlockEnd: 12 }}>
              {rows.map((row) => (
                <Tag.CheckableTag key={row.id} checked={row.id === shown?.id} onChange={() => setPicked(row.id)}>
                  {row.revision} · {choice(row.state)}
                </Tag.CheckableTag>
              ))}
            </Flex>
            <MappingEditor
              key={shown ? `${shown.id} ${shown.version}` : 'new'}
              system={system}
              kind={kind}
              shown={shown}
              onSaved={setPicked}
            />
          </>
        )
      }}
    </Loaded>
  )
}
