/** What the refusals of custom fields and of their values tell people. */
import type { Messages } from '@tandem/kernel'

export const customMessages = {
  'custom-field/not-found': {
    en: 'There is no custom field {id}. Look it up in the list.',
    zh: '没有自定义字段 {id}。请在列表中查找。',
  },
  'custom-field/changed-meanwhile': {
    en: '{by} saved this custom field meanwhile. Reload it, then make your change again.',
    zh: '{by} 已同时修改了该自定义字段。请刷新后重新修改。',
  },
  'custom-field/bad-code': {
    en: '{code} cannot be a code. Use letters and digits, the first a small letter, such as salesRegion; words of programs, such as constructor, are none.',
    zh: '{code} 不能作为编码。请以小写字母开头，只用字母和数字，例如 salesRegion；不能用 constructor 等程序保留词。',
  },
  'custom-field/code-taken': {
    en: 'This document has a custom field {code} already. Choose another code, or restore that one.',
    zh: '该单据已有自定义字段 {code}。请换一个编码，或恢复原字段。',
  },
  'custom-field/bad-decimals': {
    en: '{code} cannot have {decimals} decimals. Give 0 to 6.',
    zh: '{code} 的小数位数不能为 {decimals}，请填写 0 至 6。',
  },
  'custom-field/bad-options': {
    en: 'The choice {code} needs options, each with a code of its own and a text in both languages; those there are must stay.',
    zh: '选项字段 {code} 需要选项，每个选项有各自的编码和中英文名称；已有选项不能删除。',
  },
  'custom-field/no-label': {
    en: 'Give the custom field {code} a label in both languages.',
    zh: '请为自定义字段 {code} 填写中英文标签。',
  },
  'custom/not-by-code': {
    en: 'Custom fields are given by code, such as {"region": "north"}; {value} is no such list.',
    zh: '自定义字段须按编码填写，例如 {"region": "north"}；{value} 不符合。',
  },
  'custom/unknown-field': {
    en: 'There is no custom field {field} here. There are: {fields}. An administrator can add one.',
    zh: '此处没有自定义字段 {field}。现有：{fields}。可请管理员添加。',
  },
  'custom/retired': {
    en: 'The custom field {label} ({field}) is retired. Leave it out, or let an administrator restore it.',
    zh: '自定义字段{label}（{field}）已停用。请不要填写，或请管理员恢复。',
  },
  'custom/missing': { en: 'Fill in {label} ({field}): it is required.', zh: '请填写{label}（{field}）：该字段必填。' },
  'custom/wrong-type': {
    en: '{value} is no value for {label} ({field}), a {type}. Numbers are text, as 12.5; dates are YYYY-MM-DD; flags true or false.',
    zh: '{value} 不能作为{label}（{field}，类型 {type}）的值。数字写成文本如 12.5，日期写成 YYYY-MM-DD，是否填 true 或 false。',
  },
  'custom/too-long': {
    en: '{label} ({field}) holds {most} characters. Shorten it.',
    zh: '{label}（{field}）最多 {most} 个字符，请缩短。',
  },
  'custom/too-many-digits': {
    en: '{value} is too exact or too large for {label} ({field}): up to {whole} digits before the point and {decimals} behind it.',
    zh: '{value} 超出{label}（{field}）的范围：小数点前最多 {whole} 位，后最多 {decimals} 位。',
  },
  'custom/not-an-option': {
    en: '{value} is no option of {label} ({field}). Use one of: {options}.',
    zh: '{value} 不是{label}（{field}）的选项。可选：{options}。',
  },
} satisfies Messages
