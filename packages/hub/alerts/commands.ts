/** Setting up where alerts go and what is watched. */
import { changeDocuments, createDocuments, insertRows, readDocuments, stamp, type Tx } from '@tandem/db'
import {
  type Context,
  type CreateCommand,
  Decimal,
  type DocumentCommand,
  type Id,
  type Input,
  ok,
  type Result,
  refuse,
} from '@tandem/kernel'
import type { Sealing } from '../connections/commands.ts'
import { type AlertChannel, type AlertRule, alertChannel, alertRule } from './definition.ts'
import { queueMessages } from './messages-queue.ts'

const { name, type, language } = alertChannel.fields
const channelFields = {
  name,
  type,
  language,
  url: {
    kind: 'text',
    max: 2000,
    label: { en: 'Address', zh: '地址' },
    help: {
      en: 'https://... or smtps://user:password@host; never shown again',
      zh: 'https://… 或 smtps://用户:密码@主机；之后不再显示',
    },
  },
  secret: { kind: 'text', max: 500, optional: true, label: { en: 'Signing secret', zh: '加签密钥' } },
  sender: { kind: 'text', max: 300, optional: true, label: { en: 'Mail from', zh: '发件人' } },
  receivers: { kind: 'text', max: 1000, optional: true, label: { en: 'Mail to', zh: '收件人' } },
} as const

type ChannelInput = Input<typeof channelFields>

/** How a channel is reached is sealed. */
export function createChannelWith(sealing: Sealing): CreateCommand<Tx, typeof channelFields, AlertChannel> {
  return {
    name: 'create',
    document: 'alert-channel',
    on: 'new',
    label: { en: 'Add', zh: '新增' },
    input: channelFields,
    async run(tx, by, inputs) {
      const decided = inputs.map((input) => newChannel(input, by))
      const results = await createDocuments<AlertChannel>(tx, by, alertChannel, decided)
      const secrets = results.flatMap((result, i) =>
        result.ok ? [secretOf(result.value.id, inputs[i] as ChannelInput, sealing)] : [],
      )
      await insertRows(tx, 'hub.alert_secret', secrets)
      return results
    },
  }
}

function newChannel(input: ChannelInput, by: Context): Result<AlertChannel> {
  const url = URL.parse(input.url)
  const isMail = input.type === 'mail'
  const fits = url && (isMail ? /^smtps?:$/ : /^https?:$/).test(url.protocol)
  if (!fits) return refuse('alert-channel/bad-address', { type: input.type })
  if (isMail && !(input.sender && input.receivers)) return refuse('alert-channel/no-receivers', {})
  if (input.type === 'webhook' && !input.secret) return refuse('alert-channel/no-secret', {})
  const target = isMail ? (input.receivers as string) : url.host
  const { name: called, type: kind, language: speaks } = input
  return ok({ ...stamp(by), name: called, type: kind, language: speaks, target, trouble: null, state: 'active' })
}

function secretOf(channel: Id, { url, secret = null, sender = null, receivers = null }: ChannelInput, { seal }: Sealing): object {
  return { channel, url: seal(url), secret: secret && seal(secret), sender, receivers }
}

export const testChannel: DocumentCommand<Tx, Record<never, never>, AlertChannel> = {
  name: 'test',
  document: 'alert-channel',
  on: 'one',
  label: { en: 'Send a test', zh: '发送测试' },
  input: {},
  async run(tx, by, inputs) {
    const found = await readDocuments<AlertChannel>(
      tx,
      alertChannel,
      inputs.map(({ id }) => id),
    )
    const says = { saysEn: 'This is a test. Alerts will arrive like this.', saysZh: '这是一条测试消息。告警将以此方式送达。' }
    await queueMessages(
      tx,
      by,
      found.map(({ id }) => ({ channel: id, what: 'test', ...says })),
    )
    return inputs.map(({ id }): Result<AlertChannel> => {
      const row = found.find((one) => one.id === id)
      return row ? ok(row) : refuse('alert-channel/not-found', { id })
    })
  },
}

const REMOVE = { name: 'remove', on: 'one', label: { en: 'Remove', zh: '移除' }, input: {} } as const

export const removeChannel: DocumentCommand<Tx, Record<never, never>, AlertChannel> = {
  ...REMOVE,
  document: 'alert-channel',
  run: (tx, by, inputs) => changeDocuments<AlertChannel, unknown>(tx, by, alertChannel, inputs, removed, 'alert-channel-removed'),
}

export const removeRule: DocumentCommand<Tx, Record<never, never>, AlertRule> = {
  ...REMOVE,
  document: 'alert-rule',
  run: (tx, by, inputs) => changeDocuments<AlertRule, unknown>(tx, by, alertRule, inputs, removed, 'alert-rule-removed'),
}

/** Removing what is removed changes nothing. */
function removed({ state }: { readonly state: 'active' | 'removed' }): Result<{ state?: 'removed' }> {
  return ok(state === 'removed' ? {} : { state: 'removed' })
}

export const createRule: CreateCommand<Tx, typeof alertRule.fields, AlertRule> = {
  name: 'create',
  document: 'alert-rule',
  on: 'new',
  label: { en: 'Add', zh: '新增' },
  input: alertRule.fields,
  async run(tx, by, inputs) {
    const channels = await readDocuments<AlertChannel>(
      tx,
      alertChannel,
      inputs.map(({ channel }) => channel),
    )
    const known = new Set(channels.flatMap(({ id, state }) => (state === 'active' ? [id] : [])))
    return createDocuments<AlertRule>(
      tx,
      by,
      alertRule,
      inputs.map((input): Result<AlertRule> => {
        if (!known.has(input.channel)) return refuse('alert-channel/not-found', { id: input.channel })
        const { threshold = null, currency = null } = input
        if (!isThreshold(input.watches, threshold)) {
          return refuse('alert-rule/no-threshold', { watches: input.watches })
        }
        if (input.watches === 'inbox-money' && !currency) return refuse('alert-rule/no-currency', {})
        return ok({ ...stamp(by), ...input, threshold, currency, state: 'active' })
      }),
    )
  },
}

/** Some rules go without; what is given must be zero or more. */
function isThreshold(watches: AlertRule['watches'], threshold: string | null): boolean {
  return threshold === null ? WITHOUT_THRESHOLD.has(watches) : Decimal.parse(threshold)?.isNegative() === false
}

const WITHOUT_THRESHOLD: ReadonlySet<AlertRule['watches']> = new Set(['auto-paused', 'proof'])
