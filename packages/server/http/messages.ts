import { listMessages } from '@tandem/db'
import type { Messages } from '@tandem/kernel'

/** Refusals of the HTTP layer itself: what a request may look like and who may send it. */
export const httpMessages = {
  ...listMessages,
  'document/not-found': {
    en: 'There is nothing with the id {id}. Look it up in its list.',
    zh: '没有标识为 {id} 的记录，请在列表中查找。',
  },
  'document/changed-meanwhile': {
    en: 'Somebody else saved it meanwhile. Reload it, then make your change again.',
    zh: '其他人已同时修改，请刷新后重新修改。',
  },
  'http/no-such-route': {
    en: 'There is nothing at {path}. /api lists what there is.',
    zh: '{path} 不存在，可用接口见 /api。',
  },
  'http/no-such-method': {
    en: '{method} is not possible at {path}. Use {allowed}.',
    zh: '{path} 不支持 {method}，请使用 {allowed}。',
  },
  'http/bad-url': { en: 'The address cannot be read. Check its percent escapes.', zh: '地址无法解析，请检查百分号转义。' },
  'http/bad-json': {
    en: 'The body is no JSON: {reason}. Send UTF-8 JSON.',
    zh: '请求体不是 JSON：{reason}。请发送 UTF-8 JSON。',
  },
  'http/not-json': {
    en: 'Send the body as JSON, with the header Content-Type: application/json.',
    zh: '请以 JSON 发送请求体，并设置 Content-Type: application/json。',
  },
  'http/not-a-file': {
    en: 'Send the file itself as the body, with the header Content-Type: application/octet-stream.',
    zh: '请以文件本身作为请求体，并设置 Content-Type: application/octet-stream。',
  },
  'http/too-large': {
    en: 'This is larger than {limit} bytes. Send it in several parts.',
    zh: '内容超过 {limit} 字节，请分几次发送。',
  },
  'http/not-signed-in': {
    en: 'Sign in first: send an API key as Authorization: Bearer, or open the page again.',
    zh: '请先登录：以 Authorization: Bearer 发送 API 密钥，或重新打开页面。',
  },
  'http/key-unknown': {
    en: 'This API key is unknown or was revoked. Ask for a new one.',
    zh: '该 API 密钥无效或已撤销，请申请新的密钥。',
  },
  'http/second-factor': {
    en: 'Type the code of your second factor first.',
    zh: '请先输入第二因素验证码。',
  },
  'http/not-allowed': {
    en: 'This takes the permission {permission}, which you do not have. Ask an administrator for a role with it.',
    zh: '此操作需要权限 {permission}，您没有该权限。请向管理员申请相应角色。',
  },
  'http/field-not-allowed': {
    en: 'To write the field {field} takes the permission {permission}, which you do not have. Leave it out, or ask somebody who has it.',
    zh: '填写字段 {field} 需要权限 {permission}，您没有该权限。请不要填写，或请有权限的人处理。',
  },
  'http/no-session': {
    en: 'This is for people who signed in on the page, not for an API key. Sign in there.',
    zh: '此操作仅适用于在页面登录的用户，不适用于 API 密钥，请在页面登录。',
  },
  'http/foreign-origin': {
    en: 'A page of another origin ({origin}) may not do this. Use an API key.',
    zh: '来自其他源（{origin}）的页面不能执行此操作，请使用 API 密钥。',
  },
  'http/bad-if-match': {
    en: 'If-Match must be the ETag of the document, such as "3".',
    zh: 'If-Match 必须是该记录的 ETag，例如 "3"。',
  },
  'http/bad-idempotency-key': {
    en: 'Idempotency-Key must be 1 to 255 visible ASCII characters.',
    zh: 'Idempotency-Key 必须是 1 到 255 个可见 ASCII 字符。',
  },
  'http/key-reused': {
    en: 'This Idempotency-Key was used for another request. Use a new key for a new request.',
    zh: '该 Idempotency-Key 已用于其他请求，新请求请使用新的键。',
  },
  'http/too-often': {
    en: 'This is more than {limit} points a minute. Come again in {seconds} seconds, or ask for more at once.',
    zh: '超过每分钟 {limit} 点的限额，请在 {seconds} 秒后重试，或改用批量请求。',
  },
  'http/too-many-at-once': {
    en: '{most} requests as costly as this are running for you already. Send it again when one of them has been answered.',
    zh: '您已有 {most} 个同类高开销请求正在执行，请待其中一个完成后重试。',
  },
  'http/busy': {
    en: 'Many are changing the same things just now, and nothing of this was saved. Send it again in a moment.',
    zh: '当前并发修改较多，本次未保存任何内容，请稍后重试。',
  },
  'http/changed-meanwhile': {
    en: 'Others kept changing the same documents, and nothing of this was saved. Reload and try again.',
    zh: '其他人正在修改相同的记录，本次未保存任何内容，请刷新后重试。',
  },
  'http/outcome-unknown': {
    en: 'The database did not answer whether it saved this. Look before you repeat it, or repeat it with the same Idempotency-Key.',
    zh: '数据库未确认是否已保存。重试前请先查看，或使用相同的 Idempotency-Key 重试。',
  },
  'http/fault': {
    en: 'Something unexpected happened, and nothing was saved. Tell your administrator the request id {requestId}.',
    zh: '发生意外错误，未保存任何内容。请将请求编号 {requestId} 告知管理员。',
  },
  'input/invalid': { en: 'Some of the input cannot be accepted: {fields}.', zh: '部分输入无法接受：{fields}。' },
  'input/missing': { en: 'Give this field.', zh: '请填写该字段。' },
  'input/unknown-field': {
    en: 'There is no such field here. Leave it out, or correct its name.',
    zh: '此处没有该字段，请删除或更正名称。',
  },
  'input/wrong-type': { en: 'This must be {expected}.', zh: '此处应为 {expected}。' },
  'input/not-empty': {
    en: 'This field cannot be emptied. Leave it out to keep it.',
    zh: '该字段不能清空；若要保留原值请不要提供。',
  },
  'input/number-not-text': {
    en: 'Write the number as text, such as "12.5": so it stays exact.',
    zh: '请将数字写成文本，例如 "12.5"，以保持精确。',
  },
  'input/not-a-decimal': {
    en: 'This must be a decimal number as text, such as "12.5", without exponent or separators.',
    zh: '应为文本形式的十进制数，例如 "12.5"，不含指数和分隔符。',
  },
  'input/too-many-digits': {
    en: 'At most {before} digits before and {after} digits behind the point.',
    zh: '小数点前最多 {before} 位，后最多 {after} 位。',
  },
  'input/not-a-date': { en: 'This must be a date that exists, such as 2026-11-22.', zh: '应为存在的日期，例如 2026-11-22。' },
  'input/not-a-moment': {
    en: 'This must be a moment in UTC, such as 2026-11-22T15:38:00Z.',
    zh: '应为 UTC 时刻，例如 2026-11-22T15:38:00Z。',
  },
  'input/not-an-id': {
    en: 'This must be an id as the API gives it, such as 01900000-0000-7000-8000-000000000000.',
    zh: '应为接口返回的标识，例如 01900000-0000-7000-8000-000000000000。',
  },
  'input/not-a-choice': { en: 'This must be one of: {choices}.', zh: '应为以下之一：{choices}。' },
  'input/too-long': { en: 'At most {max} characters.', zh: '最多 {max} 个字符。' },
  'input/too-short': { en: 'At least {min}.', zh: '至少 {min}。' },
  'input/too-many': { en: 'At most {max} at once. Send the rest in another request.', zh: '一次最多 {max} 条，其余请另行发送。' },
  'input/bad-text': {
    en: 'This text holds characters that cannot be kept (NUL or broken Unicode).',
    zh: '文本包含无法保存的字符。',
  },
  'input/too-deep': { en: 'This is nested too deeply: at most 20 levels.', zh: '嵌套过深，最多 20 层。' },
  'input/out-of-range': { en: 'This must be a whole number from {min} to {max}.', zh: '应为 {min} 到 {max} 之间的整数。' },
  'input/against-rule': {
    en: 'The data does not follow the rule {rule}. Correct it and send it again.',
    zh: '数据不符合规则 {rule}，请更正后重试。',
  },
  'input/taken': {
    en: 'Something with this key exists already ({rule}). Choose another.',
    zh: '该键已存在（{rule}），请换一个。',
  },
  'input/no-such-reference': {
    en: 'Something that this names does not exist ({rule}). Check the ids.',
    zh: '引用的对象不存在（{rule}），请检查标识。',
  },
} satisfies Messages
