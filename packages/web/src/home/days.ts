const DAY_MS = 86_400_000

/** The business day so many days before another; after it, where they are negative. */
export function daysBefore(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) - days * DAY_MS).toISOString().slice(0, 10)
}
