import type { ReactNode } from 'react'
import { useMay } from '../api/platform.ts'

/** What somebody may not do is not offered: `<May right="crm.quote.create">`. */
export function May({ right, children }: { right: string; children: ReactNode }) {
  return useMay(right) ? children : null
}
