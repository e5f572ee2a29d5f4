/** What is said about the quality of values, and on rules and findings. */
import type { Messages } from '@tandem/kernel'

const NOT_FOUND = { en: 'There is no such entry ({id}). Reload the list.', zh: '没有该条目（{id}）。请刷新列表。' }
const CHANGED = {
  en: '{by} changed this meanwhile. Reload it to see how it stands.',
  zh: '{by} 已修改。请刷新查看当前状态。',
}

export const qualityMessages = {
  'quality/empty': { en: 'This is empty. Fill it in.', zh: '该值为空，请填写。' },
  'quality/not-in-form': { en: 'This is not written in the standard form.', zh: '书写不符合标准格式。' },
  'quality/not-a-phone': {
    en: 'This is no phone number. Write 6 to 15 digits, with + and the country in front for another country.',
    zh: '不是有效电话。请填写 6 到 15 位数字，国外号码以 + 和国家代码开头。',
  },
  'quality/not-a-tax-number': {
    en: 'This is no tax number. Write it as it stands on an invoice.',
    zh: '不是有效税号，请按发票填写。',
  },
  'quality/wrong-check-digit': {
    en: 'The check character of this tax number is wrong: at least one character was mistyped. Compare it with an invoice.',
    zh: '税号校验位不符，至少有一位录入错误，请与发票核对。',
  },
  'quality/not-an-e-mail': { en: 'Nobody can be reached at this e-mail address. Correct it.', zh: '邮箱地址无效，请改正。' },
  'quality/not-a-date': { en: 'This is no date of the form {formats}. Correct it.', zh: '不是 {formats} 格式的日期，请改正。' },
  'quality/two-dates': {
    en: 'This can be {one} or {another}. Write it as YYYY-MM-DD.',
    zh: '可能是 {one} 或 {another}，请按 YYYY-MM-DD 填写。',
  },
  'quality/not-a-number': { en: 'This is no number. Write it without currency or unit.', zh: '不是数字，请去掉货币符号或单位。' },
  'quality/too-small': { en: 'This is less than {min}. Correct it.', zh: '小于 {min}，请改正。' },
  'quality/too-large': { en: 'This is more than {max}. Correct it.', zh: '大于 {max}，请改正。' },
  'quality/out-of-range': { en: 'This is not between {min} and {max}. Correct it.', zh: '不在 {min} 与 {max} 之间，请改正。' },
  'quality/wrong-length': {
    en: 'This has {count} characters; {min} to {max} are right.',
    zh: '长度为 {count}，应为 {min} 到 {max}。',
  },
  'quality/not-like-mask': {
    en: 'This is not of the form {mask} (A: letter, 9: digit).',
    zh: '不符合 {mask} 格式（A 为字母，9 为数字）。',
  },
  'quality/not-in-dictionary': {
    en: 'The dictionary "{dictionary}" has no such word. Choose one of its words, or add it there.',
    zh: '词典“{dictionary}”中没有该词。请选用其中的词，或在词典中添加。',
  },
  'quality-rule/unknown-check': {
    en: 'There is no check {check}. Use one of: {checks}.',
    zh: '没有规则 {check}，可用：{checks}。',
  },
  'quality-rule/bad-options': {
    en: 'The option {option} of "{check}" must be {must}. Correct it.',
    zh: '规则“{check}”的选项 {option} 必须是 {must}，请改正。',
  },
  'quality-rule/unknown-system': {
    en: 'No system called {system} is joined that tells of this kind. Name one that is, * for all, or none.',
    zh: '没有接入提供该类型的系统 {system}。请填写已接入的系统、*（全部）或留空。',
  },
  'quality-rule/no-such-dictionary': {
    en: 'There is no dictionary called {dictionary}. Make it first.',
    zh: '没有名为 {dictionary} 的词典，请先新建。',
  },
  'quality-rule/not-found': NOT_FOUND,
  'quality-rule/changed-meanwhile': CHANGED,
  'quality-dictionary/no-name': { en: 'Give the dictionary a name.', zh: '请填写词典名称。' },
  'quality-dictionary/name-taken': {
    en: 'There is a dictionary called {name} already. Change that one.',
    zh: '已有名为 {name} 的词典，请修改该词典。',
  },
  'quality-dictionary/not-words': {
    en: 'The words must be a list of 1 to {most} texts, or of (word, also); look at entry {at}.',
    zh: '词条必须是 1 到 {most} 个文本或 (word, also) 的列表，请检查第 {at} 项。',
  },
  'quality-dictionary/not-found': NOT_FOUND,
  'quality-dictionary/changed-meanwhile': CHANGED,
  'quality-audit/unknown-kind': {
    en: 'The joint carries no {kind}. Use one of: {kinds}.',
    zh: '对接中没有 {kind}，可用：{kinds}。',
  },
  'quality-schedule/taken': {
    en: '{kind} is audited regularly already. Remove that schedule first.',
    zh: '{kind} 已有审计计划，请先移除。',
  },
  'quality-schedule/bad-hours': { en: 'Give 1 to {most} hours.', zh: '请填写 1 到 {most} 小时。' },
  'quality-schedule/not-found': NOT_FOUND,
  'quality-schedule/changed-meanwhile': CHANGED,
  'quality-finding/not-found': NOT_FOUND,
  'quality-finding/changed-meanwhile': CHANGED,
  'quality-finding/wrong-state': {
    en: 'This is {state} already, so it cannot get "{command}". It must be one of: {allowed}.',
    zh: '当前状态为 {state}，不能执行“{command}”。允许的状态：{allowed}。',
  },
  'quality-finding/no-suggestion': {
    en: 'Nothing is suggested for {field} of {subject}. Give the right value.',
    zh: '{subject} 的 {field} 没有建议值，请填写正确的值。',
  },
  'quality-finding/changed-since': {
    en: '{field} of {subject} was {found} and is {now} now. Nothing was changed; the next audit looks at it again.',
    zh: '{subject} 的 {field} 原为 {found}，现为 {now}。未作修改，下次审计将重新检查。',
  },
  'quality-finding/not-a-value': {
    en: '{field} cannot be {value} ({because}). Give another value.',
    zh: '{field} 不能为 {value}（{because}），请填写其他值。',
  },
} satisfies Messages
