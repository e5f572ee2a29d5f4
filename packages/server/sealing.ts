/** Secrets of connections and channels as they are stored: AES-256-GCM with a key that is not in the database. */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Sealing } from '@tandem/hub'
import { Fault } from '@tandem/kernel'

const VERSION = 'sealed:1:'
const KEY_BYTES = 32
const NONCE_BYTES = 12
const TAG_BYTES = 16

export function sealingWith(key: Uint8Array): Sealing {
  if (key.length !== KEY_BYTES) throw new Fault(`the key must have ${KEY_BYTES} bytes, not ${key.length}`)
  return {
    seal(text) {
      const nonce = randomBytes(NONCE_BYTES)
      const cipher = createCipheriv('aes-256-gcm', key, nonce)
      const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
      return VERSION + Buffer.concat([nonce, cipher.getAuthTag(), body]).toString('base64url')
    },
    open(sealed) {
      // Stored before there was a key; it is sealed when it is saved again.
      if (!sealed.startsWith(VERSION)) return sealed
      const bytes = Buffer.from(sealed.slice(VERSION.length), 'base64url')
      const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, NONCE_BYTES))
      decipher.setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES))
      try {
        return Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final()]).toString('utf8')
      } catch (cause) {
        throw new Fault('a secret was sealed with another key: set TANDEM_KEY to that one', { cause })
      }
    },
  }
}

/** The key: TANDEM_KEY (32 bytes in base64 or hex), else one made at the first start and kept beside the data. */
export function keyFrom(text: string | undefined, dataDir: string): Uint8Array {
  if (!text) return keptKey(join(dataDir, 'key'))
  const key = Buffer.from(text, /^[0-9a-f]{64}$/i.test(text) ? 'hex' : 'base64')
  if (key.length !== KEY_BYTES) throw new Fault('TANDEM_KEY must be 32 bytes in base64 or hex: openssl rand -base64 32 makes one')
  return key
}

function keptKey(file: string): Uint8Array {
  try {
    return readKey(file)
  } catch (error) {
    if ((error as { code?: string }).code !== 'ENOENT') throw error
    mkdirSync(join(file, '..'), { recursive: true })
    try {
      // Never overwritten: of two servers that start together, the second reads what the first wrote.
      writeFileSync(file, randomBytes(KEY_BYTES), { mode: 0o600, flag: 'wx' })
    } catch (twin) {
      if ((twin as { code?: string }).code !== 'EEXIST') throw twin
    }
    return readKey(file)
  }
}

function readKey(file: string): Uint8Array {
  const key = readFileSync(file)
  if (key.length !== KEY_BYTES)
    throw new Fault(`${file} is no key of ${KEY_BYTES} bytes: put the right one back, or set TANDEM_KEY`)
  return key
}
