/** Another machine that files are exchanged with by SFTP: how it is reached, and what a person is told when it is not. */
import { inWords } from '@tandem/connectors'
import type { Sealing } from '@tandem/hub'
import type { Messages, Refusal } from '@tandem/kernel'
import type { Guard } from '../outbound/guard.ts'
import { type Machine, SftpFailed } from '../outbound/sftp.ts'

export interface Reaching {
  readonly guard: Guard
  readonly sealing: Sealing
}

const SSH_PORT = 22

/** `sftp://user@host:port/folder` with how to sign in there. */
export function machineOf(
  of: { readonly sftp: string | null; readonly hostKey: string | null },
  secret: { readonly credential: string; readonly passphrase: string },
): { readonly machine: Machine; readonly path: string } {
  const url = new URL(of.sftp ?? '')
  const machine = {
    ...{ host: url.hostname.replace(/^\[|\]$/g, ''), port: Number(url.port || SSH_PORT), user: decodeURIComponent(url.username) },
    ...{ credential: secret.credential, passphrase: secret.passphrase, hostKey: of.hostKey },
  }
  return { machine, path: pathOf(url) }
}

/** `/~/orders` begins in the home folder of whoever signs in. */
function pathOf({ pathname }: URL): string {
  const path = decodeURIComponent(pathname)
  return path === '' || path === '/~' ? '.' : path.replace(/^\/~\//, './')
}

export function troubleOf(messages: Messages, fault: unknown, host: string) {
  return inWords(messages, refusalOf(fault, host))
}

function refusalOf(fault: unknown, host: string): Refusal {
  if (fault instanceof SftpFailed) return { code: fault.code, details: fault.details }
  const reason = fault instanceof Error ? fault.message.slice(0, 200) : String(fault)
  return { code: 'file-source/not-exchanged', details: { host, reason } }
}
