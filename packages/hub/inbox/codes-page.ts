/** The page of codes in the manual, out of the fixes and the messages. */
import type { Messages } from '@tandem/kernel'
import { type Fix, fixes } from './fixes.ts'
import { refusals } from './refusals.ts'

const WORDS = {
  en: {
    title: 'Causes in the error inbox',
    picture: 'The error inbox: the cause in words, the money it blocks, what to do',
    about:
      "Every cause that the joint itself names, by its code. Refusals of a system come with that system's own words and code; what to do about them follows.",
    refusals: 'Refusals of systems',
    codes: 'Codes that end so',
    comma: ', ',
    endings: 'By the end of their codes, whichever system says them: `sales-order/credit-exceeded` as `odoo/not-accepted`.',
    heads: ['Says', 'Cause', 'What to do', 'Example'],
  },
  zh: {
    title: '待处理事项的原因代码',
    picture: '错误收件箱：原因、受阻金额与处理办法',
    about: '对接本身给出的全部原因代码。各系统的拒绝附带该系统自己的说明与代码，处理方法见后。',
    refusals: '系统的拒绝',
    codes: '代码结尾',
    comma: '、',
    endings: '按代码结尾分组，与系统无关：如 `sales-order/credit-exceeded`、`odoo/not-accepted`。',
    heads: ['提示', '原因', '处理方法', '示例'],
  },
} as const

export function codesPage(messages: Messages, language: 'en' | 'zh'): string {
  const words = WORDS[language]
  const [says, ofCause, ofTodo, ofExample] = words.heads
  const line = (head: string, text: string) => `- **${head}**: ${text}\n`
  const helps = ({ todo, example }: Fix) => line(ofTodo, todo[language]) + line(ofExample, example[language])
  const own = Object.entries(fixes).map(
    ([code, fix]) =>
      `## \`${code}\`\n\n${line(says, messages[code]?.[language] ?? '')}${line(ofCause, fix.cause[language])}${helps(fix)}`,
  )
  const others = refusals.map(
    (fix) =>
      `### ${fix.cause[language].replace(/[.。]$/, '')}\n\n${line(words.codes, fix.endings.map((ending) => `\`${ending}\``).join(words.comma))}${helps(fix)}`,
  )
  return [
    `# ${words.title}\n\n![${words.picture}](pictures/inbox.png)\n\n${words.about}\n`,
    ...own,
    `## ${words.refusals}\n\n${words.endings}\n`,
    ...others,
  ].join('\n')
}
