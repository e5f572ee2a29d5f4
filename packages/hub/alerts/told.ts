/** What was told through the channels, and what is still to be. */
import { rows, sql, type Tx } from '@tandem/db'
import { type Id, type Instant, isId, ok, type Query } from '@tandem/kernel'

export interface AlertMessage {
  readonly id: Id
  readonly channel: Id
  readonly channelName: string
  readonly what: 'fired' | 'resolved' | 'test'
  readonly saysEn: string
  readonly saysZh: string
  /** `dropped`: nobody took it, however often it was tried. */
  readonly state: 'waiting' | 'sent' | 'dropped'
  readonly attempts: number
  readonly createdAt: Instant
  readonly sentAt: Instant | null
}

const input = {
  channel: { kind: 'text', max: 40, optional: true, label: { en: 'Channel', zh: '渠道' } },
  limit: { kind: 'integer', optional: true, label: { en: 'At most', zh: '最多' } },
} as const

export const alertMessagesQuery: Query<Tx, typeof input, readonly AlertMessage[]> = {
  name: 'alert-messages',
  label: { en: 'What was told through alert channels', zh: '告警发送记录' },
  input,
  async run(tx, _by, { channel, limit }) {
    const ofChannel = channel ? (isId(channel) ? sql`where m.channel = ${channel}` : sql`where false`) : sql``
    const found = await rows(
      tx,
      sql<AlertMessage>`
        select m.id, m.channel, c.name as channel_name, m.what, m.says_en, m.says_zh, m.attempts, m.created_at, m.sent_at,
               case when m.sent_at is not null then 'sent' when m.dropped_at is not null then 'dropped' else 'waiting' end as state
        from hub.alert_message m join hub.alert_channel c on c.id = m.channel ${ofChannel}
        order by m.created_at desc, m.id desc limit ${Math.min(Math.max(limit ?? 50, 1), 500)}`,
    )
    return ok(found)
  },
}
