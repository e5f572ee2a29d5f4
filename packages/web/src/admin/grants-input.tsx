import { Button, Flex, Select } from 'antd'
import { useState } from 'react'
import { useWords } from '../i18n/use-words.ts'
import { actionsOf, grantOf, type Reach, subjectsOf } from './rights.ts'
import { RightsList } from './rights-list.tsx'
import { useRightWords } from './use-right-words.ts'

interface GrantsInputProps {
  readonly value: readonly string[]
  readonly onChange: (grants: readonly string[]) => void
}

const AREAS = ['crm', 'erp', 'joint', 'desk', 'platform'] as const
/** Kinds of fields that are shown to some only. */
const FIELDS = ['cost', 'credit'] as const

/** Rights put together from words: what it is about, what may be done, how far it reaches. */
export function GrantsInput({ value, onChange }: GrantsInputProps) {
  const { t } = useWords()
  const [subject, setSubject] = useState<string>()
  const [action, setAction] = useState<string>()
  const [reach, setReach] = useState<Reach>('all')
  const subjects = useSubjects()
  const actions = useActions(subject)
  const [area = '', about = ''] = subject?.split('.') ?? []
  const add = () => {
    if (!subject || !action) return
    onChange([...new Set([...value, grantOf({ area, subject: about, action, reach })])])
    setAction(undefined)
  }
  return (
    <Flex vertical gap={8}>
      <RightsList grants={value} onRemove={(gone) => onChange(value.filter((grant) => grant !== gone))} />
      <Flex gap={8} wrap>
        <Select
          showSearch={{ optionFilterProp: 'label' }}
          style={{ flex: '2 1 200px' }}
          aria-label={t('admin.about')}
          placeholder={t('admin.about')}
          value={subject ?? null}
          options={subjects}
          onChange={(chosen) => {
            setSubject(chosen ?? undefined)
            setAction(undefined)
          }}
        />
        <Select
          style={{ flex: '1 1 150px' }}
          aria-label={t('admin.action')}
          placeholder={t('admin.action')}
          disabled={!subject}
          value={action ?? null}
          options={actions}
          onChange={(chosen) => setAction(chosen ?? undefined)}
        />
        <Select<Reach>
          style={{ flex: '1 1 120px' }}
          aria-label={t('admin.reach.name')}
          value={reach}
          disabled={area !== 'crm'}
          options={(['all', 'team', 'own', 'customer'] as const).map((one) => ({ value: one, label: t(`admin.reach.${one}`) }))}
          onChange={setReach}
        />
        <Button disabled={!subject || !action} onClick={add}>
          {t('admin.addRight')}
        </Button>
      </Flex>
    </Flex>
  )
}

function useSubjects() {
  const { t } = useWords()
  const { known, areaWord, subjectWord } = useRightWords()
  const groups = AREAS.map((area) => ({
    label: areaWord(area),
    options: ['*', ...subjectsOf(known, area)].map((name) => ({ value: `${area}.${name}`, label: subjectWord(area, name) })),
  }))
  const fields = {
    label: t('admin.areas.field'),
    options: FIELDS.map((name) => ({ value: `field.${name}`, label: subjectWord('field', name) })),
  }
  return [...groups, fields, { label: t('admin.all'), options: [{ value: '*.*', label: t('admin.all') }] }]
}

function useActions(subject: string | undefined) {
  const { known, actionWord } = useRightWords()
  if (!subject) return []
  const [area = '', name = ''] = subject.split('.')
  const own = area === 'field' ? ['read', 'change'] : area === '*' ? ['*'] : ['*', 'read', 'ask', 'do']
  const possible = name === '*' || area === 'field' ? own : ['*', 'do', ...actionsOf(known, area, name)]
  return [...new Set(possible)].map((action) => ({ value: action, label: actionWord({ area, subject: name, action }) }))
}
