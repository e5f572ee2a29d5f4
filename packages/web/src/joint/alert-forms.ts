/** What is asked for each type of channel and each thing to watch. */
import { alertChannel, type alertRule } from '@tandem/hub/definitions'
import type { Field, Fields, Row } from '@tandem/kernel'

type ChannelType = Row<typeof alertChannel>['type']
type Watches = Row<typeof alertRule>['watches']

const { name, type, language } = alertChannel.fields

function text(en: string, zh: string, help?: { readonly en: string; readonly zh: string }): Field {
  return { kind: 'text', max: 500, label: { en, zh }, ...(help ? { help } : {}) }
}

/** The input of the command, as the server has it; the address and secrets are no fields of a channel. */
export const CHANNEL_INPUT: Fields = {
  name,
  type,
  language,
  url: text('Address', '地址', {
    en: 'https://… of the receiver or robot; for mail smtps://user:password@host. Never shown again.',
    zh: '接收方或机器人的 https://… 地址；邮件填 smtps://用户:密码@主机。之后不再显示。',
  }),
  secret: text('Signing secret', '加签密钥', {
    en: 'The receiver checks with it that a message comes from here. Never shown again.',
    zh: '接收方用它验证消息来源。之后不再显示。',
  }),
  sender: text('Mail from', '发件人'),
  receivers: text('Mail to', '收件人', { en: 'Several with commas between', zh: '多个以英文逗号分隔' }),
}

export function channelFieldsOf(of: ChannelType): readonly string[] {
  const own = { webhook: ['secret'], mail: ['sender', 'receivers'], dingtalk: ['secret'], wecom: [] }[of]
  return ['name', 'url', ...own, 'language']
}

export function ruleFieldsOf(watches: Watches): readonly string[] {
  const own = watches === 'auto-paused' ? [] : watches === 'inbox-money' ? ['threshold', 'currency'] : ['threshold']
  return ['name', ...own, 'channel']
}

/** What most would choose. */
export const RULE_GIVEN: Readonly<Record<Watches, object>> = {
  lag: { threshold: '300' },
  'inbox-count': { threshold: '0' },
  'inbox-money': { threshold: '0', currency: 'CNY' },
  'auto-paused': {},
  silent: { threshold: '120' },
  proof: { threshold: '0' },
}
