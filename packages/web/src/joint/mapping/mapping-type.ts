import { mapping } from '@tandem/hub/definitions'
import type { Row } from '@tandem/kernel'
import { jointType } from '../../api/documents.ts'

export type Mapping = Row<typeof mapping>

export const MAPPINGS = jointType(mapping)
