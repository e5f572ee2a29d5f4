import type { Messages } from '@tandem/kernel'
import { exportedMessages } from './exported.ts'

/** Refusals of what people keep beside the documents: views, files, comments. */
export const deskMessages = {
  ...exportedMessages,
  'view/no-such-list': {
    en: 'There is no list {list}. A list is named by its side and document, such as crm/customer.',
    zh: '没有列表 {list}。列表以“系统/单据”命名，例如 crm/customer。',
  },
  'view/not-found': { en: 'This view does not exist (any more), or it is not yours.', zh: '该视图不存在，或不属于您。' },
  'file/not-found': {
    en: 'This file does not exist (any more), or you may not see what it belongs to.',
    zh: '该文件不存在，或您无权查看其所属记录。',
  },
  'file/empty': { en: 'The file {name} is empty. Choose another.', zh: '文件 {name} 为空，请另选文件。' },
  'file/bad-name': {
    en: 'Give the file a name of 1 to 200 characters with its ending, such as offer.pdf.',
    zh: '请提供 1 到 200 个字符、带扩展名的文件名，例如 offer.pdf。',
  },
  'file/type-not-allowed': {
    en: 'Files like {name} are not taken. Allowed endings: {allowed}.',
    zh: '不接受 {name} 这类文件。允许的扩展名：{allowed}。',
  },
  'file/not-what-it-says': {
    en: '{name} does not hold what its ending says. Save it anew in the right format, then add it again.',
    zh: '{name} 的内容与扩展名不符，请以正确格式另存后重新添加。',
  },
  'file/infected': {
    en: 'The virus scanner found {found} in {name}: it is not kept. Clean it, or ask whoever sent it.',
    zh: '病毒扫描在 {name} 中发现 {found}，未保存。请清除后重试，或联系发送者。',
  },
  'file/not-scanned': {
    en: 'The virus scanner gives no answer, so {name} is not kept. Try again later, and tell whoever runs this server.',
    zh: '病毒扫描没有应答，{name} 未保存。请稍后重试，并告知服务器管理员。',
  },
  'file/no-such-document': {
    en: 'There is no {document} with the id {id} to keep this at. Look it up in its list.',
    zh: '没有标识为 {id} 的 {document}，请在列表中查找。',
  },
  'manual/not-found': {
    en: 'The manual has no page {page}. Begin with its first page.',
    zh: '手册中没有页面 {page}，请从首页开始。',
  },
  'picture/not-found': {
    en: 'The manual has no picture {picture}. Open the page again: its pictures may have changed.',
    zh: '手册中没有图片 {picture}。图片可能已更换，请重新打开该页。',
  },
  'comment/not-found': {
    en: 'This comment does not exist (any more), or it is not yours.',
    zh: '该评论不存在，或不是您写的。',
  },
  'import/no-columns': {
    en: 'No column of the file goes into a field. Choose a field for at least one column.',
    zh: '文件中没有任何列对应到字段，请至少为一列选择字段。',
  },
} satisfies Messages
