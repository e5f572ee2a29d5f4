/**
 * Where the live feed comes from. A browser opens only six connections to a server that speaks HTTP/1.1, for all its
 * tabs together, so one tab listens and tells the others. When it is closed, another one takes over.
 */

export type FeedState = 'connecting' | 'live' | 'broken'

export interface FeedListener {
  onState(state: FeedState): void
  /** The text of one event. */
  onText(text: string): void
}

const URL_OF_FEED = '/api/v1/joint/feed'
const NAME = 'tandem.feed'

type Told = { readonly state: FeedState } | { readonly text: string } | { readonly ask: true }

/** Listens until the answered function is called. */
export function listenToFeed(listener: FeedListener): () => void {
  // Only pages from a safe origin have locks; without them each tab listens by itself.
  return 'locks' in navigator && 'BroadcastChannel' in window ? listenTogether(listener) : listenAlone(listener)
}

function listenAlone({ onState, onText }: FeedListener): () => void {
  const source = new EventSource(URL_OF_FEED, { withCredentials: true })
  source.onopen = () => onState('live')
  // The browser connects again by itself, telling the server the last event it saw.
  source.onerror = () => onState(source.readyState === EventSource.CLOSED ? 'broken' : 'connecting')
  source.onmessage = ({ data }) => onText(String(data))
  return () => source.close()
}

function listenTogether(listener: FeedListener): () => void {
  const channel = new BroadcastChannel(NAME)
  const ending = new AbortController()
  let stop: (() => void) | undefined
  let state: FeedState = 'connecting'
  const tell = (told: Told) => channel.postMessage(told)
  const lead: FeedListener = {
    onState(next) {
      state = next
      listener.onState(next)
      tell({ state: next })
    },
    onText(text) {
      listener.onText(text)
      tell({ text })
    },
  }
  channel.onmessage = ({ data }: MessageEvent<Told>) => {
    if ('text' in data) listener.onText(data.text)
    else if ('state' in data) listener.onState(data.state)
    else if (stop) tell({ state })
  }
  tell({ ask: true })
  void navigator.locks
    .request(NAME, { signal: ending.signal }, () => {
      stop = listenAlone(lead)
      return new Promise<void>((release) => ending.signal.addEventListener('abort', () => release()))
    })
    .catch(() => {
      // The page was left before its turn came.
    })
  return () => {
    stop?.()
    ending.abort()
    channel.close()
  }
}
