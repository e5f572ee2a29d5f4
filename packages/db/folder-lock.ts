/** Keeps two processes out of one embedded database: PGlite does not notice, and the folder would be spoilt. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { Fault } from '@tandem/kernel'

/** Another living process has the folder open. */
export class FolderInUse extends Fault {
  readonly folder: string
  readonly pid: number

  constructor(folder: string, pid: number) {
    super(`${folder} is open in another process (${pid}): stop that one first, or name another folder with DATA_DIR`)
    this.folder = folder
    this.pid = pid
  }
}

/** Takes `<folder>.lock`, also over from a process that died without giving it back. Answers how to give it back. */
export function lockFolder(folder: string): () => void {
  const file = `${folder}.lock`
  mkdirSync(dirname(folder), { recursive: true })
  const owner = ownerOf(file)
  if (owner !== undefined && owner !== process.pid && isAlive(owner)) throw new FolderInUse(folder, owner)
  if (owner !== undefined) rmSync(file, { force: true })
  try {
    writeFileSync(file, String(process.pid), { flag: 'wx' })
  } catch {
    // Somebody was quicker between looking and writing.
    throw new FolderInUse(folder, ownerOf(file) ?? 0)
  }
  return () => rmSync(file, { force: true })
}

function ownerOf(file: string): number | undefined {
  try {
    return Number(readFileSync(file, 'utf8')) || undefined
  } catch {
    return undefined
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // EPERM: it lives, and is somebody else's.
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
