/** Keeps what a running system answers, and answers the same again without it: a connector's reading can be shown offline. */
import { createHash } from 'node:crypto'
import { Fault } from '@tandem/kernel'

export interface Recorded {
  readonly request: string
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** Headers that tell something; the rest, and every request's own, stay out of the file: keys are among them. */
const KEPT = ['content-type', 'retry-after']

/** `keep` is told of each answer. The same question asked twice is kept twice, in order. */
export function recording(fetching: typeof fetch, keep: (recorded: Recorded) => void): typeof fetch {
  return async (input, init) => {
    const response = await fetching(input, init)
    const body = await response.text()
    const headers = Object.fromEntries(
      KEPT.flatMap((name) => (response.headers.has(name) ? [[name, response.headers.get(name) ?? '']] : [])),
    )
    keep({ request: requestOf(input, init), status: response.status, headers, body })
    return new Response(body, { status: response.status, headers })
  }
}

/** Answers as recorded; the last answer of a question again when it is asked once more. Throws for what was never asked. */
export function replaying(recorded: readonly Recorded[]): typeof fetch {
  const next = new Map<string, number>()
  return async (input, init) => {
    const request = requestOf(input, init)
    const answers = recorded.filter((one) => one.request === request)
    const turn = Math.min(next.get(request) ?? 0, answers.length - 1)
    next.set(request, turn + 1)
    const answer = answers[turn]
    if (!answer) throw new Fault(`nothing was recorded for ${String(input)}: record it anew`)
    return new Response(answer.body, { status: answer.status, headers: answer.headers })
  }
}

/** Path and body; the host is left out, so that another one may be asked, and so is a JSON-RPC call's number. */
function requestOf(input: Parameters<typeof fetch>[0], init: RequestInit | undefined): string {
  const { pathname, search } = new URL(input instanceof Request ? input.url : String(input))
  const body = String(init?.body ?? '').replace(/"id":\d+,/, '')
  return `${init?.method ?? 'GET'} ${pathname}${search} ${createHash('sha256').update(body).digest('hex').slice(0, 24)}`
}
