/**
 * SFTP within the guard: to the address that was checked, and only when the machine shows the key that a person has confirmed,
 * so that a password goes to nobody else.
 */
import { createHash } from 'node:crypto'
import { Fault } from '@tandem/kernel'
import { Client, type SFTPWrapper } from 'ssh2'
import { AddressClosed, type Guard } from './guard.ts'

const READY_MS = 10_000
const ALIVE_MS = 10_000

export interface Machine {
  readonly host: string
  readonly port: number
  readonly user: string
  /** A password, or a private key. */
  readonly credential: string
  /** Of the key; empty when it has none. */
  readonly passphrase?: string
  /** `SHA256:...`; null: not confirmed yet, then nobody signs in. */
  readonly hostKey: string | null
}

export interface RemoteFile {
  readonly name: string
  readonly bytes: number
  /** Seconds, by its own clock. */
  readonly touched: number
}

export interface Sftp {
  /** The plain files of a folder. */
  list(folder: string): Promise<RemoteFile[]>
  /** Whether it is there now, or was. */
  makeFolder(path: string): Promise<void>
  fetch(from: string, to: string): Promise<void>
  send(from: string, to: string): Promise<void>
  move(from: string, to: string): Promise<void>
  /** Under its name in one step, where the machine can; a reader finds the old file or the new one. */
  replace(from: string, to: string): Promise<void>
  close(): void
}

/** Its code is what a person is told; `details` are safe to show. */
export class SftpFailed extends Fault {
  readonly code: `file-source/${'unreachable' | 'other-host-key' | 'new-host-key' | 'not-signed-in' | 'closed-address'}`
  readonly details: Readonly<Record<string, string>>

  constructor(code: SftpFailed['code'], details: SftpFailed['details'] = {}, cause?: unknown) {
    super(code, { cause })
    this.code = code
    this.details = details
  }
}

/** `SHA256:...` as ssh shows it. */
export function fingerprintOf(key: Buffer): string {
  return `SHA256:${createHash('sha256').update(key).digest('base64').replace(/=+$/, '')}`
}

/** Throws `SftpFailed` with what a person can mend. */
export async function openSftp(guard: Guard, machine: Machine): Promise<Sftp> {
  const host = await addressOf(guard, machine)
  const client = new Client()
  const broken = new Promise<never>((_, reject) => {
    client.on('error', (fault) => reject(new SftpFailed('file-source/unreachable', { host: machine.host }, fault)))
    client.on('close', () => reject(new SftpFailed('file-source/unreachable', { host: machine.host })))
  })
  // Who waits for something hears of it; when nobody does, it is over anyway.
  broken.catch(() => {})
  const wire = await signIn(client, host, machine).catch((fault) => {
    client.end()
    throw fault
  })
  return sftpOf(client, wire, broken)
}

async function addressOf(guard: Guard, { host }: Machine): Promise<string> {
  try {
    return await guard.check(host)
  } catch (fault) {
    if (fault instanceof AddressClosed) throw new SftpFailed('file-source/closed-address', { host }, fault)
    throw new SftpFailed('file-source/unreachable', { host }, fault)
  }
}

function signIn(client: Client, address: string, machine: Machine): Promise<SFTPWrapper> {
  const { host, port, user, credential, passphrase = '', hostKey } = machine
  let shown = ''
  const why = (fault: Error & { level?: string }): SftpFailed => {
    if (shown !== '' && hostKey === null) return new SftpFailed('file-source/new-host-key', { host, shown })
    if (shown !== '' && shown !== plain(hostKey)) return new SftpFailed('file-source/other-host-key', { host, shown })
    if (fault.level === 'client-authentication') return new SftpFailed('file-source/not-signed-in', { host, user })
    return new SftpFailed('file-source/unreachable', { host }, fault)
  }
  return new Promise((resolve, reject) => {
    client.on('error', (fault) => reject(why(fault)))
    // Small questions, each waiting for its answer.
    client.on('connect', () => client.setNoDelay(true))
    client.on('ready', () => client.sftp((fault, wire) => (fault ? reject(why(fault)) : resolve(wire))))
    const isKey = credential.includes('PRIVATE KEY-----')
    try {
      client.connect({
        ...{ host: address, port, username: user },
        ...(isKey ? { privateKey: credential, ...(passphrase && { passphrase }) } : { password: credential }),
        hostVerifier: (key: Buffer) => {
          shown = fingerprintOf(key)
          return shown === plain(hostKey)
        },
        readyTimeout: READY_MS,
        keepaliveInterval: ALIVE_MS,
      })
    } catch (fault) {
      // A private key that cannot be read, or not with this pass phrase.
      reject(new SftpFailed('file-source/not-signed-in', { host, user }, fault))
    }
  })
}

function plain(fingerprint: string | null): string {
  return (fingerprint ?? '').replace(/=+$/, '')
}

type Done = (fault?: Error | null) => void

function sftpOf(client: Client, wire: SFTPWrapper, broken: Promise<never>): Sftp {
  const done = (act: (done: Done) => void): Promise<void> =>
    Promise.race([new Promise<void>((resolve, reject) => act((fault) => (fault ? reject(fault) : resolve()))), broken])
  const move = (from: string, to: string) => done((end) => wire.rename(from, to, end))
  const remove = (path: string) => done((end) => wire.unlink(path, end))
  return {
    async list(folder) {
      const listing = new Promise<RemoteFile[]>((resolve, reject) =>
        wire.readdir(folder, (fault, found) =>
          fault
            ? reject(fault)
            : resolve(
                found.flatMap(({ filename: name, attrs }) =>
                  attrs.isFile() ? [{ name, bytes: attrs.size, touched: attrs.mtime }] : [],
                ),
              ),
        ),
      )
      return Promise.race([listing, broken])
    },
    // It may be there already, or may not be made: then what is put there says so.
    makeFolder: (path) => done((end) => wire.mkdir(path, () => end())),
    fetch: (from, to) => done((end) => wire.fastGet(from, to, end)),
    send: (from, to) => done((end) => wire.fastPut(from, to, end)),
    move,
    // Only OpenSSH's own way renames onto what is there; ssh2 throws at once where a machine does not offer it.
    async replace(from, to) {
      try {
        await done((end) => wire.ext_openssh_rename(from, to, end))
      } catch {
        await remove(to).catch(() => {})
        await move(from, to)
      }
    },
    close: () => void client.end(),
  }
}
