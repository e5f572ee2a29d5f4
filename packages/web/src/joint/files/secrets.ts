/** How to sign in on another machine, as the server's commands take it: it is never told again, so no definition has such a field. */
const CREDENTIAL = {
  kind: 'text',
  optional: true,
  max: 20_000,
  label: { en: 'Password or private key', zh: '密码或私钥' },
  help: { en: 'Kept sealed, and never shown again', zh: '加密保存，之后不再显示' },
} as const

const PASSPHRASE = {
  kind: 'text',
  optional: true,
  max: 500,
  label: { en: 'Pass phrase of the key', zh: '私钥口令' },
  help: { en: 'When the private key has one; sealed with it', zh: '私钥设有口令时填写，与私钥一并加密保存' },
} as const

export const SECRETS = { credential: CREDENTIAL, passphrase: PASSPHRASE } as const
