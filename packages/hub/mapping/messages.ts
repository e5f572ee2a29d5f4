import type { Messages } from '@tandem/kernel'

const NOT_FOUND = { en: 'There is no such entry ({id}). Reload the list.', zh: '没有该条目（{id}）。请刷新列表。' }
const CHANGED = {
  en: '{by} changed this meanwhile. Reload it, then do it again.',
  zh: '{by} 已修改该条目。请刷新后重试。',
}
const WRONG_STATE = {
  en: 'This is {state}, so it cannot get "{command}". It must be one of: {allowed}.',
  zh: '当前状态为 {state}，不能执行“{command}”。允许的状态：{allowed}。',
}

/** What mappings, custom fields and dry runs say. */
export const mappingMessages = {
  'mapping/not-found': NOT_FOUND,
  'mapping/changed-meanwhile': CHANGED,
  'mapping/wrong-state': WRONG_STATE,
  'mapping/unknown-system': {
    en: 'No joined system {system} keeps {kind}. Choose a system and a kind from the list of systems.',
    zh: '没有保存 {kind} 的接入系统 {system}。请从系统列表中选择。',
  },
  'mapping/not-rows': {
    en: 'Row {row} of the mapping has not the form of one. Give field, native, direction and known steps with all their parts.',
    zh: '映射第 {row} 行格式不正确。请填写字段、系统字段、方向以及完整的步骤。',
  },
  'mapping/not-valid': {
    en: 'The mapping has {count} problems. Correct the rows that are marked, then save it again.',
    zh: '映射存在 {count} 个问题。请更正标记的行后再保存。',
  },
  'mapping/unknown-field': {
    en: 'The joint has no field {field} here. Choose one of the list; add a row for the lines before rows within them.',
    zh: '没有字段 {field}。请从列表中选择；明细内的字段需先有明细行。',
  },
  'mapping/field-twice': {
    en: '{field} is mapped twice. Take one of the two rows away.',
    zh: '{field} 重复映射。请删除其中一行。',
  },
  'mapping/unknown-native': {
    en: 'The system has no field {native}. Choose one of: {known}.',
    zh: '该系统没有字段 {native}。请选择：{known}。',
  },
  'mapping/read-only': {
    en: 'The system does not let {native} be written. Map {field} inwards only.',
    zh: '该系统不允许写入 {native}。请将 {field} 设为仅读入。',
  },
  'mapping/wrong-step': {
    en: '"{step}" cannot work on {type} in {field}. Take it away, or convert the value first.',
    zh: '{field} 中的步骤“{step}”不能用于 {type}。请删除该步骤或先转换。',
  },
  'mapping/wrong-type': {
    en: '{field} would get {gives}, but needs {wanted}. Add a conversion, such as a table or a form of dates.',
    zh: '{field} 将得到 {gives}，但需要 {wanted}。请添加转换，例如对照表或日期格式。',
  },
  'mapping/choice-not-covered': {
    en: 'The table of {field} has no answer for: {missing}. Add them, or say what stands for everything else.',
    zh: '{field} 的对照表缺少：{missing}。请补充，或指定其余值的对应值。',
  },
  'mapping/no-way-back': {
    en: 'The steps of {field} ({steps}) cannot be undone. Say which steps lead out, or map it inwards only.',
    zh: '{field} 的步骤（{steps}）无法反向。请指定写出步骤，或设为仅读入。',
  },
  'mapping/wrong-scale': {
    en: '{native} is kept times {scale} there. Add a step that scales {field} by one over that.',
    zh: '{native} 在该系统中按 {scale} 倍保存。请为 {field} 添加相应的缩放步骤。',
  },
  'mapping/wrong-unit': {
    en: '{field} is always in {wanted} there. Map {beside} with the constant {wanted}.',
    zh: '{field} 在该系统中始终以 {wanted} 计。请将 {beside} 映射为常量 {wanted}。',
  },
  'mapping/wrong-format': {
    en: '{native} writes dates as {format}. Add a step that reads {field} in that form.',
    zh: '{native} 的日期格式为 {format}。请为 {field} 添加按该格式读取的步骤。',
  },
  'mapping/bad-expression': {
    en: 'The expression of {field} cannot be used: {because}. Correct it; decimals must come out as text.',
    zh: '{field} 的表达式不可用：{because}。请更正；小数必须以文本输出。',
  },
  'mapping/sample-failed': {
    en: 'Document {document} could not be read for its {field}. {because}',
    zh: '单据 {document} 因“{field}”无法读取。{because}',
  },
  'joint/mapping-failed': {
    en: '{field}: the step "{step}" cannot work on "{value}". Correct the value in {system}, or the mapping. {because}',
    zh: '{field}：步骤“{step}”无法处理“{value}”。请在 {system} 中更正该值，或修改映射。{because}',
  },
  'joint/not-in-table': {
    en: '{field} says "{value}", which the table of the mapping does not know. Add it there; it knows: {known}.',
    zh: '{field} 的值“{value}”不在映射对照表中。请添加；现有：{known}。',
  },
  'joint/other-unit': {
    en: '{field} is in {value}, but is kept in {wanted} only there. Say it in {wanted}, or map {beside} to a field of its own.',
    zh: '{field} 以 {value} 计，但对方只按 {wanted} 记录。请改用 {wanted}，或为 {beside} 映射单独的字段。',
  },
  'custom-field/not-found': NOT_FOUND,
  'custom-field/changed-meanwhile': CHANGED,
  'custom-field/unknown-kind': {
    en: 'The joint carries no kind {kind}. Choose one of: {kinds}.',
    zh: '没有类型 {kind}。请选择：{kinds}。',
  },
  'custom-field/bad-name': {
    en: '{name} cannot be a name. Use letters and digits, a small letter first.',
    zh: '{name} 不能作为名称。请使用字母和数字，并以小写字母开头。',
  },
  'custom-field/name-taken': {
    en: '{kind} has a custom field {name} already. Choose another name.',
    zh: '{kind} 已有自定义字段 {name}。请使用其他名称。',
  },
  'custom-field/no-choices': {
    en: 'Give {name} a list of choices. Choices that are there already must stay in it.',
    zh: '请为 {name} 提供选项列表。已有选项必须保留。',
  },
  'dry-run/not-found': NOT_FOUND,
  'dry-run/changed-meanwhile': CHANGED,
  'dry-run/wrong-state': WRONG_STATE,
  'dry-run/nothing-to-try': {
    en: 'Say what is to be tried: a mapping, or a kind with other rules.',
    zh: '请指定要试运行的内容：映射，或某类型及其规则。',
  },
  'dry-run/wrong-rules': {
    en: 'The rule of {field} is none for {kind}. Use owner with a side, phase, newest, largest or manual.',
    zh: '{kind} 的字段 {field} 规则无效。请使用 owner（含所属侧）、phase、newest、largest 或 manual。',
  },
} satisfies Messages
