import { deskWordsEn, menusEn, recordEn, shellEn } from './shell-en.ts'
import { toolsEn } from './tools-en.ts'

/** The words of the shell and of what stands beside every list and document, by area. */
export const deskEn = {
  tools: toolsEn,
  shell: shellEn,
  record: recordEn,
  menus: menusEn,
  desk: deskWordsEn,
}
