import type { Messages } from '@tandem/kernel'

export const restMessages = {
  'rest/unreachable': {
    en: '{base} cannot be reached: {reason}. Check the address, and that this server may reach it.',
    zh: '无法访问 {base}：{reason}。请检查地址以及本服务器是否允许访问。',
  },
  'rest/not-let-in': {
    en: '{base} does not accept the sign-in: {reason}. Check user, password, token or client.',
    zh: '{base} 不接受登录：{reason}。请检查用户、密码、令牌或客户端。',
  },
  'rest/said-no': {
    en: '{path} of {base} did not answer as it should: {reason}. Correct the description.',
    zh: '{base} 的 {path} 未正常应答：{reason}。请改正描述。',
  },
  'rest/not-as-described': {
    en: 'A {kind} of this API has nothing at "{at}". Correct the description.',
    zh: '该接口的 {kind} 在“{at}”处没有内容，请改正描述。',
  },
  'rest/cannot': {
    en: 'The description says no way to {what} a {kind}. Add it, or do it in that system.',
    zh: '描述中没有对 {kind} 执行 {what} 的方式。请补充，或在该系统中操作。',
  },
  'rest/gone': {
    en: 'There is no {id} there any more ({reason}). Run the proof: it shows what is missing and repairs it.',
    zh: '对方已没有 {id}（{reason}）。请运行核对，它会显示缺失项并修复。',
  },
  'rest/refused': {
    en: 'The system did not take this: {reason}. Correct the values, then retry.',
    zh: '对方系统未接受：{reason}。请改正后重试。',
  },
  'rest/no-document': {
    en: 'This is neither an OpenAPI document (JSON) nor EDMX metadata. Save it as JSON, or fetch $metadata of the service.',
    zh: '既不是 OpenAPI 文档（JSON），也不是 EDMX 元数据。请另存为 JSON，或下载服务的 $metadata。',
  },
} satisfies Messages
