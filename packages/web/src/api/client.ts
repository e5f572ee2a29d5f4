/** One way to call the server: JSON, in the language of the page, and every "no" as a `ProblemFault` in words. */
import { Fault } from '@tandem/kernel'

/** One thing wrong with one field of an input; `pointer` is a JSON pointer into the body. */
export interface FieldProblem {
  readonly pointer: string
  readonly detail: string
}

/** An RFC 9457 problem as the server words it. */
export interface Problem {
  readonly status: number
  readonly title?: string
  /** What is wrong and what to do, in the language asked for. */
  readonly detail?: string
  readonly code?: string
  /** What the sentence was made of, such as the `lineNumber` it is about. */
  readonly details?: Readonly<Record<string, unknown>>
  readonly errors?: readonly FieldProblem[]
}

/** The server answered "no", or did not answer: then `status` is 0. */
export class ProblemFault extends Fault {
  readonly problem: Problem

  constructor(problem: Problem, cause?: unknown) {
    super(problem.detail ?? problem.title ?? `HTTP ${problem.status}`, { cause })
    this.problem = problem
  }
}

/** A list repeats its parameter: any of these. */
export type QueryValue = string | number | boolean | null | undefined | readonly string[]

export interface Call {
  readonly query?: Readonly<Record<string, QueryValue>>
  readonly body?: unknown
  /** The version the person saw: the server refuses when somebody saved meanwhile. */
  readonly version?: number | undefined
  /** The same key again has the effect of once. */
  readonly key?: string | undefined
  readonly signal?: AbortSignal | undefined
  /** A file as the body, instead of `body`. */
  readonly file?: Blob
}

const settings = { language: 'en' }

/** Tells the server which language its words should be in from now on. */
export function speak(language: string): void {
  settings.language = language
}

/** Calls `/api/v1` + path. Throws a ProblemFault for every answer that is not 2xx, and when none comes. */
export async function call<T>(method: 'GET' | 'POST' | 'PATCH' | 'DELETE', path: string, options: Call = {}): Promise<T> {
  const response = await fetch(`/api/v1${path}${queryText(options.query)}`, {
    method,
    credentials: 'same-origin',
    headers: headersOf(options),
    ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
    ...(options.file ? { body: options.file } : {}),
    ...(options.signal ? { signal: options.signal } : {}),
  }).catch((cause: unknown) => {
    if (options.signal?.aborted) throw cause
    throw new ProblemFault({ status: 0, code: 'web/no-answer' }, cause)
  })
  if (!response.ok) throw new ProblemFault(await problemOf(response))
  return response.status === 204 ? (undefined as T) : ((await response.json()) as T)
}

function headersOf({ body, version, key, file }: Call): Record<string, string> {
  return {
    accept: 'application/json',
    'accept-language': settings.language,
    ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    ...(file ? { 'content-type': 'application/octet-stream' } : {}),
    ...(version === undefined ? {} : { 'if-match': `"${version}"` }),
    ...(key === undefined ? {} : { 'idempotency-key': key }),
  }
}

async function problemOf(response: Response): Promise<Problem> {
  try {
    const body = (await response.json()) as Partial<Problem>
    return { ...body, status: response.status }
  } catch {
    return { status: response.status, title: response.statusText }
  }
}

/** `?a=1&b=x&b=y`, leaving out what is empty. */
export function queryText(query: Call['query'] = {}): string {
  const pairs = Object.entries(query).flatMap(([name, value]) =>
    [value ?? ''].flat().map((one): [string, string] => [name, String(one)]),
  )
  const text = new URLSearchParams(pairs.filter(([, value]) => value !== '')).toString()
  return text === '' ? '' : `?${text}`
}
