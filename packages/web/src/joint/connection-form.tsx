import type { Field } from '@tandem/kernel'
import {
  Alert,
  Button,
  Checkbox,
  Drawer,
  Flex,
  Form,
  Input,
  InputNumber,
  Radio,
  Segmented,
  Select,
  Switch,
  Table,
  Typography,
} from 'antd'
import { useState } from 'react'
import { useSend } from '../api/documents.ts'
import { useWords } from '../i18n/use-words.ts'
import { SaveTrouble, useLeave } from '../parts/edit-modal.tsx'
import { KindName } from './kind-name.tsx'
import {
  type Choice,
  CONNECTIONS,
  type Connection,
  type ConnectorType,
  type Draft,
  type Tried,
  tryDraft,
} from './use-connections.ts'
import { useSystems } from './use-joint.ts'
import { kindLabel } from './words.ts'

interface FormProps {
  readonly types: readonly ConnectorType[]
  /** The stored connection that is edited; left out: a new one. */
  readonly stored?: Connection
  readonly onClose: (told?: 'saved' | 'started') => void
}

function draftOf(types: readonly ConnectorType[], stored: Connection | undefined): Draft {
  if (stored) {
    const { type, side, name, beside } = stored
    return { type, side, name, beside, settings: stored.settings as Draft['settings'], kinds: stored.kinds as Choice | null }
  }
  const first = types[0]
  const side = first?.sides[0] ?? 'erp'
  return { type: first?.type ?? '', side, name: first?.type ?? '', beside: false, settings: {}, kinds: null }
}

/** The form that a connector describes itself: what is typed in can be tried before it is kept. */
export function ConnectionForm({ types, stored, onClose }: FormProps) {
  const { t } = useWords()
  const [draft, setDraft] = useState(() => draftOf(types, stored))
  const [tried, setTried] = useState<Tried | undefined>()
  const [error, setError] = useState<unknown>()
  const [isBusy, setBusy] = useState(false)
  const [isSaved, setSaved] = useState(false)
  const sending = useSend(CONNECTIONS)
  const [begun] = useState(draft)
  const [since] = useState(stored?.version ?? 0)
  const leave = useLeave(JSON.stringify(draft) !== JSON.stringify(begun) && !isSaved, onClose)
  const change = (part: Partial<Draft>) => {
    setDraft({ ...draft, ...part })
    // What was found there holds until somewhere else is looked at; a name, or less of it, changes nothing.
    if (part.type || part.side || part.settings) setTried(undefined)
  }
  const doing = async (work: () => Promise<void>) => {
    setBusy(true)
    setError(undefined)
    await work().catch(setError)
    setBusy(false)
  }
  const save = async (): Promise<{ id: string; version: number }> => {
    const { name, type: of, side, beside, settings, kinds } = draft
    const input = stored ? { beside, settings, kinds } : { name, type: of, side, beside, settings, kinds }
    const command = stored ? { id: stored.id, version: since, command: 'change', input } : { command: 'create', input }
    const done = (await sending.mutateAsync(command as never)) as { id: string; version: number }
    setSaved(true)
    return done
  }
  const start = async () => {
    const { id } = await save()
    if (stored?.state !== 'active') await sending.mutateAsync({ id, command: 'start', input: {} } as never)
    onClose('started')
  }
  return (
    <Drawer
      open
      size={640}
      title={stored ? stored.name : t('connections.add')}
      onClose={leave}
      footer={
        <Foot
          tried={tried}
          isBusy={isBusy}
          onTest={() => void doing(async () => setTried(await tryDraft(draft, stored?.id)))}
          onSave={() => void doing(() => save().then(() => onClose('saved')))}
          onStart={() => void doing(start)}
        />
      }
    >
      <Fields types={types} stored={stored} tried={tried} draft={draft} change={change} />
      <SaveTrouble
        error={error}
        saved={stored && { document: 'joint/connection', id: stored.id, since }}
        onTakeTheirs={onClose}
      />
    </Drawer>
  )
}

interface FootProps {
  readonly tried: Tried | undefined
  readonly isBusy: boolean
  readonly onTest: () => void
  readonly onSave: () => void
  readonly onStart: () => void
}

