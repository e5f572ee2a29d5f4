const BROWSERS: readonly (readonly [RegExp, string])[] = [
  [/Edg\//, 'Edge'],
  [/OPR\//, 'Opera'],
  [/Firefox\//, 'Firefox'],
  [/MicroMessenger\//, 'WeChat'],
  [/Chrome\//, 'Chrome'],
  [/Safari\//, 'Safari'],
]
const MACHINES: readonly (readonly [RegExp, string])[] = [
  [/iPhone|iPad/, 'iOS'],
  [/Android/, 'Android'],
  [/Windows/, 'Windows'],
  [/Mac OS X/, 'macOS'],
  [/Linux/, 'Linux'],
]

/** `Chrome, Windows` out of what a browser calls itself; undefined for what is none. */
export function deviceWord(agent: string): string | undefined {
  const first = (all: typeof BROWSERS) => all.find(([pattern]) => pattern.test(agent))?.[1]
  const browser = first(BROWSERS)
  if (!browser) return agent.split(/[ /]/)[0] || undefined
  return [browser, first(MACHINES)].filter(Boolean).join(', ')
}
