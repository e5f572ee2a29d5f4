/**
 * Files of other machines: fetched by SFTP into the folder that is watched here, then moved to `done` there. A crash in between
 * fetches one again; its content is known by then. Refused rows go back as a file, to `errors` there.
 */
import { mkdir, readdir, rename, stat, unlink } from 'node:fs/promises'
import { extname, join, posix } from 'node:path'
import { type FileSource, keepLook, openLook, type Seen } from '@tandem/hub'
import { epochMs, type Id } from '@tandem/kernel'
import type { Services } from '../http/services.ts'
import type { Guard } from '../outbound/guard.ts'
import { openSftp, type RemoteFile, type Sftp } from '../outbound/sftp.ts'
import { machineOf, type Reaching, troubleOf } from './machine.ts'

/** What may be imported. */
export const TAKEN: ReadonlySet<string> = new Set(['.csv', '.txt', '.xlsx'])
const EVERY_MS = 60_000
/** More is put into the folder by hand. */
const MOST_BYTES = 4 * 1024 ** 3

/** Looks once a minute; what went wrong stands with the folder. */
export async function fetchFiles(
  services: Services,
  { guard, sealing }: Reaching,
  tenant: Id,
  source: FileSource,
  folder: string,
): Promise<void> {
  const { database, now } = services
  const { sftp, lookedAt } = source
  const at = now()
  if (!sftp || (lookedAt !== null && epochMs(at) - epochMs(lookedAt) < EVERY_MS)) return
  const look = await database.read(tenant, (tx) => openLook(tx, source.id, sealing))
  if (!look) return
  const { machine, path } = machineOf(source, look)
  const kept = await exchange(guard, machine, path, folder, look.seen, at).then(
    (seen) => ({ at, seen }),
    (fault) => ({ at, trouble: troubleOf(services.messages, fault, machine.host) }),
  )
  await database.transaction(tenant, (tx) => keepLook(tx, source.id, kept))
}

async function exchange(
  guard: Guard,
  machine: Parameters<typeof openSftp>[1],
  path: string,
  folder: string,
  seen: Seen,
  at: string,
): Promise<Seen> {
  const there = await openSftp(guard, machine)
  try {
    await sendBack(there, path, join(folder, 'back'))
    const files = (await there.list(path)).filter(isForUs)
    const now: Record<string, string> = {}
    for (const file of files.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      now[file.name] = await look(there, path, folder, file, seen[file.name], at)
    }
    return now
  } finally {
    there.close()
  }
}

/** A name from elsewhere: it may lead nowhere but into the folder. */
function isForUs({ name, bytes }: RemoteFile): boolean {
  return TAKEN.has(extname(name).toLowerCase()) && !name.startsWith('.') && !/[/\\\0]/.test(name) && bytes <= MOST_BYTES
}

const WAS_TAKEN = ' taken'

/** Only what is as it was at the last look is complete: nobody is writing it any more, whatever the clock there says. */
async function look(
  there: Sftp,
  path: string,
  folder: string,
  { name, bytes, touched }: RemoteFile,
  before: string | undefined,
  at: string,
): Promise<string> {
  const state = `${bytes}:${touched}`
  // It could not be moved away there: it stays, and comes in once.
  if (before === state + WAS_TAKEN) return before
  if (before !== state || (await isThere(join(folder, 'in', name)))) return state
  const part = join(folder, 'in', `.${name}.part`)
  await there.fetch(posix.join(path, name), part)
  await rename(part, join(folder, 'in', name))
  await there.makeFolder(posix.join(path, 'done'))
  const moved = posix.join(path, 'done', `${at.replace(/[:.]/g, '-')} ${name}`)
  await there.move(posix.join(path, name), moved).catch(() => {})
  return state + WAS_TAKEN
}

function isThere(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  )
}

/** Refused rows, to be corrected by whoever sent them. Under a name of its own until it is whole. */
async function sendBack(there: Sftp, path: string, back: string): Promise<void> {
  await mkdir(back, { recursive: true })
  for (const name of (await readdir(back)).filter((one) => !one.startsWith('.')).sort()) {
    const to = posix.join(path, 'errors', name)
    await there.makeFolder(posix.join(path, 'errors'))
    await there.send(join(back, name), `${to}.part`)
    await there.replace(`${to}.part`, to)
    await unlink(join(back, name))
  }
}
