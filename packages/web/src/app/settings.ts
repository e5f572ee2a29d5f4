/** What a person set up on this machine: language and colours. Kept in the browser, shared by all open pages of it. */
import { useSyncExternalStore } from 'react'
import { speak } from '../api/client.ts'
import type { Language } from '../format/decimal.ts'

export type Colours = 'auto' | 'light' | 'dark'

export interface Settings {
  readonly language: Language
  readonly colours: Colours
}

const KEY = 'tandem.settings'
const listeners = new Set<() => void>()
let current = load()
speak(current.language)

function load(): Settings {
  const browser: Language = navigator.language.toLowerCase().startsWith('zh') ? 'zh' : 'en'
  try {
    const kept = JSON.parse(localStorage.getItem(KEY) ?? '{}') as Partial<Settings>
    const language = kept.language === 'zh' || kept.language === 'en' ? kept.language : browser
    return { language, colours: kept.colours === 'light' || kept.colours === 'dark' ? kept.colours : 'auto' }
  } catch {
    return { language: browser, colours: 'auto' }
  }
}

export function settings(): Settings {
  return current
}

export function changeSettings(changes: Partial<Settings>): void {
  current = { ...current, ...changes }
  speak(current.language)
  try {
    localStorage.setItem(KEY, JSON.stringify(current))
  } catch {
    // A private window may forbid it; then the choice lasts as long as the page.
  }
  for (const listener of listeners) listener()
}

export function onSettings(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

export function useSettings(): Settings {
  return useSyncExternalStore(onSettings, settings)
}

const darkMedia = window.matchMedia('(prefers-color-scheme: dark)')

function onMedia(listener: () => void): () => void {
  darkMedia.addEventListener('change', listener)
  return () => darkMedia.removeEventListener('change', listener)
}

/** Whether the page is dark now: as chosen, or as the machine is set. */
export function useDark(): boolean {
  const { colours } = useSettings()
  const system = useSyncExternalStore(onMedia, () => darkMedia.matches)
  return colours === 'auto' ? system : colours === 'dark'
}
