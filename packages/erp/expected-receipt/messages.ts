import type { Messages } from '@tandem/kernel'
import { common } from '../messages.ts'
import { goodsMessages } from '../stock/lines.ts'

const { 'expected-receipt/no-lines': _, ...goods } = goodsMessages('expected-receipt')

export const expectedReceiptMessages: Messages = {
  ...common('expected-receipt', { en: 'expected receipt', zh: '预计到货' }),
  ...goods,
  'expected-receipt/wrong-state': {
    en: 'This expected receipt is {state}: it cannot {command} now. That is possible while it is {allowed}.',
    zh: '该预计到货处于 {state} 状态，不能执行 {command}；仅 {allowed} 状态可以。',
  },
}
