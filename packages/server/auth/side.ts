/** Users and roles as a side: what has lists, histories and comments as the documents of CRM and ERP have. */
import type { Side } from '../http/document.ts'
import { authMessages } from './messages.ts'
import { platform } from './surface.ts'

export const PLATFORM_SIDE: Side = { surface: platform, messages: authMessages }
