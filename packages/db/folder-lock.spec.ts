import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { FolderInUse, lockFolder } from './folder-lock.ts'

let folder = ''
beforeEach(() => {
  folder = join(mkdtempSync(join(tmpdir(), 'tandem-lock-')), 'db')
})
afterEach(() => rmSync(join(folder, '..'), { recursive: true, force: true }))

describe('P1 the embedded database', () => {
  it('is refused to a second process while the first one lives', async () => {
    const other = spawn('sleep', ['30'])
    writeFileSync(`${folder}.lock`, String(other.pid))
    expect(() => lockFolder(folder)).toThrow(FolderInUse)
    const gone = new Promise((resolve) => other.once('exit', resolve))
    other.kill('SIGKILL')
    await gone
    lockFolder(folder)()
  })

  it('can be taken again after it was given back', () => {
    lockFolder(folder)()
    lockFolder(folder)()
  })
})
