/** The data-only door: what documents of the platform consist of, and how permissions are read. */
export * from './auth/definition.ts'
export { type Access, accessOf, type Reach } from './auth/grants.ts'
