/** A `fetch` to a peer that can lose an answer, or be told to wait, once. */
export interface Losing {
  readonly fetch: typeof fetch
  /** The next call whose address or body fits reaches the peer; its answer does not come back. */
  loseAnswer(fits: RegExp): void
  /** The next call is answered by "too many requests", and does not reach the peer. */
  limit(): void
}

export function losingFetch(): Losing {
  let losing: RegExp | undefined
  let isLimited = false
  const losingOne = async (url: string | URL | Request, init?: RequestInit): Promise<Response> => {
    if (isLimited) {
      isLimited = false
      return new Response('', { status: 429, headers: { 'retry-after': '1' } })
    }
    const isLost = losing?.test(`${String(url)} ${String(init?.body)}`) ?? false
    const answer = await fetch(url, init)
    if (!isLost) return answer
    losing = undefined
    throw new TypeError('fetch failed', { cause: Object.assign(new Error('other side closed'), { code: 'UND_ERR_SOCKET' }) })
  }
  return {
    fetch: losingOne as typeof fetch,
    loseAnswer: (fits) => {
      losing = fits
    },
    limit: () => {
      isLimited = true
    },
  }
}
