/** Where files of another machine are: checked as far as it can be without going there. Secrets are given, and never told again. */
import { type Input, ok, type Result, refuse } from '@tandem/kernel'
import { fileSource } from './definition.ts'

const { sftp, hostKey } = fileSource.fields
export const secretFields = {
  credential: {
    kind: 'text',
    optional: true,
    max: 20_000,
    label: { en: 'Password or private key', zh: '密码或私钥' },
    help: { en: 'Kept sealed, and never shown again', zh: '加密保存，之后不再显示' },
  },
  passphrase: {
    kind: 'text',
    optional: true,
    max: 500,
    label: { en: 'Pass phrase of the key', zh: '私钥口令' },
    help: { en: 'When the private key has one; sealed with it', zh: '私钥设有口令时填写，与私钥一并加密保存' },
  },
} as const
export const remoteFields = { sftp, hostKey, ...secretFields } as const
export type RemoteInput = Input<typeof remoteFields>

/** What a document keeps of it. */
export interface Remote {
  readonly sftp: string | null
  readonly hostKey: string | null
}

const NAME = /^[a-z][a-z0-9-]{0,39}$/
const HOST_KEY = /^SHA256:[A-Za-z0-9+/]{43}=?$/

/** A name becomes a folder: nothing that could lead elsewhere. */
export function isFolderName(name: string): boolean {
  return NAME.test(name)
}

export function newRemote(input: RemoteInput): Result<Remote> {
  return isAlone(input)
    ? refuse('file-source/passphrase-alone', {})
    : readRemote(input.sftp ?? null, input.hostKey ?? null, Boolean(input.credential))
}

/** What is not given stays. Another machine must not be given the password of the one before. */
export function changedRemote(row: Remote, input: RemoteInput, hasSecret: boolean): Result<Remote> {
  const address = input.sftp === undefined ? row.sftp : input.sftp
  const key = input.hostKey === undefined ? row.hostKey : input.hostKey
  const isSame = hostOf(address) === hostOf(row.sftp)
  if (isAlone(input)) return refuse('file-source/passphrase-alone', {})
  return readRemote(address, key, Boolean(input.credential) || (isSame && hasSecret))
}

function readRemote(address: string | null, key: string | null, hasCredential: boolean): Result<Remote> {
  if (!address) return ok({ sftp: null, hostKey: null })
  const url = URL.parse(address)
  if (url?.protocol !== 'sftp:' || url.hostname === '' || url.username === '' || url.password !== '') {
    return refuse('file-source/bad-sftp', {})
  }
  if (key && !HOST_KEY.test(key)) return refuse('file-source/bad-host-key', {})
  return hasCredential ? ok({ sftp: address, hostKey: key || null }) : refuse('file-source/no-credential', {})
}

/** The key that was given before is sealed with its own. */
function isAlone({ credential, passphrase }: RemoteInput): boolean {
  return Boolean(passphrase) && !credential
}

function hostOf(address: string | null): string {
  const url = address ? URL.parse(address) : null
  return url ? `${url.username}@${url.host}` : ''
}