/** What the test came to stands above the buttons: the form is longer than the screen. */
function Foot({ tried, isBusy, onTest, onSave, onStart }: FootProps) {
  const { t } = useWords()
  return (
    <Flex gap={8} wrap justify="end">
      {tried && <Outcome tried={tried} />}
      <Button loading={isBusy} onClick={onTest}>
        {t('connections.test')}
      </Button>
      <Button loading={isBusy} onClick={onSave}>
        {t('connections.save')}
      </Button>
      <Button type="primary" loading={isBusy} onClick={onStart}>
        {t('connections.saveAndStart')}
      </Button>
    </Flex>
  )
}

interface PartProps {
  readonly draft: Draft
  readonly change: (part: Partial<Draft>) => void
}

interface FieldsProps extends PartProps {
  readonly types: readonly ConnectorType[]
  readonly stored: Connection | undefined
  readonly tried: Tried | undefined
}

function Fields({ types, stored, tried, draft, change }: FieldsProps) {
  const { t } = useWords()
  const type = types.find((one) => one.type === draft.type)
  return (
    <Form layout="vertical">
      {!stored && <Head types={types} draft={draft} change={change} />}
      {type && <Settings type={type} draft={draft} isStored={stored !== undefined} change={change} />}
      {type && <Kinds can={tried?.kinds ?? type.kinds[draft.side] ?? {}} draft={draft} change={change} />}
      <Form.Item extra={t('connections.besideHelp')}>
        <Checkbox checked={draft.beside} onChange={({ target }) => change({ beside: target.checked })}>
          {t('connections.beside')}
        </Checkbox>
      </Form.Item>
    </Form>
  )
}

function Head({ types, draft, change }: PartProps & { types: readonly ConnectorType[] }) {
  const { t, label } = useWords()
  const type = types.find((one) => one.type === draft.type)
  return (
    <>
      <Form.Item label={t('connections.pick')} extra={type && label(type.about)}>
        <Radio.Group
          value={draft.type}
          optionType="button"
          options={types.map((one) => ({ value: one.type, label: label(one.label) }))}
          onChange={({ target }) => {
            const next = types.find((one) => one.type === target.value)
            const side = next?.sides.includes(draft.side) ? draft.side : (next?.sides[0] ?? 'erp')
            change({ type: String(target.value), name: String(target.value), side, settings: {}, kinds: null })
          }}
        />
      </Form.Item>
      <Form.Item label={t('connections.side')}>
        <Segmented
          aria-label={t('connections.side')}
          value={draft.side}
          options={(type?.sides ?? []).map((side) => ({ value: side, label: t(`connections.sides.${side}`) }))}
          onChange={(side) => change({ side, kinds: null })}
        />
      </Form.Item>
      <Form.Item label={t('connections.name')} extra={t('connections.nameHelp')} htmlFor="connection-name">
        <Input id="connection-name" value={draft.name} onChange={({ target }) => change({ name: target.value })} />
      </Form.Item>
    </>
  )
}

function Settings({ type, draft, isStored, change }: PartProps & { type: ConnectorType; isStored: boolean }) {
  const { t, label } = useWords()
  return Object.entries(type.settings).map(([name, field]) => {
    const isSecret = type.secrets.includes(name)
    const id = `setting-${name}`
    return (
      <Form.Item
        key={name}
        label={label(field.label)}
        required={!field.optional}
        htmlFor={id}
        {...(field.help ? { extra: label(field.help) } : {})}
      >
        <Setting
          {...{ id, field, isSecret }}
          value={draft.settings[name]}
          placeholder={isSecret && isStored ? t('connections.secretKept') : ''}
          onChange={(value) => change({ settings: { ...draft.settings, [name]: value ?? undefined } })}
        />
      </Form.Item>
    )
  })
}

interface SettingProps {
  readonly id: string
  readonly field: Field
  readonly isSecret: boolean
  readonly value: unknown
  readonly placeholder: string
  readonly onChange: (value: unknown) => void
}

