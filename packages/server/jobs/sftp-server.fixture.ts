/** A machine that is reached by SFTP, in this process: a folder, a user with a password or a key, and a key of its own. */
import {
  closeSync,
  fstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readSync,
  renameSync,
  rmSync,
  type Stats,
  statSync,
  writeSync,
} from 'node:fs'
import type { AddressInfo } from 'node:net'
import { join, normalize } from 'node:path'
import ssh2, { type Attributes, type Connection, type SFTPWrapper } from 'ssh2'
import { fingerprintOf } from '../outbound/sftp.ts'

const { Server, utils } = ssh2
const { OPEN_MODE, STATUS_CODE } = utils.sftp

export interface SftpMachine {
  readonly port: number
  readonly fingerprint: string
  /** What users have tried to sign in with, as far as they were asked. */
  readonly tried: string[]
  close(): Promise<void>
}

export interface MachineOptions {
  readonly root: string
  readonly password?: string
  /** The public half of a key that is let in. */
  readonly publicKey?: string
  readonly mayMove?: boolean
}

/** Of one pair in some hundred, ssh2 writes what it cannot read itself. */
export function keyPair(passphrase?: string): { private: string; public: string } {
  for (;;) {
    const pair =
      passphrase === undefined
        ? utils.generateKeyPairSync('ed25519')
        : utils.generateKeyPairSync('ed25519', { passphrase, cipher: 'aes256-ctr', rounds: 16 })
    if (!(utils.parseKey(pair.private, passphrase) instanceof Error)) return pair
  }
}

export async function sftpMachine(options: MachineOptions): Promise<SftpMachine> {
  const keys = keyPair()
  const tried: string[] = []
  const connections = new Set<Connection>()
  const server = new Server({ hostKeys: [keys.private] }, (connection) => {
    connections.add(connection)
    ;(connection as Connection & { setNoDelay(on: boolean): void }).setNoDelay(true)
    connection.on('error', () => {})
    connection.on('authentication', (asked) => {
      if (asked.method === 'password') {
        tried.push(asked.password)
        return asked.password === options.password ? asked.accept() : asked.reject(['password', 'publickey'])
      }
      const wanted = options.publicKey ? utils.parseKey(options.publicKey) : undefined
      const isKnown = asked.method === 'publickey' && wanted && !(wanted instanceof Error) && !Array.isArray(wanted)
      if (!isKnown || !asked.key.data.equals(wanted.getPublicSSH())) return asked.reject(['password', 'publickey'])
      const { signature, blob } = asked
      if (signature && blob && wanted.verify(blob, signature, asked.hashAlgo) !== true) return asked.reject()
      return asked.accept()
    })
    connection.on('session', (accept) => accept().on('sftp', (open) => serve(open(), options)))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const parsed = utils.parseKey(keys.public)
  if (parsed instanceof Error || Array.isArray(parsed)) throw new Error('no key was made')
  return {
    port: (server.address() as AddressInfo).port,
    fingerprint: fingerprintOf(parsed.getPublicSSH()),
    tried,
    async close() {
      for (const connection of connections) connection.end()
      await new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}

type Answer = (request: number, act: () => void) => void

function serve(wire: SFTPWrapper, { root, mayMove = true }: MachineOptions): void {
  const at = (path: string) => join(root, normalize(`/${path}`))
  const status: Answer = (request, act) => {
    try {
      act()
      wire.status(request, STATUS_CODE.OK)
    } catch (fault) {
      wire.status(request, STATUS_CODE.FAILURE, (fault as NodeJS.ErrnoException).code)
    }
  }
  const tell: Answer = (request, act) => {
    try {
      act()
    } catch {
      wire.status(request, STATUS_CODE.NO_SUCH_FILE)
    }
  }
  serveFiles(wire, at, status, tell)
  serveListings(wire, at, tell)
  wire.on('REMOVE', (request, path) => status(request, () => rmSync(at(path))))
  wire.on('MKDIR', (request, path) => status(request, () => void mkdirSync(at(path))))
  wire.on('RENAME', (request, from, to) =>
    mayMove ? status(request, () => renameSync(at(from), at(to))) : void wire.status(request, STATUS_CODE.PERMISSION_DENIED),
  )
}

function handleOf(id: number): Buffer {
  const buffer = Buffer.alloc(4)
  buffer.writeUInt32BE(id)
  return buffer
}

/** Listings are told from open files by their handles. */
const LISTINGS = 1_000_000

function serveFiles(wire: SFTPWrapper, at: (path: string) => string, status: Answer, tell: Answer): void {
  wire.on('OPEN', (request, path, flags) =>
    tell(request, () => wire.handle(request, handleOf(openSync(at(path), flags & OPEN_MODE.WRITE ? 'w' : 'r')))),
  )
  wire.on('READ', (request, of, offset, length) => {
    const buffer = Buffer.alloc(length)
    const count = readSync(of.readUInt32BE(0), buffer, 0, length, offset)
    if (count === 0) wire.status(request, STATUS_CODE.EOF)
    else wire.data(request, buffer.subarray(0, count))
  })
  wire.on('WRITE', (request, of, offset, data) =>
    status(request, () => writeSync(of.readUInt32BE(0), data, 0, data.length, offset)),
  )
  wire.on('FSTAT', (request, of) => tell(request, () => wire.attrs(request, attributes(fstatSync(of.readUInt32BE(0))))))
  wire.on('FSETSTAT', (request) => void wire.status(request, STATUS_CODE.OK))
  const about = (request: number, path: string) => tell(request, () => wire.attrs(request, attributes(statSync(at(path)))))
  wire.on('STAT', about)
  wire.on('LSTAT', about)
  wire.on('CLOSE', (request, of) => {
    const id = of.readUInt32BE(0)
    status(request, () => (id < LISTINGS ? closeSync(id) : undefined))
  })
}

function serveListings(wire: SFTPWrapper, at: (path: string) => string, tell: Answer): void {
  const open = new Map<number, string | undefined>()
  wire.on('OPENDIR', (request, path) =>
    tell(request, () => {
      readdirSync(at(path))
      const id = LISTINGS + open.size
      open.set(id, path)
      wire.handle(request, handleOf(id))
    }),
  )
  wire.on('READDIR', (request, of) => {
    const id = of.readUInt32BE(0)
    const path = open.get(id)
    open.set(id, undefined)
    const names = path === undefined ? [] : readdirSync(at(path))
    if (names.length === 0) return wire.status(request, STATUS_CODE.EOF)
    return wire.name(
      request,
      names.map((filename) => ({
        filename,
        longname: filename,
        attrs: attributes(statSync(join(at(path ?? ''), filename))),
      })),
    )
  })
}

function attributes({ mode, uid, gid, size, atimeMs, mtimeMs }: Stats): Attributes {
  return { mode, uid, gid, size, atime: Math.floor(atimeMs / 1_000), mtime: Math.floor(mtimeMs / 1_000) }
}
