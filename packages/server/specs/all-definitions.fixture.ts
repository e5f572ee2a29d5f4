/** The documents of all sides, for specs that go through them. */
import { crm } from '@tandem/crm'
import { erp } from '@tandem/erp'
import { hubSurface } from '@tandem/hub'
import type { Definition } from '@tandem/kernel'
import { platform } from '../auth/surface.ts'

export const surfaces = [crm, erp, hubSurface(), platform]

/** Of one side (`crm`, `joint`), or of all. */
export function definitionsOf(side?: string): readonly Definition[] {
  return surfaces.filter(({ name }) => side === undefined || name === side).flatMap(({ documents }) => documents)
}
