/** The data-only door of the joint: for pages, lists and forms. */
export { conflict, conflictTransitions } from './conflicts/definition.ts'
export { DELETE_POLICIES, type DeletePolicy, deletion, deletionTransitions } from './deletions/definition.ts'
export { type Breakdown, flow, flowTransitions } from './flows/definition.ts'
export { duplicate, duplicateTransitions } from './identity/definition.ts'
export { inboxEntry, inboxTransitions } from './inbox/definition.ts'
export { type Kind, type KindName, kindNames, kindOf, kinds } from './kinds.ts'
export { proof } from './proof/definition.ts'
export { system, systemTransitions } from './systems/definition.ts'
