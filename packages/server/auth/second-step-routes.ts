/** Routes that finish a sign-in which waits for its second factor. Who asks has half a session, and nothing else. */
import { ok, type Result } from '@tandem/kernel'
import { z } from 'zod'
import { answer } from '../http/answers.ts'
import type { ApiRequest, Route } from '../http/route.ts'
import type { Auth } from './auth.ts'
import { done, welcome } from './sign-in-routes.ts'

const PATH = '/api/v1/platform/sign-in/second-factor'
const common = { area: 'platform', tag: 'platform.sign-in', access: 'open', method: 'POST' } as const

const NO_STORE = { 'cache-control': 'no-store' }

/** Six digits, or a recovery code. */
export const codeBody = z.strictObject({ code: z.string().min(6).max(40) })
export const enrolment = z.strictObject({ secret: z.string(), uri: z.string() })
export const recovery = z.array(z.string()).meta({ description: 'Each works once instead of a code; shown this once' })

export function secondStepRoutes({ secondStep }: Auth): Route[] {
  return [
    {
      ...common,
      path: PATH,
      id: 'platform.sign-in.second-factor',
      label: { en: 'Sign in: the code of the second factor', zh: '登录：输入二次验证码' },
      body: codeBody,
      answers: { 200: { description: 'Signed in', body: done } },
      async handle({ body, from }: ApiRequest<never>) {
        return welcome(await secondStep.pass(from.secret, (body as z.infer<typeof codeBody>).code, from))
      },
    },
    {
      ...common,
      path: `${PATH}/begin`,
      id: 'platform.sign-in.enrol',
      label: { en: 'Sign in: set up the second factor this company needs', zh: '登录：设置公司要求的二次验证' },
      answers: { 200: { description: 'For an authenticator app; counts when confirmed', body: enrolment } },
      handle: async ({ from }) => shownOnce(await secondStep.begin(from.secret)),
    },
    {
      ...common,
      path: `${PATH}/confirm`,
      id: 'platform.sign-in.enrolled',
      label: { en: 'Sign in: confirm the new second factor', zh: '登录：确认新的二次验证' },
      body: codeBody,
      answers: { 200: { description: 'Signed in', body: done.extend({ recovery }) } },
      async handle({ body, from }: ApiRequest<never>) {
        const confirmed = await secondStep.confirm(from.secret, (body as z.infer<typeof codeBody>).code, from)
        if (!confirmed.ok) return confirmed
        const { cookie, next, recovery } = confirmed.value
        return answer({ next, recovery }, 200, { 'set-cookie': cookie, ...NO_STORE })
      },
    },
  ]
}

export function shownOnce<T>(result: Result<T>): Result<{ status: number; body: T; headers: typeof NO_STORE }> {
  return result.ok ? ok({ status: 200, body: result.value, headers: NO_STORE }) : result
}
