import type { Messages } from '@tandem/kernel'

export const availabilityMessages: Messages = {
  'availability/no-warehouse': {
    en: 'There is no warehouse {warehouse} to deliver from. Name an active one, or create one first.',
    zh: '没有可发货的仓库 {warehouse}。请指定启用的仓库，或先新建仓库。',
  },
}
