import type { Messages } from '@tandem/kernel'

export const skeletonMessages = {
  'skeleton/not-accepted': {
    en: 'Skeleton could not take this: {reason}. Correct it, then retry.',
    zh: 'Skeleton 无法接收：{reason}。请改正后重试。',
  },
  'skeleton/not-found': {
    en: 'Skeleton has no document {id} any more. Run the proof: it shows what is missing and repairs it.',
    zh: 'Skeleton 中已没有单据 {id}。请运行核对，它会显示缺失项并修复。',
  },
  'skeleton/not-reached': {
    en: 'Skeleton does not answer as it should: {reason}. Check the address and the key.',
    zh: 'Skeleton 应答异常：{reason}。请检查地址和密钥。',
  },
} satisfies Messages
