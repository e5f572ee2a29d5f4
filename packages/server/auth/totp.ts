/** One-time codes as authenticator apps make them: HOTP (RFC 4226) over steps of 30 seconds (RFC 6238), SHA-1, six digits. */
import { createHmac, timingSafeEqual } from 'node:crypto'

const STEP_MS = 30_000
const DIGITS = 6
/** A clock may be off, and typing takes a while: the step before and the one after count, too. */
/** Steps that a clock may be off. */
const DRIFT = 1

/** RFC 4226, 5.3. */
export function hotp(secret: Uint8Array, counter: number, digits = DIGITS): string {
  const message = Buffer.alloc(8)
  message.writeBigUInt64BE(BigInt(counter))
  const digest = createHmac('sha1', secret).update(message).digest()
  const at = (digest.at(-1) ?? 0) & 0xf
  const number = (digest.readUInt32BE(at) & 0x7fffffff) % 10 ** digits
  return String(number).padStart(digits, '0')
}

export function stepAt(ms: number): number {
  return Math.floor(ms / STEP_MS)
}

/** The step that a code is right for; undefined: for none, or for none after `last`, the one that was taken last. */
export function stepOf(secret: Uint8Array, code: string, ms: number, last: number | null, drift = DRIFT): number | undefined {
  const given = Buffer.from(
    code
      .replace(/\s/g, '')
      .padEnd(DIGITS)
      .slice(0, DIGITS + 1),
  )
  const now = stepAt(ms)
  const steps = Array.from({ length: 2 * drift + 1 }, (_, i) => now - drift + i)
  return steps.find((step) => {
    const right = Buffer.from(hotp(secret, step))
    return step > (last ?? -1) && given.length === right.length && timingSafeEqual(given, right)
  })
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/** RFC 4648, without padding, as apps take it when it is typed in. */
export function base32(bytes: Uint8Array): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('')
  return (bits.match(/.{1,5}/g) ?? []).map((five) => ALPHABET[Number.parseInt(five.padEnd(5, '0'), 2)]).join('')
}

/** What a QR code for authenticator apps holds. */
export function otpauthUri(secret: Uint8Array, account: string): string {
  const label = `Tandem:${encodeURIComponent(account)}`
  return `otpauth://totp/${label}?secret=${base32(secret)}&issuer=Tandem&algorithm=SHA1&digits=${DIGITS}&period=${STEP_MS / 1000}`
}
