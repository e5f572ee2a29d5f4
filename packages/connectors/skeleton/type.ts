/** What Skeleton needs to be connected, and trying it. */
import type { ConnectorType } from '@tandem/hub'
import { defineFields, ok, refuse } from '@tandem/kernel'
import { connectSkeleton } from './connect.ts'

export const skeleton: ConnectorType = {
  type: 'skeleton',
  label: { en: 'Skeleton', zh: '骨架' },
  about: { en: 'A system to start from.', zh: '用作起点的系统。' },
  sides: ['crm', 'erp'],
  settings: defineFields({
    url: { kind: 'text', max: 300, label: { en: 'Address', zh: '地址' } },
    key: { kind: 'text', max: 200, label: { en: 'Key', zh: '密钥' } },
  }),
  secrets: ['key'],
  kinds: () => ({ customer: { read: true, write: true } }),
  async test(given) {
    try {
      const found = await connectSkeleton(given).list('customer', '', 1)
      return ok({ summary: { en: `It answers (${found.length})`, zh: `已应答（${found.length}）` }, facts: {} })
    } catch (fault) {
      return refuse('skeleton/not-reached', { reason: fault instanceof Error ? fault.message : String(fault) })
    }
  },
  connect: connectSkeleton,
}
