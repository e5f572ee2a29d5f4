import { deskWordsZh, menusZh, recordZh, shellZh } from './shell-zh.ts'
import { toolsZh } from './tools-zh.ts'

/** The words of the shell and of what stands beside every list and document, by area. */
export const deskZh = {
  tools: toolsZh,
  shell: shellZh,
  record: recordZh,
  menus: menusZh,
  desk: deskWordsZh,
}
