import type { Field } from '@tandem/kernel'
import { useCallback } from 'react'
import { useRights } from '../api/platform.ts'

/** Whether the reader is told such values at all: costs and credit limits are for some roles only, for others a column of dashes. */
export function useSeen(): (column: { readonly field: Field }) => boolean {
  const { reach } = useRights()
  return useCallback(({ field }) => !field.sensitive || reach(`field.${field.sensitive}.read`) !== undefined, [reach])
}
