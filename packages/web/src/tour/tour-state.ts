/** Whether the tour is under way: begun from the start page or from help, shown by the shell. */
import { useSyncExternalStore } from 'react'

let open = false
const listeners = new Set<() => void>()

function become(next: boolean): void {
  open = next
  for (const listener of listeners) listener()
}

export const startTour = () => become(true)
export const endTour = () => become(false)

function listen(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

export function useTour(): boolean {
  return useSyncExternalStore(listen, () => open)
}
