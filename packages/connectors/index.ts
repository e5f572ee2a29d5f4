/** The connectors, and files in and out. */
export * from './csv/index.ts'
