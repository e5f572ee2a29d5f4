import type { Messages } from '@tandem/kernel'

/** What the first run refuses. */
export const setupMessages = {
  'setup/done': {
    en: 'The company is set up already. Reload the page.',
    zh: '公司已完成初始设置，请刷新页面。',
  },
  'setup/demo-currency': {
    en: 'The demo keeps its books in CNY, not {currency}. Choose CNY, or begin empty.',
    zh: '演示数据以 CNY 记账，不能使用 {currency}。请选择 CNY，或从空白开始。',
  },
} satisfies Messages
