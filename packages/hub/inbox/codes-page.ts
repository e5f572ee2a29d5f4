/** The page of codes in the manual, out of the fixes and the messages. */
import type { Messages } from '@tandem/kernel'
import { fixes } from './fixes.ts'

const WORDS = {
  en: {
    title: 'Causes in the error inbox',
    picture: 'The error inbox: the cause in words, the money it blocks, what to do',
    about:
      "Every cause that the joint itself names, by its code. Refusals of a system come with that system's own words and code.",
    heads: ['Says', 'Cause', 'What to do', 'Example'],
  },
  zh: {
    title: '待处理事项的原因代码',
    picture: '错误收件箱：原因、受阻金额与处理办法',
    about: '对接本身给出的全部原因代码。各系统的拒绝则附带该系统自己的说明与代码。',
    heads: ['提示', '原因', '处理方法', '示例'],
  },
} as const

export function codesPage(messages: Messages, language: 'en' | 'zh'): string {
  const { title, picture, about, heads } = WORDS[language]
  const sections = Object.entries(fixes).map(([code, { cause, todo, example }]) => {
    const texts = [messages[code]?.[language] ?? '', cause[language], todo[language], example[language]]
    return `## \`${code}\`\n\n${heads.map((head, i) => `- **${head}**: ${texts[i]}`).join('\n')}\n`
  })
  return `# ${title}\n\n![${picture}](pictures/inbox.png)\n\n${about}\n\n${sections.join('\n')}`
}
