/** How each type of channel is spoken to. DingTalk and WeCom answer HTTP 200 even when they refuse: `errcode` says it. */
import { createHmac } from 'node:crypto'
import type { Parcel } from '@tandem/hub'
import { epochMs, type Instant } from '@tandem/kernel'
import type { Guard } from '../outbound/guard.ts'
import { mail, post } from './outbound.ts'

const TITLE = { en: 'Tandem: the joint', zh: 'Tandem 对接' } as const
const WHAT = {
  en: { fired: 'Alert', resolved: 'Resolved', test: 'Test' },
  zh: { fired: '告警', resolved: '已恢复', test: '测试' },
} as const

/** Sends a parcel. Answers why it did not arrive, without any address or secret; undefined: it did. */
export async function sendParcel(parcel: Parcel, now: Instant, guard: Guard): Promise<string | undefined> {
  try {
    return await SENDERS[parcel.reach.type](parcel, now, guard)
  } catch (fault) {
    const { code, name } = fault as { code?: unknown; name?: unknown }
    return `not sent: ${String(code ?? name ?? 'fault').slice(0, 60)}`
  }
}

type Sender = (parcel: Parcel, now: Instant, guard: Guard) => Promise<string | undefined>

const SENDERS: Readonly<Record<Parcel['reach']['type'], Sender>> = {
  async webhook({ reach, messages }, now, guard) {
    const body = JSON.stringify({
      type: 'tandem.alerts',
      timestamp: now,
      data: messages.map(({ id, what, saysEn, saysZh, createdAt }) => ({
        id,
        what,
        text: { en: saysEn, zh: saysZh },
        at: createdAt,
      })),
    })
    const id = messages[0]?.id ?? ''
    const timestamp = String(Math.floor(epochMs(now) / 1000))
    const { status } = await post(guard, reach.url, body, {
      'webhook-id': id,
      'webhook-timestamp': timestamp,
      'webhook-signature': `v1,${signature(reach.secret ?? '', `${id}.${timestamp}.${body}`)}`,
    })
    return status >= 200 && status < 300 ? undefined : `HTTP ${status}`
  },
  async mail(parcel, _now, guard) {
    const { url, sender, receivers, language } = parcel.reach
    const [first, ...others] = linesOf(parcel)
    const subject = `${TITLE[language]}: ${first}${others.length > 0 ? ` (+${others.length})` : ''}`
    await mail(guard, url, { from: sender ?? '', to: receivers ?? '', subject, text: linesOf(parcel).join('\n') })
    return undefined
  },
  async dingtalk(parcel, now, guard) {
    const { url, secret, language } = parcel.reach
    const address = new URL(url)
    if (secret) {
      const timestamp = String(epochMs(now))
      address.searchParams.set('timestamp', timestamp)
      address.searchParams.set('sign', createHmac('sha256', secret).update(`${timestamp}\n${secret}`).digest('base64'))
    }
    const text = withinBytes(`#### ${TITLE[language]}\n\n${bullets(parcel)}`, 20_000)
    return robotAnswer(
      await post(guard, String(address), JSON.stringify({ msgtype: 'markdown', markdown: { title: TITLE[language], text } })),
    )
  },
  async wecom(parcel, _now, guard) {
    const content = withinBytes(`**${TITLE[parcel.reach.language]}**\n${bullets(parcel)}`, 4096)
    return robotAnswer(await post(guard, parcel.reach.url, JSON.stringify({ msgtype: 'markdown', markdown: { content } })))
  },
}

/** Standard Webhooks: the key is what follows `whsec_`, in base64; any other secret is its own bytes. */
export function signature(secret: string, signed: string): string {
  const key = secret.startsWith('whsec_') ? Buffer.from(secret.slice(6), 'base64') : Buffer.from(secret)
  return createHmac('sha256', key).update(signed).digest('base64')
}

function linesOf({ reach: { language }, messages }: Parcel): string[] {
  return messages.map(({ what, saysEn, saysZh }) => `${WHAT[language][what]}: ${language === 'zh' ? saysZh : saysEn}`)
}

function bullets(parcel: Parcel): string {
  return linesOf(parcel)
    .map((line) => `- ${line}`)
    .join('\n')
}

/** Cut between characters, never within one. */
export function withinBytes(text: string, most: number): string {
  if (Buffer.byteLength(text) <= most) return text
  let kept = ''
  let bytes = Buffer.byteLength('…')
  for (const character of text) {
    bytes += Buffer.byteLength(character)
    if (bytes > most) break
    kept += character
  }
  return `${kept}…`
}

function robotAnswer({ status, text }: { readonly status: number; readonly text: string }): string | undefined {
  if (status !== 200) return `HTTP ${status}`
  const { errcode } = JSON.parse(text) as { errcode?: number }
  return errcode === 0 ? undefined : `errcode ${errcode}`
}
