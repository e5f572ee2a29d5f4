import type { Label } from '@tandem/kernel'

/** Words for the states and choices of data quality. */
export const qualityChoices: Readonly<Record<string, Label>> = {
  trim: { en: 'Spaces', zh: '去除空格' },
  width: { en: 'Width of letters', zh: '全角转半角' },
  case: { en: 'Upper and lower case', zh: '大小写' },
  phone: { en: 'Phone number', zh: '电话号码' },
  'tax-number': { en: 'Tax number', zh: '税号' },
  email: { en: 'E-mail address', zh: '邮箱地址' },
  date: { en: 'Date', zh: '日期' },
  number: { en: 'Number', zh: '数字' },
  length: { en: 'Length', zh: '长度' },
  mask: { en: 'Form', zh: '格式' },
  dictionary: { en: 'Dictionary', zh: '词典' },
  filled: { en: 'Must be filled', zh: '必填' },
  error: { en: 'Error: is not taken in', zh: '错误：不予接收' },
  warning: { en: 'Warning: is found by audits', zh: '警告：由审计发现' },
  upper: { en: 'UPPER CASE', zh: '全部大写' },
  lower: { en: 'lower case', zh: '全部小写' },
  title: { en: 'First Letters', zh: '首字母大写' },
  applied: { en: 'Applied', zh: '已采用' },
  partly: { en: 'Partly', zh: '部分导入' },
  stopped: { en: 'Stopped', zh: '已停止' },
  repeated: { en: 'Came in before', zh: '此前已导入' },
  gone: { en: 'No longer so', zh: '已消除' },
}
