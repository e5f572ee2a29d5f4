/** Refusals as RFC 9457 problems. This is the one place that knows which HTTP status goes with which refusal. */
import type { Json, Messages, Refusal } from '@tandem/kernel'
import { inWords, type Language } from './words.ts'

/** What is wrong with one field: where (RFC 6901 pointer into the body, or the parameter's name), and what to do. */
export interface FieldError {
  readonly pointer: string
  readonly code: string
  readonly detail: string
}

export interface Problem {
  readonly type: string
  readonly title: string
  readonly status: number
  readonly detail: string
  readonly code: string
  readonly details: Refusal['details']
  readonly errors?: readonly FieldError[]
  readonly requestId?: string
}

/** Refusals of the HTTP layer, each by its whole code. */
const STATUS_BY_CODE: Readonly<Record<string, number>> = {
  'http/no-such-route': 404,
  'http/no-such-method': 405,
  'http/bad-url': 400,
  'http/bad-json': 400,
  'http/not-json': 415,
  'http/not-a-file': 415,
  'http/too-large': 413,
  'http/not-signed-in': 401,
  'http/key-unknown': 401,
  'http/second-factor': 401,
  'http/not-allowed': 403,
  'http/field-not-allowed': 403,
  'http/no-session': 403,
  'http/foreign-origin': 403,
  'http/bad-if-match': 400,
  'http/bad-idempotency-key': 400,
  'http/key-reused': 422,
  'http/too-often': 429,
  'http/too-many-at-once': 429,
  'http/busy': 503,
  'http/changed-meanwhile': 409,
  'http/outcome-unknown': 503,
  'file/not-scanned': 503,
  'http/fault': 500,
  'input/taken': 409,
  'company/closed': 403,
  'second-factor/wrong': 401,
  'user/elsewhere': 403,
  'provider/not-begun': 410,
  'provider/denied': 403,
  'provider/expired': 401,
  'provider/not-for-us': 401,
  'provider/failed': 502,
  'provider/no-email': 403,
  'provider/email-not-verified': 403,
  'provider/no-such-user': 403,
  'provider/elsewhere': 403,
  'provider/somebody-else': 403,
  'provider/only-here': 403,
  'sign-in/wrong': 401,
  'sign-in/too-often': 429,
  'sign-in/no-company': 403,
  'sign-in/no-demo': 403,
  'sign-in/link-unknown': 410,
  'sign-in/has-password': 401,
}

/** Refusals of the trade, by their reason: 409 where the document's present state stands against it, else 422. */
const STATUS_BY_REASON: Readonly<Record<string, number>> = {
  'not-found': 404,
  'changed-meanwhile': 409,
  'wrong-state': 409,
  'code-taken': 409,
  taken: 409,
  archived: 409,
}

/** A command refused because the caller's If-Match is outdated is 412; what nobody lists here is 422. */
export function statusOf(code: string, hasIfMatch = false): number {
  const reason = code.split('/')[1] ?? ''
  if (reason === 'changed-meanwhile' && hasIfMatch) return 412
  return STATUS_BY_CODE[code] ?? STATUS_BY_REASON[reason] ?? 422
}

const TITLES: Readonly<Record<number, Readonly<Record<Language, string>>>> = {
  400: { en: 'The request cannot be read', zh: '无法读取请求' },
  401: { en: 'Not signed in', zh: '未登录' },
  403: { en: 'Not allowed', zh: '没有权限' },
  404: { en: 'Not found', zh: '未找到' },
  405: { en: 'Not possible here', zh: '不支持的方法' },
  409: { en: 'Not possible now', zh: '当前不可执行' },
  412: { en: 'Changed meanwhile', zh: '已被他人修改' },
  413: { en: 'Too large', zh: '内容过大' },
  410: { en: 'No longer valid', zh: '已失效' },
  415: { en: 'Wrong kind of body', zh: '请求体类型不符' },
  422: { en: 'Refused', zh: '被拒绝' },
  429: { en: 'Too often', zh: '过于频繁' },
  500: { en: 'Fault', zh: '系统故障' },
  503: { en: 'Try again', zh: '请重试' },
}

/** A refusal whose details hold `errors` (an input refusal) shows them as a list of their own. */
export function problemOf(
  messages: Messages,
  refusal: Refusal,
  { language, hasIfMatch, requestId }: { language: Language; hasIfMatch?: boolean; requestId?: string },
): Problem {
  const status = statusOf(refusal.code, hasIfMatch)
  const { errors, ...details } = refusal.details
  return {
    type: `/api#${refusal.code}`,
    title: TITLES[status]?.[language] ?? String(status),
    status,
    detail: inWords(messages, refusal, language),
    code: refusal.code,
    details,
    ...(errors === undefined ? {} : { errors: fieldErrors(messages, errors, language) }),
    ...(requestId === undefined ? {} : { requestId }),
  }
}

function fieldErrors(messages: Messages, errors: Json, language: Language): FieldError[] {
  return (errors as unknown as { pointer: string; code: string; details: Refusal['details'] }[]).map(
    ({ pointer, code, details }) => ({ pointer, code, detail: inWords(messages, { code, details }, language) }),
  )
}
