export * from './fresh-database.ts'
export * from './postgres.ts'
export * from './test-database.ts'
export * from './world.ts'
