/** The part of the joint's surface that runs it. */
import { createChannelWith, createRule, removeChannel, removeRule, testChannel } from './alerts/commands.ts'
import { alert, alertChannel, alertRule } from './alerts/definition.ts'
import { alertMessagesQuery } from './alerts/told.ts'
import type { Sealing } from './connections/commands.ts'
import { pauseFlow, resumeFlow } from './flows/commands.ts'
import { flow } from './flows/definition.ts'
import { flowStatesQuery } from './flows/queries.ts'
import { assignEntry } from './inbox/commands.ts'
import { inboxDocumentQuery, recordOptionsQuery } from './inbox/document.ts'
import { fetchMissing } from './inbox/fetch.ts'
import { proposalsQuery } from './inbox/help.ts'
import { firstLoadsQuery } from './load/progress.ts'

export const runningDocuments = [flow, alertChannel, alertRule, alert]
export function runningCommands(sealing: Sealing) {
  const alerts = [createChannelWith(sealing), testChannel, removeChannel, createRule, removeRule] as const
  return [pauseFlow, resumeFlow, assignEntry, fetchMissing, ...alerts] as const
}
export const runningQueries = [
  firstLoadsQuery,
  flowStatesQuery,
  alertMessagesQuery,
  proposalsQuery,
  inboxDocumentQuery,
  recordOptionsQuery,
]
