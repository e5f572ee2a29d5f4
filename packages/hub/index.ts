export * from './connector.ts'
export * from './kinds.ts'
export * from './rules.ts'
