/** What to do about any cause: one of the joint, a refusal that systems have in common, or one that nobody knows. */
import { type Fix, fixes } from './fixes.ts'
import { refusalFix } from './refusals.ts'

const REFUSED: Omit<Fix, 'example'> = {
  action: 'edit',
  cause: { en: 'The system refused the document.', zh: '系统拒绝了该单据。' },
  todo: {
    en: 'Remove the cause there and try again, or correct the value here.',
    zh: '在该系统中消除原因后重试，或在此更正相应的值。',
  },
}

export function fixOf(code: string): Omit<Fix, 'example'> {
  return fixes[code] ?? refusalFix(code) ?? REFUSED
}
