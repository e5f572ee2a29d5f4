import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Messages } from '@tandem/kernel'
import { filesBelow } from './source.ts'

const ROOT = join(import.meta.dirname, '..')

/** The messages of a room: what its door shows, and what its messages.ts files say. */
export async function readMessages(room: string): Promise<Messages> {
  const paths = filesBelow([`packages/${room}`], /^(index|messages)\.ts$/).filter(
    (path) => /messages\.ts$/.test(path) || path === `packages/${room}/index.ts`,
  )
  const modules = await Promise.all(paths.map((path) => import(pathToFileURL(join(ROOT, path)).href) as Promise<object>))
  return Object.assign({}, ...modules.map(messagesIn)) as Messages
}

/** The messages among a module's exports: records whose keys are codes and whose values say something in English. */
export function messagesIn(module: object): Messages {
  const records = Object.values(module).filter(
    (value): value is Record<string, unknown> => typeof value === 'object' && value !== null,
  )
  const entries = records
    .flatMap((record) => Object.entries(record))
    .filter(([key, value]) => key.includes('/') && isMessage(value))
  return Object.fromEntries(entries) as Messages
}

function isMessage(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'en' in value
}
