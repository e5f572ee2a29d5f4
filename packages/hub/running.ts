/** The part of the joint's surface that runs it. */
import { createChannel, createRule, removeChannel, removeRule, testChannel } from './alerts/commands.ts'
import { alert, alertChannel, alertRule } from './alerts/definition.ts'
import { pauseFlow, resumeFlow } from './flows/commands.ts'
import { flow } from './flows/definition.ts'
import { flowStatesQuery } from './flows/queries.ts'
import { assignEntry } from './inbox/commands.ts'

export const runningDocuments = [flow, alertChannel, alertRule, alert]
export const runningCommands = [
  pauseFlow,
  resumeFlow,
  assignEntry,
  createChannel,
  testChannel,
  removeChannel,
  createRule,
  removeRule,
]
export const runningQueries = [flowStatesQuery]
