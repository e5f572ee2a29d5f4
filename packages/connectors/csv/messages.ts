import { filled, hubMessages } from '@tandem/hub'
import type { Details, Messages, Refusal } from '@tandem/kernel'
import { type ChoiceWords, choiceText, type WordLanguage } from './choice-words.ts'

/** What is wrong with a file, a mapping or a cell, and what to do. */
export const importMessages = {
  'import/no-such-document': {
    en: 'There is nothing called {name} to import. Choose one of: {known}.',
    zh: '没有可导入的“{name}”。请从以下选择：{known}。',
  },
  'import/no-such-file': {
    en: 'The file {file} cannot be read: {reason}. Check its name.',
    zh: '无法读取文件 {file}：{reason}。请检查文件名。',
  },
  'import/empty-file': {
    en: 'The file {file} has no header row. Put the column names into its first row.',
    zh: '文件 {file} 没有标题行，请在第一行填写列名。',
  },
  'import/old-workbook': {
    en: 'The file {file} is an old workbook (.xls). Save it as .xlsx or CSV, then import it.',
    zh: '文件 {file} 是旧版工作簿（.xls）。请另存为 .xlsx 或 CSV 后再导入。',
  },
  'import/bad-workbook': {
    en: 'The workbook {file} cannot be read: {reason}. Open it, save it anew as .xlsx without a password, then import it.',
    zh: '无法读取工作簿 {file}：{reason}。请打开后另存为无密码的 .xlsx 再导入。',
  },
  'import/bad-encoding': {
    en: 'The file {file} is not {encoding}. Save it as UTF-8, or name its encoding in the mapping ("encoding": "gb18030").',
    zh: '文件 {file} 不是 {encoding} 编码。请另存为 UTF-8，或在映射中注明编码（"encoding": "gb18030"）。',
  },
  'import/bad-quotes': {
    en: 'The quotation marks after row {row} of {file} do not close: {reason}. Correct them, then import again.',
    zh: '文件 {file} 第 {row} 行之后的引号没有配对：{reason}。请改正后重新导入。',
  },
  'import/doubled-column': {
    en: 'The column {column} stands in the header twice. Rename one of them.',
    zh: '标题行中列“{column}”重复，请改名。',
  },
  'import/bad-mapping': {
    en: 'The mapping is not valid at {at}: {problem}. Correct the mapping file.',
    zh: '映射在 {at} 处无效：{problem}。请改正映射文件。',
  },
  'import/unknown-column': {
    en: 'The mapping names the column {column}, which the file does not have. Its columns are: {columns}.',
    zh: '映射中的列“{column}”在文件中不存在。文件的列有：{columns}。',
  },
  'import/unknown-field': {
    en: 'There is no field {field} to import into. Use one of: {fields}.',
    zh: '没有可导入的字段“{field}”。请使用：{fields}。',
  },
  'import/key-not-mapped': {
    en: 'Rows are matched by {field}, but no column is mapped to it. Map one, or name another key.',
    zh: '各行按“{field}”匹配，但没有列映射到它。请补充映射或更换匹配字段。',
  },
  'import/errors-file-is-input': {
    en: 'The errors would overwrite {file} while it is read. Name another errors file.',
    zh: '错误文件会覆盖正在读取的 {file}，请指定其他错误文件名。',
  },
  'import/did-you-mean': {
    en: 'The dictionary "{dictionary}" has no such word. Did you mean {suggestion} ({likeness} % alike)? Correct the cell, or add the word to the dictionary.',
    zh: '词典“{dictionary}”中没有该词。是否应为 {suggestion}（相似度 {likeness}%）？请改正单元格，或将该词加入词典。',
  },
  'import/missing': { en: '{field} is empty. Fill it in.', zh: '“{field}”为空，请填写。' },
  'import/wrong-column-count': {
    en: 'The row has {found} cells where the header has {expected}. Check its separators and quotation marks.',
    zh: '该行有 {found} 个单元格，而标题行有 {expected} 个。请检查分隔符和引号。',
  },
  'import/too-long': { en: 'The text is longer than {max} characters. Shorten it.', zh: '文本超过 {max} 个字符，请缩短。' },
  'import/not-a-choice': {
    en: 'This is none of {choices}. Use one of them, or add it to the mapping under "values".',
    zh: '取值不在 {choices} 之中。请改用其中之一，或在映射的 "values" 中添加对应。',
  },
  'import/not-a-flag': { en: 'Write yes or no.', zh: '请填写“是”或“否”。' },
  'import/not-a-whole-number': { en: 'Write a whole number.', zh: '请填写整数。' },
  'import/not-a-number': {
    en: 'Write a number such as {example}, without currency or unit.',
    zh: '请填写数字，例如 {example}，不带货币符号或单位。',
  },
  'import/too-many-digits': {
    en: 'At most {whole} digits before and {fraction} behind the decimal point are kept. Round the number.',
    zh: '小数点前最多 {whole} 位、后最多 {fraction} 位，请取整。',
  },
  'import/not-a-date': { en: 'Write a date that exists in the form {format}.', zh: '请按 {format} 格式填写存在的日期。' },
  'import/not-a-moment': {
    en: 'Write a moment such as 2026-11-22T15:38:00Z.',
    zh: '请填写时间，例如 2026-11-22T15:38:00Z。',
  },
  'import/not-importable': {
    en: '{field} cannot be filled from one cell. Leave it out of the mapping.',
    zh: '“{field}”不能由单元格填写，请从映射中删除。',
  },
  'import/not-found': {
    en: 'There is no {document} with {by} {value}. Import it first, or correct the cell.',
    zh: '没有{by}为 {value} 的{document}。请先导入或改正单元格。',
  },
  'import/ambiguous': {
    en: 'Several {document} records have {by} {value}. Make it unique, or look it up by another field.',
    zh: '有多条{document}的{by}为 {value}。请使其唯一，或按其他字段查找。',
  },
  'import/several-match': {
    en: 'Several records match this row. Name more fields as key in the mapping.',
    zh: '该行匹配到多条记录，请在映射中指定更多匹配字段。',
  },
  'import/not-changeable': {
    en: '{field} of an existing record cannot be changed from {now}. Put the old value back, or make a new record.',
    zh: '已有记录的“{field}”（现为 {now}）不能修改。请恢复原值或新建记录。',
  },
  'import/not-accepted': {
    en: 'The database did not accept this row: {reason}. Correct it, then import the errors file.',
    zh: '数据库未接受该行：{reason}。请改正后导入错误文件。',
  },
} satisfies Messages

export type ImportCode = keyof typeof importMessages

/** The words of a refusal in both languages, details filled in, choices as people call them. A code without words shows itself. */
export function inWords(messages: Messages, { code, details }: Refusal, words: ChoiceWords = {}): { en: string; zh: string } {
  const message = messages[code] ??
    importMessages[code as ImportCode] ??
    (hubMessages as Messages)[code] ?? { en: code, zh: code }
  const said = (language: WordLanguage) => filled(message[language], { ...details, ...choicesIn(details, words, language) })
  return { en: said('en'), zh: said('zh') }
}

function choicesIn({ choices }: Details, words: ChoiceWords, language: WordLanguage): Details {
  return Array.isArray(choices) ? { choices: choices.map((choice) => choiceText(String(choice), words, language)) } : {}
}