function Setting({ id, field, isSecret, value, placeholder, onChange }: SettingProps) {
  if (field.kind === 'choice') {
    const options = field.of.map((one) => ({ value: one, label: one }))
    return <Select id={id} allowClear={field.optional ?? false} value={value as string} options={options} onChange={onChange} />
  }
  if (field.kind === 'flag') return <Switch id={id} checked={value === true} onChange={onChange} />
  if (field.kind === 'integer') return <InputNumber id={id} precision={0} value={value as number} onChange={onChange} />
  if (isSecret) {
    return (
      <Input.Password
        id={id}
        autoComplete="new-password"
        value={(value as string) ?? ''}
        placeholder={placeholder}
        onChange={({ target }) => onChange(target.value)}
      />
    )
  }
  if (field.kind === 'json') return <JsonSetting id={id} value={value} onChange={onChange} />
  return <Input id={id} value={(value as string) ?? ''} onChange={({ target }) => onChange(target.value)} />
}

/** Kept as it is typed; what cannot be read counts as nothing, so that nothing older is tried or saved in its place. */
function JsonSetting({ id, value, onChange }: Pick<SettingProps, 'id' | 'value' | 'onChange'>) {
  const { t } = useWords()
  const [text, setText] = useState(() => (value === undefined ? '' : JSON.stringify(value, null, 2)))
  const [trouble, setTrouble] = useState<string>()
  const read = (next: string) => {
    setText(next)
    try {
      onChange(next.trim() === '' ? undefined : JSON.parse(next))
      setTrouble(undefined)
    } catch (error) {
      onChange(undefined)
      setTrouble((error as Error).message)
    }
  }
  return (
    <>
      <Input.TextArea
        id={id}
        className="grows"
        value={text}
        status={trouble ? 'error' : ''}
        onChange={({ target }) => read(target.value)}
      />
      {trouble && (
        <Typography.Text type="danger" className="small" role="alert">
          {t('connections.noJson', { because: trouble })}
        </Typography.Text>
      )}
    </>
  )
}

function Kinds({ can, draft, change }: PartProps & { can: Choice }) {
  const { t, label } = useWords()
  const chosen = draft.kinds ?? can
  const opposite = useSystems().data?.filter(({ isJoined, side }) => isJoined && side !== draft.side)
  const stays = (kind: string) => opposite !== undefined && !opposite.some(({ kinds }) => kinds.some((one) => one.kind === kind))
  const set = (kind: string, way: 'read' | 'write', isOn: boolean) => {
    const all = Object.fromEntries(Object.keys(can).map((name) => [name, chosen[name] ?? { read: false, write: false }]))
    const now = all[kind] ?? { read: false, write: false }
    change({ kinds: { ...all, [kind]: { ...now, [way]: isOn } } })
  }
  const box = (kind: string, way: 'read' | 'write') => (
    <Checkbox
      aria-label={`${label(kindLabel(kind))}: ${t(`connections.${way}`)}`}
      disabled={!can[kind]?.[way]}
      checked={chosen[kind]?.[way] ?? false}
      onChange={({ target }) => set(kind, way, target.checked)}
    />
  )
  return (
    <Form.Item label={t('connections.kinds')}>
      <Table
        size="small"
        pagination={false}
        rowKey="kind"
        dataSource={Object.keys(can).map((kind) => ({ kind }))}
        columns={[
          { key: 'kind', title: '', render: (_, { kind }) => <KindName kind={kind} stays={stays(kind)} /> },
          { key: 'read', title: t('connections.read'), render: (_, { kind }) => box(kind, 'read') },
          { key: 'write', title: t('connections.write'), render: (_, { kind }) => box(kind, 'write') },
        ]}
      />
    </Form.Item>
  )
}

function Outcome({ tried }: { tried: Tried }) {
  const { t, label } = useWords()
  if (tried.works && tried.summary) {
    return (
      <Alert
        type="success"
        style={{ flex: '1 1 100%' }}
        showIcon
        role="status"
        title={t('connections.works', { summary: label(tried.summary) })}
      />
    )
  }
  return <Alert type="error" style={{ flex: '1 1 100%' }} showIcon role="alert" title={tried.trouble?.text ?? ''} />
}
