/** What to do about each of the joint's own causes: for the inbox, and for the page of codes in the manual. */
import type { Details, Label } from '@tandem/kernel'

/**
 * `edit`: correct values here; `retry`: try again once the cause is gone; `create`: make or find what is missing;
 * `decide`: look at both sides and decide there.
 */
export type FixAction = 'edit' | 'retry' | 'create' | 'decide'

export interface Fix {
  readonly action: FixAction
  readonly cause: Label
  readonly todo: Label
  readonly example: Label
}

export const fixes: Readonly<Record<string, Fix>> = {
  'joint/field-missing': {
    action: 'edit',
    cause: { en: 'A field that the document cannot do without is empty.', zh: '单据的必填字段为空。' },
    todo: { en: 'Fill it in in the system, or correct it here and try again.', zh: '在来源系统补填，或在此更正后重试。' },
    example: { en: 'A customer without a name was saved in the CRM.', zh: 'CRM 中保存了没有名称的客户。' },
  },
  'joint/unknown-choice': {
    action: 'edit',
    cause: { en: 'A field has a value that is none of the known choices.', zh: '字段值不在可选范围内。' },
    todo: {
      en: 'Choose a known value here, or add it to the mapping of that system.',
      zh: '在此选择有效值，或在该系统的映射中添加。',
    },
    example: {
      en: 'The status is "dormant", but only active and archived are known.',
      zh: '状态为“dormant”，但只允许 active 与 archived。',
    },
  },
  'joint/wrong-type': {
    action: 'edit',
    cause: { en: 'A value has the wrong form.', zh: '值的格式不正确。' },
    todo: { en: 'Write it in the form that is asked for.', zh: '按要求的格式填写。' },
    example: { en: 'The order date says "next week" instead of 2026-03-02.', zh: '订单日期写成“下周”，而不是 2026-03-02。' },
  },
  'joint/too-many-digits': {
    action: 'edit',
    cause: { en: 'A number has more digits than can be kept exactly.', zh: '数字位数超出可精确保存的范围。' },
    todo: {
      en: 'Round it in the system, or here: the joint never rounds by itself.',
      zh: '在系统或此处取整：系统不会自行舍入。',
    },
    example: { en: 'A price with seven decimals.', zh: '单价有七位小数。' },
  },
  'joint/mapping-failed': {
    action: 'retry',
    cause: {
      en: 'A step of the mapping cannot work on the value that the system has.',
      zh: '映射的某个步骤无法处理系统中的值。',
    },
    todo: {
      en: 'Correct the value in the system, or the mapping; then try again, and it is read anew.',
      zh: '在系统中更正该值，或修改映射，然后重试重新读取。',
    },
    example: { en: 'A date "31.02.2026" that is read as DD.MM.YYYY.', zh: '按 DD.MM.YYYY 读取日期“31.02.2026”。' },
  },
  'joint/not-in-table': {
    action: 'retry',
    cause: { en: 'A table of the mapping has no answer for the value.', zh: '映射对照表中没有该值。' },
    todo: {
      en: 'Add the value to the table in a new version of the mapping, activate it, then try again.',
      zh: '在映射新版本的对照表中添加该值并启用，然后重试。',
    },
    example: { en: 'A customer of category 3, where the table knows 1 and 2.', zh: '客户类别为 3，而对照表只有 1 和 2。' },
  },
  'joint/other-unit': {
    action: 'edit',
    cause: {
      en: 'A quantity or amount is in another unit or currency than the only one that a system keeps it in.',
      zh: '数量或金额的单位/币种与该系统唯一支持的不同。',
    },
    todo: {
      en: 'Say it in that unit, or map the unit (the currency) to a field of its own there; then try again. Nothing is converted by itself.',
      zh: '改用该单位/币种，或在映射中为单位/币种指定单独的字段，然后重试。系统不会自行换算。',
    },
    example: {
      en: 'An order of 1 dozen goes to an ERP whose mapping says that it counts in pieces.',
      zh: '1 打的订单要写入只按件计数的 ERP。',
    },
  },
  'joint/reference-unknown': {
    action: 'create',
    cause: { en: 'The document names another one that its system has not told of.', zh: '单据引用的对象尚未从该系统读到。' },
    todo: {
      en: 'Check that the other one exists there and may be read. It goes on by itself as soon as it is known.',
      zh: '确认被引用对象在该系统中存在且可读；读到后会自动继续。',
    },
    example: { en: 'An order of a customer that the interface user may not see.', zh: '订单的客户对接口用户不可见。' },
  },
  'joint/reference-not-there': {
    action: 'create',
    cause: {
      en: 'The document names another one that is not in the receiving system yet.',
      zh: '单据引用的对象尚未进入目标系统。',
    },
    todo: {
      en: 'Solve the entry of the other one first, or resume its flow; this one follows by itself.',
      zh: '先处理被引用对象的事项或恢复其数据流；本单据会自动继续。',
    },
    example: { en: 'The ERP refused the customer, so the order waits.', zh: 'ERP 拒绝了该客户，因此订单在等待。' },
  },
  'joint/deleted-and-changed': {
    action: 'decide',
    cause: { en: 'It was deleted on one side and changed on the other.', zh: '一侧删除，另一侧同时修改。' },
    todo: { en: 'Decide under Conflicts whether it stays or goes, then try again.', zh: '在“冲突”中决定保留或删除，然后重试。' },
    example: { en: 'Sales changed a phone number while the ERP deleted the customer.', zh: '销售修改电话时，ERP 删除了该客户。' },
  },
  'joint/deleted-there': {
    action: 'decide',
    cause: { en: 'It was deleted in one system and lives on in the other.', zh: '在一个系统中已删除，另一个系统仍存在。' },
    todo: { en: 'Under Deletions, choose what shall become of it in the other systems.', zh: '在“删除”中选择其他系统如何处理。' },
    example: {
      en: 'A contact was deleted in the CRM but has orders in the ERP.',
      zh: '联系人在 CRM 中被删除，但在 ERP 中仍有订单。',
    },
  },
  'joint/created-twice': {
    action: 'decide',
    cause: { en: 'A system has the same document twice.', zh: '一个系统中同一单据出现两次。' },
    todo: { en: 'Keep one and archive the other there, then try again.', zh: '在该系统中保留一个、归档另一个，然后重试。' },
    example: {
      en: 'The ERP timed out, and somebody typed the customer in by hand meanwhile.',
      zh: 'ERP 超时期间有人手工录入了同一客户。',
    },
  },
  'joint/no-answer': {
    action: 'retry',
    cause: { en: 'A system does not answer, so nobody knows whether it wrote.', zh: '系统无应答，无法确定是否已写入。' },
    todo: {
      en: 'Check that it runs. The joint asks it what became of the write before it writes again.',
      zh: '检查系统是否运行。重写之前系统会先询问结果。',
    },
    example: { en: 'The ERP is down for the night.', zh: 'ERP 夜间停机。' },
  },
  'joint/not-accepted': {
    action: 'retry',
    cause: { en: 'A system has put the write off again and again.', zh: '系统多次推迟写入。' },
    todo: { en: 'Check its load and its limits; lower the quota if it limits us.', zh: '检查其负载与限流；必要时降低写入配额。' },
    example: { en: 'The other system allows 100 calls a day, and they are used up.', zh: '对方系统每天限 100 次调用，已用尽。' },
  },
}

/** Details that say what a cause depends on, the most telling first. */
const DEPENDS = ['missing', 'customer', 'item', 'party', 'account', 'warehouse', 'label', 'field', 'reason'] as const

/** What would solve several entries at once: the same missing document, the same field. Empty: the cause alone. */
export function dependsOn(details: Details): string {
  const name = DEPENDS.find((one) => typeof details[one] === 'string' && details[one] !== '')
  if (name === undefined) return ''
  const text = String(details[name]).replace(/\[\d+\]/g, '')
  return (typeof details.missingKind === 'string' && name === 'missing' ? `${details.missingKind} ${text}` : text).slice(0, 200)
}

/** The field a cause points at, when it does: `lines[0].quantity` -> `lines`; of the company's own `region` -> `custom.region`. */
export function fieldAtFault(details: Details, code = ''): string | null {
  const field = typeof details.field === 'string' ? details.field : ''
  if (field !== '' && code.startsWith('custom/')) return `custom.${field}`
  return field === '' ? null : (field.split(/[[.]/)[0] ?? null)
}
