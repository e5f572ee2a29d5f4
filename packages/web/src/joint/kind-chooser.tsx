import { type KindName, kindNames } from '@tandem/hub/definitions'
import { Grid, Segmented, Select } from 'antd'
import { useWords } from '../i18n/use-words.ts'
import { kindLabel } from './words.ts'

interface KindChooserProps {
  readonly label: string
  readonly value: KindName
  readonly onChange: (kind: KindName) => void
}

/** Which kind of document a page of the joint shows: side by side at a desk, a list on a phone, where they would be cut off. */
export function KindChooser({ label, value, onChange }: KindChooserProps) {
  const words = useWords()
  const wide = Grid.useBreakpoint().md ?? true
  const options = kindNames.map((name) => ({ value: name, label: words.label(kindLabel(name)) }))
  const common = { 'aria-label': label, value, onChange, options }
  return wide ? <Segmented<KindName> {...common} /> : <Select<KindName> {...common} style={{ width: '100%' }} />
}
