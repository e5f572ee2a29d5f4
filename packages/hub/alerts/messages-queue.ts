/** What is to be told through channels, kept until it was. */
import { insertRows, rows, run, sql, type Tx, uuidArray } from '@tandem/db'
import type { Context, Id, Instant } from '@tandem/kernel'
import type { Sealing } from '../connections/commands.ts'

export interface Told {
  readonly channel: Id
  readonly what: 'fired' | 'resolved' | 'test'
  readonly saysEn: string
  readonly saysZh: string
}

export interface Queued extends Told {
  readonly id: Id
  readonly attempts: number
  readonly createdAt: Instant
}

/** How a channel is reached. Never log it. */
export interface Reach {
  readonly type: 'webhook' | 'mail' | 'dingtalk' | 'wecom'
  readonly language: 'en' | 'zh'
  readonly url: string
  readonly secret: string | null
  readonly sender: string | null
  readonly receivers: string | null
}

export async function queueMessages(tx: Tx, by: Context, told: readonly Told[]): Promise<void> {
  await insertRows(
    tx,
    'hub.alert_message',
    told.map((message) => ({ id: by.newId(), ...message, createdAt: by.now, dueAt: by.now })),
  )
}

/** A robot may be sent 20 a minute; staying below leaves room for others that use it. */
const MOST_A_MINUTE = 15
const MOST_IN_ONE = 20
const FIRST_DELAY_MS = 5_000
const MOST_ATTEMPTS = 10

export interface Parcel {
  readonly channel: Id
  readonly reach: Reach
  readonly messages: readonly Queued[]
}

/**
 * Takes what is due, one parcel a channel: what piled up travels in one. Each is put off already, in case that this
 * sender is never heard of again. A channel that was sent enough this minute has to wait.
 */
export async function takeParcels(tx: Tx, now: Instant, { open }: Sealing): Promise<Parcel[]> {
  const due = await rows(
    tx,
    sql<Queued & Reach>`
      with taken as (
        select m.id from hub.alert_channel c, lateral (
          select id from hub.alert_message
          where channel = c.id and sent_at is null and dropped_at is null and due_at <= ${now}
          order by created_at, id limit ${MOST_IN_ONE} for update skip locked) m
        where c.state = 'active' and (
          select count(distinct sent_at) from hub.alert_message s
          where s.channel = c.id and s.sent_at > ${now}::timestamptz - interval '1 minute') < ${MOST_A_MINUTE}),
      put_off as (
        update hub.alert_message set attempts = attempts + 1,
               due_at = ${now}::timestamptz + ${FIRST_DELAY_MS} * power(2, attempts) * interval '1 millisecond'
        where id in (select id from taken) returning id, channel, what, says_en, says_zh, attempts, created_at)
      select p.*, c.type, c.language, x.url, x.secret, x.sender, x.receivers
      from put_off p join hub.alert_channel c on c.id = p.channel join hub.alert_secret x on x.channel = p.channel
      order by p.created_at, p.id`,
  )
  const parcels = new Map<Id, Parcel>()
  for (const { type, language, url, secret, sender, receivers, ...message } of due) {
    const sofar = parcels.get(message.channel)
    const reach = { type, language, url: open(url), secret: secret && open(secret), sender, receivers }
    parcels.set(message.channel, { channel: message.channel, reach, messages: [...(sofar?.messages ?? []), message] })
  }
  return [...parcels.values()]
}

/** Keeps what came of a parcel; `trouble` is undefined when it arrived. */
export async function settleParcel(tx: Tx, now: Instant, parcel: Parcel, trouble: string | undefined): Promise<void> {
  const ids = uuidArray(parcel.messages.map(({ id }) => id))
  await Promise.all([
    trouble === undefined
      ? run(tx, sql`update hub.alert_message set sent_at = ${now} where id = any(${ids}::uuid[])`)
      : run(
          tx,
          sql`update hub.alert_message set dropped_at = ${now} where id = any(${ids}::uuid[]) and attempts >= ${MOST_ATTEMPTS}`,
        ),
    run(
      tx,
      sql`update hub.alert_channel set trouble = ${trouble ?? null} where id = ${parcel.channel}
            and trouble is distinct from ${trouble ?? null}::text`,
    ),
  ])
}
