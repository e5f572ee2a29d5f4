/** What every document says when it is not there or was saved by somebody else meanwhile. */
import type { Label } from '@tandem/kernel'

interface Message {
  readonly en: string
  readonly zh: string
}

/** `common('party', { en: 'party', zh: '往来单位' })`: the two refusals that changing any document can meet. */
export function common<const D extends string>(document: D, noun: Label) {
  return {
    [`${document}/not-found`]: {
      en: `There is no ${noun.en} {id}. Look it up in its list.`,
      zh: `没有${noun.zh} {id}。请在列表中查找。`,
    },
    [`${document}/changed-meanwhile`]: {
      en: `{by} saved this ${noun.en} meanwhile. Reload it, then make your change again.`,
      zh: `{by} 已同时修改了该${noun.zh}。请刷新后重新修改。`,
    },
  } as Record<`${D}/not-found` | `${D}/changed-meanwhile`, Message>
}
