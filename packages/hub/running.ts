/** The part of the joint's surface that runs it. */
import { pauseFlow, resumeFlow } from './flows/commands.ts'
import { flow } from './flows/definition.ts'
import { flowStatesQuery } from './flows/queries.ts'
import { assignEntry } from './inbox/commands.ts'

export const runningDocuments = [flow]
export const runningCommands = [pauseFlow, resumeFlow, assignEntry]
export const runningQueries = [flowStatesQuery]
