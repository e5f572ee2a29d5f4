import type { Messages } from '@tandem/kernel'

export const billOfMaterialMessages = {
  'bill-of-material/unknown-item': { en: 'There is no item {id}. Create the item first.', zh: '没有物料 {id}，请先创建物料。' },
  'bill-of-material/no-lines': {
    en: 'To keep a bill of material of {code}, add a component.',
    zh: '要保存 {code} 的物料清单，请添加组件。',
  },
  'bill-of-material/exists': {
    en: '{code} has a bill of material already. Change that one.',
    zh: '{code} 已有物料清单，请修改原清单。',
  },
  'bill-of-material/cycle': {
    en: '{component} is made of {code} itself. Remove it from the components of {code}.',
    zh: '{component} 本身由 {code} 制成，请将其从 {code} 的组件中移除。',
  },
} satisfies Messages
