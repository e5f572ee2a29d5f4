import type { Messages } from '@tandem/kernel'
import { connectionMessages } from './connections/messages.ts'
import { fileMessages } from './files/messages.ts'
import { runningMessages } from './flows/messages.ts'
import { mappingMessages } from './mapping/messages.ts'
import { qualityMessages } from './quality/messages.ts'

const NOT_FOUND = { en: 'There is no such entry ({id}). Reload the list.', zh: '没有该条目（{id}）。请刷新列表。' }
const CHANGED = {
  en: '{by} handled this meanwhile. Reload it to see how it stands.',
  zh: '{by} 已处理该条目。请刷新查看当前状态。',
}
const WRONG_STATE = {
  en: 'This is {state} already, so it cannot get "{command}". It must be one of: {allowed}.',
  zh: '当前状态为 {state}，不能执行“{command}”。允许的状态：{allowed}。',
}

/** What the joint says. Codes `joint/...` are causes of inbox entries; the others refuse commands on them. */
export const hubMessages = {
  'proof/unknown-kind': {
    en: 'The joint carries no {kind}. Use one of: {kinds}.',
    zh: '对接中没有 {kind}，可用：{kinds}。',
  },
  'joint/no-money-chain': {
    en: 'The money of this order or customer has not been looked at. If it is new, wait a moment and reload.',
    zh: '尚未核对该订单或客户的资金。如为新建单据，请稍候刷新。',
  },
  ...mappingMessages,
  ...qualityMessages,
  ...fileMessages,
  'joint/field-missing': {
    en: 'The field {field} is empty, but this document cannot do without it. Fill it in in {system}, or correct it here.',
    zh: '字段 {field} 为空，但该单据必须填写。请在 {system} 中补填，或在此更正。',
  },
  'joint/unknown-choice': {
    en: '{field} says "{value}", which nobody else knows. Choose one of: {allowed}.',
    zh: '{field} 的值“{value}”无法识别。请选择：{allowed}。',
  },
  'joint/wrong-type': {
    en: '{field} says "{value}", but {expected} is needed. Correct it in {system} or here.',
    zh: '{field} 的值“{value}”格式不对，应为 {expected}。请在 {system} 中或在此更正。',
  },
  'joint/too-many-digits': {
    en: '{field} is {value}: at most {whole} digits before and {behind} behind the point can be kept. Round it in {system}.',
    zh: '{field} 为 {value}：整数最多 {whole} 位、小数最多 {behind} 位。请在 {system} 中舍入。',
  },
  'joint/reference-unknown': {
    en: 'This {kind} names a {missingKind} ({missing}) that {system} has not told of yet. Check that it exists there and can be read.',
    zh: '该 {kind} 引用的 {missingKind}（{missing}）尚未从 {system} 读到。请确认它在该系统中存在且可读取。',
  },
  'joint/reference-not-there': {
    en: 'This {kind} waits until the {missingKind} {missing} is in {system}. Look for that {missingKind} in the inbox first.',
    zh: '该 {kind} 正等待 {missingKind} {missing} 进入 {system}。请先在待处理事项中查看该 {missingKind}。',
  },
  'joint/deleted-and-changed': {
    en: 'This {kind} was deleted in {system}, while somebody else changed it ({fields}). Under Deletions, choose what shall become of it.',
    zh: '该 {kind} 在 {system} 中被删除，而同时有人修改了它（{fields}）。请在“删除”中选择如何处理。',
  },
  'joint/deleted-there': {
    en: '{actor} deleted this {kind} in {system}. Under Deletions, choose what shall become of it in the others.',
    zh: '{actor} 在 {system} 中删除了该 {kind}。请在“删除”中选择其他系统如何处理。',
  },
  'joint/created-twice': {
    en: '{system} has this {kind} twice: {first} and {second}. Keep one and archive the other there.',
    zh: '{system} 中该 {kind} 出现两次：{first} 和 {second}。请保留一个并归档另一个。',
  },
  'joint/no-answer': {
    en: '{system} has not answered after {attempts} tries ({reason}). Check that it runs; the joint goes on asking.',
    zh: '{system} 在 {attempts} 次尝试后仍无应答（{reason}）。请检查其是否运行；系统会继续询问。',
  },
  'joint/not-accepted': {
    en: '{system} has put this off {attempts} times ({reason}). Check that it is not overloaded; the joint goes on trying.',
    zh: '{system} 已推迟 {attempts} 次（{reason}）。请检查其负载；系统会继续尝试。',
  },
  'inbox-entry/not-found': NOT_FOUND,
  'inbox-entry/changed-meanwhile': CHANGED,
  'inbox-entry/wrong-state': WRONG_STATE,
  'inbox-entry/no-reason': {
    en: 'Say why {subject} may be ignored: the reason is kept.',
    zh: '请说明为何可以忽略 {subject}：理由会被保存。',
  },
  'inbox-entry/nothing-missing': {
    en: '{subject} does not wait for a document that its system could be asked for. Try it again instead.',
    zh: '{subject} 没有可向来源系统读取的缺失对象，请直接重试。',
  },
  'inbox-entry/no-values': {
    en: 'Give the corrected fields with their values.',
    zh: '请给出更正的字段及其值。',
  },
  'inbox-entry/unknown-field': {
    en: 'A {kind} has no field {field} with such a value. Look at its fields in the list of records.',
    zh: '{kind} 没有取该值的字段 {field}。请在记录列表中查看其字段。',
  },
  'conflict/not-found': NOT_FOUND,
  'conflict/changed-meanwhile': CHANGED,
  'conflict/wrong-state': WRONG_STATE,
  'conflict/changed-since': {
    en: '{field} has been changed since that decision, so it cannot be taken back. Change it where it is kept.',
    zh: '裁决之后 {field} 已被修改，无法撤销。请直接在所属系统中修改。',
  },
  'conflict/not-a-value': {
    en: '{field} cannot take this value ({because}). Choose one of the two, or a value of the right form.',
    zh: '{field} 不能取该值（{because}）。请选择两个值之一，或输入格式正确的值。',
  },
  'duplicate/not-found': NOT_FOUND,
  'duplicate/changed-meanwhile': CHANGED,
  'duplicate/wrong-state': WRONG_STATE,
  'duplicate/not-to-merge': {
    en: 'This {kind} cannot be merged from here: say whether it is the same, or merge the two in their system.',
    zh: '该 {kind} 不能在此合并：请先判断是否相同，或在原系统中合并。',
  },
  'duplicate/changed-since': {
    en: 'Somebody has gone on with this {kind} since, so this cannot be taken back here. Merge or un-merge the two where they are kept.',
    zh: '之后有人处理过该 {kind}，无法在此撤销。请在其所在系统中合并或撤销合并。',
  },
  'duplicate/named': {
    en: 'Other documents name this {kind}, and nobody can tell which of the two they mean. Make a new {kind} for the other one.',
    zh: '有其他单据引用该 {kind}，无法判断指的是哪一个。请为另一个新建 {kind}。',
  },
  'repair/unknown': {
    en: 'The joint knows no {field} of a {kind} in {system}. Take the difference as the proof shows it.',
    zh: '对接中没有 {system} 的 {kind} 的 {field}。请使用核对所列的差异。',
  },
  'repair/no-reason': {
    en: 'Say why: the reason is kept with the repair. Only looking again needs none.',
    zh: '请说明理由：理由会随修复一起保存。只有“重新读取”不需要。',
  },
  'repair/not-possible': {
    en: '"{choice}" is not possible for this difference of a {kind}. Choose another way, or look again.',
    zh: '该 {kind} 的差异不能用“{choice}”处理。请选择其他方式，或重新读取。',
  },
  'repair/changed-since': {
    en: 'This {kind} has changed since the proof looked at it. Prove again and decide by what it shows then.',
    zh: '核对之后该 {kind} 已变化。请重新核对，再按新的结果处理。',
  },
  'repair/not-a-value': {
    en: '{field} cannot take what was found there ({because}). Write the agreed value, or correct it in the system.',
    zh: '{field} 不能取系统中的值（{because}）。请写入一致值，或在系统中更正。',
  },
  'merge/not-found': NOT_FOUND,
  'merge/changed-meanwhile': CHANGED,
  'merge/wrong-state': WRONG_STATE,
  'duplicate/already-linked': {
    en: 'That record has another document in {system} already. Merge the two documents there first, or keep them apart.',
    zh: '该记录在 {system} 中已有另一单据。请先在该系统中合并两者，或选择保持独立。',
  },
  'system/not-found': NOT_FOUND,
  'system/changed-meanwhile': CHANGED,
  'system/wrong-state': WRONG_STATE,
  'rule/not-found': NOT_FOUND,
  'rule/changed-meanwhile': CHANGED,
  'rule/wrong-state': WRONG_STATE,
  'rule/unknown-field': {
    en: 'A {kind} has no field or event {field}. Choose one of the list under "Who decides".',
    zh: '{kind} 没有字段或事件 {field}。请从“谁说了算”的列表中选择。',
  },
  'rule/not-a-rule': {
    en: 'This is no rule for {field}. Choose a side, a side by phase, newest, largest or manual.',
    zh: '这不是 {field} 的有效规则。请选择：一方、按阶段、最新、最大或人工。',
  },
  'rule/no-size': {
    en: '{field} is {is}, which has no size. "Largest" is for amounts, quantities, numbers and dates.',
    zh: '{field} 的类型为 {is}，无法比较大小。“最大”只适用于金额、数量、数字和日期。',
  },
  'rule/not-for-kind': {
    en: '"{does}" cannot be chosen for {field} of a {kind}. Choose one of: {allowed}.',
    zh: '{kind} 的 {field} 不能选择“{does}”。可选：{allowed}。',
  },
  'deletion/not-found': NOT_FOUND,
  'deletion/changed-meanwhile': CHANGED,
  'deletion/wrong-state': WRONG_STATE,
  'deletion/cannot-archive': {
    en: 'A {kind} cannot be archived. Keep it, delete it in the other systems, or make it anew where it was deleted.',
    zh: '{kind} 不能归档。请选择保留、在其他系统中删除，或在原系统中重建。',
  },
  'deletion/cannot-delete': {
    en: '{system} does not delete a {kind} for the joint. Archive it instead, or keep it.',
    zh: '{system} 不支持由枢纽删除 {kind}。请改为归档或保留。',
  },
  ...connectionMessages,
  ...runningMessages,
  'record/no-such-field': {
    en: 'A {kind} has no field {field}. Ask for one of its fields, or leave the field out to see all.',
    zh: '{kind} 没有字段 {field}。请指定其中一个字段，或不指定以查看全部。',
  },
  'record/not-found': {
    en: 'The joint knows no such record ({id}). Perhaps it has not been read yet: look at the state of the systems.',
    zh: '没有该记录（{id}）。可能尚未读取：请查看各系统状态。',
  },
} satisfies Messages
